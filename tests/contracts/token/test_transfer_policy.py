"""setTransferPolicy, addSystemContract, and who may transfer to whom

members only  between wallets that are or were a member's
open          between any
closed        between none
always        from, to and by the system contracts; burning
"""

import ape
import pytest

from ..circle import DAY, NOBODY, at, open_programme
from ..members.wallet_changes import start_rotation
from ..refusal import refused

MEMBERS_ONLY, OPEN, CLOSED = 0, 1, 2
AMOUNT = 10
EVIDENCE = b"\6" * 32


@pytest.fixture
def token(circle, alice, stranger, treasury):
    """Alice and a stranger hold tokens; the policy is the first one: members only."""
    circle.token.setTransferPolicy(OPEN, sender=circle.admin)
    circle.token.mint(1000, sender=circle.admin)
    for person in (alice, stranger):
        circle.token.transfer(person.account, 100, sender=treasury.account)
    circle.token.setTransferPolicy(MEMBERS_ONLY, sender=circle.admin)
    return circle.token


def assert_refused(token, sender, receiver, policy):
    with refused(
        token.Token_TransferRefused, **{"from": sender.address, "to": receiver.address, "policy": policy}
    ):
        token.transfer(receiver.account, AMOUNT, sender=sender.account)
    token.approve(receiver.account, AMOUNT, sender=sender.account)
    with refused(
        token.Token_TransferRefused, **{"from": sender.address, "to": receiver.address, "policy": policy}
    ):
        token.transferFrom(sender.account, receiver.account, AMOUNT, sender=receiver.account)


def test_policy__from_the_start__is_members_only(circle):
    assert circle.token.transferPolicy() == MEMBERS_ONLY


@pytest.mark.parametrize("policy", [MEMBERS_ONLY, OPEN, CLOSED])
def test_set__is_what_the_view_shows(circle, policy):
    receipt = circle.token.setTransferPolicy(policy, sender=circle.admin)
    assert receipt.events == [circle.token.TransferPolicySet(policy)]
    assert circle.token.transferPolicy() == policy


def test_members_only__between_members__goes_through(token, alice, bob):
    token.transfer(bob.account, AMOUNT, sender=alice.account)
    token.approve(bob.account, AMOUNT, sender=alice.account)
    token.transferFrom(alice.account, bob.account, AMOUNT, sender=bob.account)
    assert token.balanceOf(bob.account) == 2 * AMOUNT


def test_members_only__with_somebody_who_is_no_member__is_refused(token, alice, stranger):
    assert_refused(token, alice, stranger, MEMBERS_ONLY)
    assert_refused(token, stranger, alice, MEMBERS_ONLY)


def test_members_only__with_a_treasury_that_is_no_member__is_refused(token, alice, treasury):
    assert_refused(token, treasury, alice, MEMBERS_ONLY)


def test_members_only__from_a_wallet_rotated_away__goes_through(token, circle, alice, spare, stranger):
    """What is left in an old wallet can follow its owner."""
    start_rotation(circle, alice, spare[0])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    token.transfer(spare[0], AMOUNT, sender=alice.account)
    assert token.balanceOf(spare[0]) == AMOUNT


@pytest.mark.parametrize("why", ["suspended", "left"])
def test_members_only__suspended_or_gone__tokens_still_move(token, circle, alice, bob, why):
    """A29."""
    if why == "suspended":
        circle.members.setSuspended(alice.id, True, EVIDENCE, sender=circle.admin)
    else:
        circle.members.leaveCommunity(alice.id, sender=alice.account)
    token.transfer(bob.account, AMOUNT, sender=alice.account)


@pytest.mark.parametrize("policy", [MEMBERS_ONLY, CLOSED])
def test_bound__to_the_token_itself__is_refused(token, circle, alice, policy):
    """A mistake that would lose them."""
    token.setTransferPolicy(policy, sender=circle.admin)
    with refused(
        token.Token_TransferRefused, **{"from": alice.address, "to": token.address, "policy": policy}
    ):
        token.transfer(token, AMOUNT, sender=alice.account)


def test_open__between_any__goes_through(token, circle, alice, stranger):
    token.setTransferPolicy(OPEN, sender=circle.admin)
    token.transfer(stranger.account, AMOUNT, sender=alice.account)
    token.transfer(alice.account, AMOUNT, sender=stranger.account)


def test_closed__between_members__is_refused(token, circle, alice, bob, stranger):
    token.setTransferPolicy(CLOSED, sender=circle.admin)
    assert_refused(token, alice, bob, CLOSED)
    assert_refused(token, alice, stranger, CLOSED)


