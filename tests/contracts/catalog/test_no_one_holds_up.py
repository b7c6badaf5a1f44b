"""A29: whoever stops acting, is stopped, or stops others, keeps nobody's money in; payments that wait: test_kept.py"""

import ape
import pytest

from ..circle import at, in_an_hour, join_message
from ..members.invitations import answer, invite
from ..members.wallet_changes import Flag, start_rotation
from ..refusal import refused
from ..typed_data import sign
from .orders import (
    DOCUMENT,
    PAID,
    PRICE,
    PURSE,
    REASON,
    Policy,
    act,
    balances,
    redeem,
    terms_of,
)


@pytest.fixture(params=["suspended", "left"])
def stop(request, circle):
    """Stops a member from acting; the flag that says so."""

    def stop_acting(person):
        if request.param == "suspended":
            circle.members.setSuspended(person.id, True, DOCUMENT, sender=circle.admin)
            return Flag.SUSPENDED
        circle.members.leaveCommunity(person.id, sender=person.account)
        return Flag.LEFT

    return stop_acting


def test_provider_who_may_not_act__what_they_fulfilled__is_paid(
    circle, stop, alice, paul, stranger, fulfilled
):
    stop(paul)
    at(circle.catalog.orderDeadline(fulfilled))
    circle.catalog.settle(fulfilled, sender=stranger.account)
    assert balances(circle, paul) == [PAID, 0]


def test_provider_who_may_not_act__what_they_did_not_fulfil__is_refunded(
    circle, door, stop, alice, paul, stranger, order
):
    """They earn nothing new."""
    flag = stop(paul)
    with refused(circle.members.Members_MayNotAct, memberId=paul.id, flags=flag):
        act(circle, door, "fulfil", paul, order)
    at(circle.catalog.orderDeadline(order))
    circle.catalog.expire(order, sender=stranger.account)
    assert balances(circle, alice) == [PURSE, 0]


def test_provider_who_may_not_act__refuses__and_the_price_goes_back(circle, door, stop, alice, paul, order):
    stop(paul)
    act(circle, door, "refuse", paul, order)
    assert balances(circle, alice) == [PURSE, 0]


def test_provider_who_may_not_act__their_redeemer__gets_out_at_once(circle, stop, alice, paul, order):
    stop(paul)
    act(circle, "direct", "cancel", alice, order)
    assert balances(circle, alice) == [PURSE, 0]


def test_redeemer_who_may_not_act__cancels(circle, door, stop, alice, order):
    stop(alice)
    act(circle, door, "cancel", alice, order)
    assert balances(circle, alice) == [PURSE, 0]


def test_redeemer_who_may_not_act__confirms(circle, door, stop, alice, paul, fulfilled):
    stop(alice)
    act(circle, door, "confirm", alice, fulfilled)
    assert balances(circle, alice, paul) == [PURSE - PRICE, PAID, 0]


def test_redeemer_who_may_not_act__disputes__and_is_refunded(circle, door, stop, alice, stranger, fulfilled):
    """A29: whoever suspends a redeemer cannot hand the price to a provider who rendered nothing."""
    stop(alice)
    act(circle, door, "dispute", alice, fulfilled, REASON)
    at(circle.catalog.orderDeadline(fulfilled))
    circle.catalog.expire(fulfilled, sender=stranger.account)
    assert balances(circle, alice) == [PURSE, 0]


def test_redeemer_who_may_not_act__orders_nothing_new(circle, stop, alice, service):
    flag = stop(alice)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=flag):
        redeem(circle, alice, service)


def test_redeemer_who_may_not_act__is_asked_for_their_wallet_all_the_same(
    circle, stop, alice, paul, stranger, order
):
    stop(alice)
    for sender in (paul, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=sender.address):
            circle.catalog.cancel(alice.id, order, sender=sender.account)


def test_number_without_a_wallet__ends_no_order(circle, spare, stranger, order):
    (invitation,) = invite(circle, spare[0])
    with refused(circle.members.Members_NotActivated, memberId=invitation.member_id):
        circle.catalog.cancel(invitation.member_id, order, sender=stranger.account)


def test_redeemer_who_may_not_act__what_was_fulfilled__is_paid(
    circle, stop, alice, paul, stranger, fulfilled
):
    stop(alice)
    at(circle.catalog.orderDeadline(fulfilled))
    circle.catalog.settle(fulfilled, sender=stranger.account)
    assert balances(circle, alice, paul) == [PURSE - PRICE, PAID, 0]


