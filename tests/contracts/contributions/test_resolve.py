"""resolve: an arbiter decides a challenge strictly before `RESOLUTION_PERIOD` ends; from then on it counts as upheld

The arbiter has the role and acts as a member, with the wallet bound now, on what is somebody else's.
"""

import pytest

from ..circle import DAY, RESOLUTION_PERIOD, at
from ..members.wallet_changes import Flag, start_rotation
from ..refusal import refused
from ..roles import ARBITERS, make_arbiter
from .deeds import (
    BUDGET,
    CLAIM_WITHIN,
    HELP,
    REWARD,
    WHY,
    Reason,
    Status,
    act,
    budget_of,
    claim_times,
    in_state,
    paid,
    purse,
    record,
    refuses,
    resolve,
    status_of,
)


@pytest.fixture
def challenged(circle, accepted, vera) -> bytes:
    """Alice's accepted contribution, challenged by Vera."""
    act(circle, "direct", "challenge", vera, accepted, WHY)
    return accepted


@pytest.fixture
def end(circle, challenged) -> int:
    """When the challenge counts as upheld."""
    return circle.registry.contributionInfo(challenged).time + RESOLUTION_PERIOD


def test_resolve__upheld__can_be_claimed_at_once(circle, alice, challenged, arbiter):
    receipt = resolve(circle, arbiter, challenged, True)
    assert receipt.events == [circle.registry.ChallengeResolved(challenged, arbiter.id, True, WHY)]
    assert status_of(circle, challenged) == Status.UPHELD
    since = receipt.timestamp
    assert claim_times(circle, challenged) == (since, since + CLAIM_WITHIN * DAY)
    act(circle, "direct", "claim", alice, [challenged])
    assert purse(circle, alice) == REWARD


def test_resolve__not_upheld__frees_the_budget(circle, alice, challenged, arbiter):
    receipt = resolve(circle, arbiter, challenged, False)
    assert receipt.events == [circle.registry.ChallengeResolved(challenged, arbiter.id, False, WHY)]
    assert status_of(circle, challenged) == Status.REVOKED
    assert budget_of(circle) == (BUDGET, 0)
    assert claim_times(circle, challenged) == (0, 0)
    with in_state(circle, challenged, Status.REVOKED):
        act(circle, "direct", "claim", alice, [challenged])


@pytest.mark.parametrize("uphold", [True, False])
def test_resolve__a_second_time__is_refused(circle, challenged, uphold, arbiter):
    """A25."""
    resolve(circle, arbiter, challenged, uphold)
    status = Status.UPHELD if uphold else Status.REVOKED
    for again in (True, False):
        with in_state(circle, challenged, status):
            resolve(circle, arbiter, challenged, again)
    assert budget_of(circle)[1] == (REWARD if uphold else 0)


@pytest.mark.parametrize("uphold", [True, False])
def test_resolve__in_the_last_second__is_taken(circle, challenged, end, uphold, arbiter):
    at(end - 1)
    resolve(circle, arbiter, challenged, uphold)


@pytest.mark.parametrize("late", [0, 1])
def test_resolve__when_the_time_is_over__is_refused(circle, alice, challenged, end, late, arbiter):
    """A25: nobody decides once it counts as upheld."""
    at(end + late)
    for uphold in (True, False):
        with refused(circle.registry.Contributions_ResolutionOver, id=challenged, until=end):
            resolve(circle, arbiter, challenged, uphold)


def test_unresolved__before_the_end__is_not_paid(circle, door, alice, challenged, end):
    at(end - 1)
    with refuses(circle, challenged, Reason.WINDOW, end):
        act(circle, door, "claim", alice, [challenged])


def test_unresolved__from_the_end_on__is_paid(circle, door, alice, challenged, end):
    """A25: a challenge nobody resolves keeps nobody's reward in."""
    at(end)
    receipt = act(circle, door, "claim", alice, [challenged])
    assert receipt.events == [
        circle.registry.ContributionPaid(challenged, alice.id, REWARD),
        paid(circle, alice),
    ]
    assert status_of(circle, challenged) == Status.PAID


