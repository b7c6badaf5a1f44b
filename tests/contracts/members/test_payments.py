"""payeeOf, and what a claim does with it: only ever paid to the wallet bound now, otherwise it waits (A7, A29)."""

import pytest

from ..circle import Person, at
from ..refusal import refused
from .invitations import open_cohort
from .rewards import REWARD, claimable
from .wallet_changes import start_recovery, start_rotation


@pytest.fixture
def reward(circle, alice, vera):
    return claimable(circle, alice, vera)


def test_claim__by_the_bound_wallet__is_paid_to_it(circle, alice, reward):
    circle.registry.claim(alice.id, [reward], sender=alice.account)
    assert circle.token.balanceOf(alice.account) == REWARD


def test_claim__by_somebody_else__is_refused(circle, alice, bob, stranger, reward):
    for caller in (bob.account, stranger.account, circle.admin):
        with refused(circle.registry.Contributions_NotYours, memberId=alice.id, caller=caller.address):
            circle.registry.claim(alice.id, [reward], sender=caller)


def test_claim__by_somebody_else_with_auto_collect__is_paid_to_the_member(circle, alice, stranger, reward):
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    circle.registry.claim(alice.id, [reward], sender=stranger.account)
    assert circle.token.balanceOf(alice.account) == REWARD
    assert circle.token.balanceOf(stranger.account) == 0


@pytest.mark.parametrize("objected", [False, True])
def test_claim__while_a_recovery_runs__waits(circle, alice, spare, stranger, reward, objected):
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    start_recovery(circle, alice, spare[0])
    until = circle.members.walletChange(alice.id).endsAt
    if objected:
        circle.members.objectToRecovery(alice.id, sender=alice.account)
    for caller in (alice.account, spare[0], stranger.account):
        with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=until):
            circle.registry.claim(alice.id, [reward], sender=caller)
    at(until - 1)
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=until):
        circle.registry.claim(alice.id, [reward], sender=alice.account)
    at(until)
    circle.registry.claim(alice.id, [reward], sender=alice.account)
    assert circle.token.balanceOf(alice.account) == REWARD


def test_claim__after_a_recovery__is_paid_to_the_new_wallet_only(circle, alice, spare, stranger, reward):
    start_recovery(circle, alice, spare[0])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with refused(circle.registry.Contributions_NotYours, memberId=alice.id, caller=alice.address):
        circle.registry.claim(alice.id, [reward], sender=alice.account)
    circle.registry.claim(alice.id, [reward], sender=spare[0])
    assert circle.token.balanceOf(spare[0]) == REWARD
    assert circle.token.balanceOf(alice.account) == 0


def test_claim__after_a_rotation__is_paid_to_the_new_wallet_only(circle, alice, spare, stranger, reward):
    start_rotation(circle, alice, spare[0])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    circle.registry.claim(alice.id, [reward], sender=spare[0])
    assert circle.token.balanceOf(spare[0]) == REWARD


@pytest.mark.parametrize("why", ["suspended", "left"])
def test_claim__suspended_or_gone__is_still_paid(circle, alice, reward, why):
    if why == "suspended":
        circle.members.setSuspended(alice.id, True, b"\0" * 32, sender=circle.admin)
    else:
        circle.members.leaveCommunity(alice.id, sender=alice.account)
    circle.registry.claim(alice.id, [reward], sender=alice.account)
    assert circle.token.balanceOf(alice.account) == REWARD


def test_claim__for_a_number_without_a_wallet__waits(circle, vera, stranger):
    open_cohort(circle, b"\7" * 32, 1)
    dormant = Person(stranger.account, circle.members.enrolled())
    reward = claimable(circle, dormant, vera)
    with refused(circle.members.Members_NotActivated, memberId=dormant.id):
        circle.registry.claim(dormant.id, [reward], sender=stranger.account)