def test_redeemer_who_left__comes_back_to_their_order(circle, alice, order):
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    circle.members.comeBack(alice.id, sender=alice.account)
    act(circle, "direct", "cancel", alice, order)
    assert balances(circle, alice) == [PURSE, 0]


@pytest.mark.parametrize("policy", [Policy.CLOSED, Policy.MEMBERS_ONLY])
def test_transfer_policy__never_binds_an_order(circle, alice, bob, paul, stranger, service, policy):
    circle.token.setTransferPolicy(policy, sender=circle.admin)
    settled, cancelled = redeem(circle, alice, service), redeem(circle, bob, service)
    act(circle, "direct", "fulfil", paul, settled)
    at(circle.catalog.orderDeadline(settled))
    circle.catalog.settle(settled, sender=stranger.account)
    act(circle, "direct", "cancel", bob, cancelled)
    assert balances(circle, alice, bob, paul) == [PURSE - PRICE, PURSE, PAID, 0]


def test_closed_target__closes_what_admins_do_and_no_more(
    circle, alice, paul, viola, stranger, service, disputed
):
    """Even with nobody left who may arbitrate, the dispute ends."""
    circle.manager.setTargetClosed(circle.catalog, True, sender=circle.admin)
    for call in (
        lambda: circle.catalog.moderate(service, True, sender=circle.admin),
        lambda: circle.catalog.arbitrate(viola.id, disputed, 0, REASON, sender=circle.admin),
    ):
        with refused(circle.catalog.AccessManagedUnauthorized, caller=circle.admin.address):
            call()
    at(circle.catalog.orderDeadline(disputed))
    circle.catalog.expire(disputed, sender=stranger.account)
    second = redeem(circle, alice, service, DOCUMENT)
    act(circle, "direct", "fulfil", paul, second)
    act(circle, "direct", "confirm", alice, second)
    assert balances(circle, alice, paul) == [PURSE - PRICE, PAID, 0]


def test_rotated_wallet__is_refunded_where_the_member_is_now(circle, alice, paul, spare, order):
    """E17: money follows the member, not the wallet that paid."""
    start_rotation(circle, alice, spare[0])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=alice.account)
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=alice.address):
        act(circle, "direct", "cancel", alice, order)
    act(circle, "direct", "refuse", paul, order)
    assert balances(circle, alice, spare[0]) == [PURSE - PRICE, PRICE, 0]


def test_provider_without_a_wallet__their_orders__are_refunded(circle, alice, spare, stranger):
    (invitation,) = invite(circle, spare[0])
    circle.catalog.list(terms_of(invitation.member_id), DOCUMENT, sender=circle.admin)
    order = redeem(circle, alice, circle.catalog.services())
    at(circle.catalog.orderDeadline(order))
    circle.catalog.expire(order, sender=stranger.account)
    assert balances(circle, alice) == [PURSE, 0]


def test_provider_who_activates_later__fulfils_what_was_ordered(circle, alice, spare, stranger):
    (invitation,) = invite(circle, spare[0])
    circle.catalog.list(terms_of(invitation.member_id), DOCUMENT, sender=circle.admin)
    order = redeem(circle, alice, circle.catalog.services())
    answer(circle, invitation, spare[1]).send(circle, stranger.account)
    circle.catalog.fulfil(invitation.member_id, order, sender=spare[1])
    act(circle, "direct", "confirm", alice, order)
    assert circle.token.balanceOf(spare[1]) == PAID


def test_wallet_that_is_a_contract__is_paid_without_being_called(circle, alice, bob, stranger):
    """E1: the wallet here has no function a payment could call; so none can enter a second time."""
    wallet = stranger.account.deploy(ape.project.WalletContract, stranger.account)
    member_id, deadline = circle.members.enrolled() + 1, in_an_hour()
    consent = sign(stranger.account, circle.members, "Join", join_message(member_id, wallet, deadline))
    circle.members.admit(member_id, [(wallet, False, consent)], deadline, sender=circle.admin)
    circle.catalog.list(terms_of(member_id), DOCUMENT, sender=circle.admin)
    order = redeem(circle, alice, circle.catalog.services())
    fulfil = circle.catalog.fulfil.encode_input(member_id, order)
    wallet.execute(circle.catalog, fulfil, sender=stranger.account)
    act(circle, "direct", "confirm", alice, order)
    assert balances(circle, wallet) == [PAID, 0]