# -- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uphold", [True, False])
def test_resolve__by_an_arbiter_on_their_own__is_refused(circle, vera, victor, arbiter, challenged, uphold):
    """E17: not even against themselves; another arbiter decides it, and they what is another's."""
    own = record(circle, vera, arbiter)
    act(circle, "direct", "challenge", vera, own, WHY)
    with refuses(circle, own, Reason.OWN_CONTRIBUTION, arbiter.id):
        resolve(circle, arbiter, own, uphold)
    assert (status_of(circle, own), budget_of(circle, HELP)[1]) == (Status.CHALLENGED, REWARD)
    resolve(circle, arbiter, challenged, uphold)
    make_arbiter(circle, victor)
    resolve(circle, victor, own, uphold)
    assert status_of(circle, own) == (Status.UPHELD if uphold else Status.REVOKED)


def test_resolve__in_the_name_of_another__is_refused(circle, alice, bob, arbiter, challenged):
    """E17: the role alone does not make somebody else of a contributor, nor does a name without a wallet."""
    make_arbiter(circle, alice)
    for name in (bob, arbiter):
        with refused(circle.members.Members_NotTheWallet, memberId=name.id, caller=alice.address):
            circle.registry.resolve(name.id, challenged, True, WHY, sender=alice.account)
    with refused(circle.members.Members_NotActivated, memberId=0):
        circle.registry.resolve(0, challenged, True, WHY, sender=alice.account)
    with refuses(circle, challenged, Reason.OWN_CONTRIBUTION, alice.id):
        resolve(circle, alice, challenged, True)
    resolve(circle, arbiter, challenged, False)


def test_resolve__on_their_own_with_another_wallet__is_refused(circle, alice, arbiter, challenged, spare):
    """E17: a contribution is a member's, whatever the wallet."""
    start_rotation(circle, alice, spare[0])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=alice.account)
    circle.manager.grantRole(ARBITERS, spare[0], 0, sender=circle.admin)
    with refuses(circle, challenged, Reason.OWN_CONTRIBUTION, alice.id):
        circle.registry.resolve(alice.id, challenged, True, WHY, sender=spare[0])
    resolve(circle, arbiter, challenged, True)


def test_resolve__without_the_role__is_refused(circle, bob, vera, arbiter, challenged):
    """A1: the one who challenged has none either, and an admin of before the role was set has lost it."""
    for person in (bob, vera):
        with refused(circle.registry.AccessManagedUnauthorized, caller=person.address):
            resolve(circle, person, challenged, False)
    with refused(circle.registry.AccessManagedUnauthorized, caller=circle.admin.address):
        circle.registry.resolve(arbiter.id, challenged, False, WHY, sender=circle.admin)
    resolve(circle, arbiter, challenged, False)


def test_resolve__by_an_earlier_arbiter__is_refused(circle, bob, arbiter, challenged):
    """E16: rights follow the role as it is held now."""
    make_arbiter(circle, bob)
    circle.manager.revokeRole(ARBITERS, arbiter.account, sender=circle.admin)
    with refused(circle.registry.AccessManagedUnauthorized, caller=arbiter.address):
        resolve(circle, arbiter, challenged, False)
    resolve(circle, bob, challenged, False)


def test_resolve__by_an_arbiter_who_may_not_act__is_refused(circle, arbiter, challenged):
    circle.members.leaveCommunity(arbiter.id, sender=arbiter.account)
    with refused(circle.members.Members_MayNotAct, memberId=arbiter.id, flags=Flag.LEFT):
        resolve(circle, arbiter, challenged, False)
    circle.members.comeBack(arbiter.id, sender=arbiter.account)
    resolve(circle, arbiter, challenged, False)
