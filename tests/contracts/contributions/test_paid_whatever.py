"""A7, A29: whatever happens to the member, the validators or the admins, a reward is paid to the wallet bound now,
or waits for it
"""

import pytest

from ..circle import Person, at
from ..members.invitations import answer, invite
from ..members.wallet_changes import start_recovery
from ..refusal import refused
from .deeds import (
    BUDGET,
    HELP,
    REWARD,
    WHY,
    Status,
    act,
    budget_of,
    claim_times,
    purse,
    record,
    resolve,
    status_of,
)


@pytest.mark.parametrize("stopped", ["suspended", "left"])
def test_member_who_may_not_act__still_collects(circle, door, alice, recorded, stopped):
    """A29."""
    if stopped == "suspended":
        circle.members.setSuspended(alice.id, True, WHY, sender=circle.admin)
    else:
        circle.members.leaveCommunity(alice.id, sender=alice.account)
    at(claim_times(circle, recorded)[0])
    act(circle, door, "claim", alice, [recorded])
    assert purse(circle, alice) == REWARD


@pytest.mark.parametrize("policy", [0, 1, 2])
def test_transfer_policy__never_binds_a_payment(circle, alice, recorded, policy):
    """A29: members only, open, closed."""
    circle.token.setTransferPolicy(policy, sender=circle.admin)
    at(claim_times(circle, recorded)[0])
    act(circle, "direct", "claim", alice, [recorded])
    assert purse(circle, alice) == REWARD


def test_closed_targets__close_what_admins_do_and_no_more(
    circle, door, alice, vera, stranger, recorded, arbiter
):
    """A29: with nobody left who may resolve, the challenge ends by itself."""
    act(circle, door, "challenge", vera, recorded, WHY)
    for contract in (circle.registry, circle.escrow, circle.token, circle.members):
        circle.manager.setTargetClosed(contract, True, sender=circle.admin)
    with refused(circle.registry.AccessManagedUnauthorized, caller=arbiter.address):
        resolve(circle, arbiter, recorded, False)
    at(claim_times(circle, recorded)[0])
    act(circle, door, "claim", alice, [recorded])
    assert (purse(circle, alice), status_of(circle, recorded)) == (REWARD, Status.PAID)


def test_validator_who_may_not_act__what_they_accepted__is_paid(circle, alice, vera, recorded):
    circle.members.setSuspended(vera.id, True, WHY, sender=circle.admin)
    at(claim_times(circle, recorded)[0])
    act(circle, "direct", "claim", alice, [recorded])
    assert purse(circle, alice) == REWARD


def test_recovery__payments_wait_until_it_ends(circle, door, alice, spare, stranger, recorded):
    """A7: to neither wallet, not with auto-collect either; then to the one bound."""
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    at(claim_times(circle, recorded)[0])
    start_recovery(circle, alice, spare[0])
    change = circle.members.walletChange(alice.id)
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=change.endsAt):
        act(circle, door, "claim", alice, [recorded])
    for sender in (spare[0], stranger.account):
        with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=change.endsAt):
            circle.registry.claim(alice.id, [recorded], sender=sender)
    at(change.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    circle.registry.claim(alice.id, [recorded], sender=stranger.account)
    assert (purse(circle, alice), purse(circle, spare[0])) == (0, REWARD)


def test_number_without_a_wallet__is_paid_once_it_has_one(circle, vera, spare, stranger):
    """A7: it waits for the person; nobody collects it for them to elsewhere."""
    (invitation,) = invite(circle, spare[0])
    member_id = invitation.member_id
    recorded = record(circle, vera, member_id)
    at(claim_times(circle, recorded)[0])
    for sender in (stranger.account, vera.account, circle.admin):
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.registry.claim(member_id, [recorded], sender=sender)
    answer(circle, invitation, spare[1]).send(circle, stranger.account)
    act(circle, "direct", "claim", Person(spare[1], member_id), [recorded])
    assert circle.token.balanceOf(spare[1]) == REWARD


def test_number_without_a_wallet__who_never_comes__frees_the_budget(circle, vera, spare, stranger):
    """A27."""
    (invitation,) = invite(circle, spare[0])
    recorded = record(circle, vera, invitation.member_id)
    assert budget_of(circle, HELP) == (BUDGET - REWARD, REWARD)
    at(claim_times(circle, recorded)[1])
    circle.registry.lapse([recorded], sender=stranger.account)
    assert budget_of(circle, HELP) == (BUDGET, 0)