def test_closed__burning__goes_through(token, circle, alice, stranger):
    token.setTransferPolicy(CLOSED, sender=circle.admin)
    for person in (alice, stranger):
        token.burn(100, sender=person.account)
        assert token.balanceOf(person.account) == 0


def test_closed__issuing_funding_paying_and_redeeming__go_through(token, circle, alice, vera, paul, treasury):
    """A29: a policy never keeps in what is owed."""
    token.setTransferPolicy(CLOSED, sender=circle.admin)
    open_programme(circle, 1, rate=1, quorum=1, challenge_window=0, validators=[vera], budget=50)
    token.approve(circle.escrow, 50, sender=treasury.account)
    circle.escrow.fund(1, 50, sender=treasury.account)
    circle.registry.record(vera.id, 1, [(alice.id, 100, EVIDENCE)], sender=vera.account)
    reward = circle.registry.contributionId(alice.id, 1, EVIDENCE)
    circle.registry.claim(alice.id, [reward], sender=alice.account)
    assert token.balanceOf(alice.account) == 200
    terms = (paul.id, 200, 1, 0, DAY, DAY, 5000)
    circle.catalog.offer(paul.id, terms, EVIDENCE, sender=paul.account)
    token.approve(circle.catalog, 200, sender=alice.account)
    circle.catalog.redeem(alice.id, 1, 200, EVIDENCE, sender=alice.account)
    order = circle.catalog.orderIdOf(alice.id, 1, EVIDENCE)
    circle.catalog.fulfil(paul.id, order, sender=paul.account)
    circle.catalog.confirm(alice.id, order, sender=alice.account)
    assert token.balanceOf(paul.account) == 100
    assert token.balanceOf(circle.catalog) == 0


def test_closed__a_withdrawn_budget_goes_back_to_the_treasury(token, circle, vera, treasury):
    token.setTransferPolicy(CLOSED, sender=circle.admin)
    open_programme(circle, 1, quorum=1, validators=[vera], budget=50)
    before = token.balanceOf(treasury.account)
    circle.escrow.withdraw(1, 50, sender=circle.admin)
    assert token.balanceOf(treasury.account) == before + 50


# -- system contracts -------------------------------------------------------------------------------------------


def test_system_contracts__escrow_and_catalogue__are_from_the_start(circle, alice, stranger):
    for system in (circle.escrow, circle.catalog):
        assert circle.token.isSystemContract(system)
    others = (circle.token, circle.registry, circle.members, circle.manager)
    for other in (alice.address, stranger.address, NOBODY, *others):
        assert not circle.token.isSystemContract(other)


@pytest.fixture
def shop(circle, stranger):
    """A contract of the community's that came later; its owner tells it what to do."""
    return stranger.account.deploy(ape.project.WalletContract, stranger.account)


def test_add__a_contract__is_never_bound_again(token, circle, shop, alice, stranger):
    token.setTransferPolicy(CLOSED, sender=circle.admin)
    with refused(
        token.Token_TransferRefused, **{"from": alice.address, "to": shop.address, "policy": CLOSED}
    ):
        token.transfer(shop, AMOUNT, sender=alice.account)
    receipt = token.addSystemContract(shop, sender=circle.admin)
    assert receipt.events == [token.SystemContractAdded(shop.address)]
    assert token.isSystemContract(shop)
    token.transfer(shop, AMOUNT, sender=alice.account)
    payment = token.transfer.encode_input(stranger.account, AMOUNT)
    shop.execute(token, payment, sender=stranger.account)
    assert token.balanceOf(stranger.account) == 100 + AMOUNT


def test_add__a_contract_between_two_others__moves_only_what_it_may(
    token, circle, shop, alice, bob, stranger
):
    """A system contract is not bound by the policy; it is bound by allowances, as everybody is."""
    token.setTransferPolicy(CLOSED, sender=circle.admin)
    token.addSystemContract(shop, sender=circle.admin)
    pull = token.transferFrom.encode_input(alice.account, bob.account, AMOUNT)
    with refused(token.ERC20InsufficientAllowance, spender=shop.address, allowance=0, needed=AMOUNT):
        shop.execute(token, pull, sender=stranger.account)
    token.approve(shop, AMOUNT, sender=alice.account)
    shop.execute(token, pull, sender=stranger.account)
    assert token.balanceOf(bob.account) == AMOUNT


def test_add__somebodys_wallet__is_refused(circle, stranger):
    with refused(circle.token.Token_NotAContract, system=stranger.address):
        circle.token.addSystemContract(stranger.account, sender=circle.admin)
    with refused(circle.token.Token_NotAContract, system=NOBODY):
        circle.token.addSystemContract(NOBODY, sender=circle.admin)
