"""resolve: an arbiter decides a challenge strictly before `RESOLUTION_PERIOD` ends; from then on it counts as upheld"""

import pytest

from ..circle import DAY, RESOLUTION_PERIOD, at
from ..refusal import refused
from .deeds import (
    BUDGET,
    CLAIM_WITHIN,
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
    refuses,
    status_of,
)


def resolve(circle, contribution, uphold):
    return circle.registry.resolve(contribution, uphold, WHY, sender=circle.admin)


@pytest.fixture
def challenged(circle, accepted, vera) -> bytes:
    """Alice's accepted contribution, challenged by Vera."""
    act(circle, "direct", "challenge", vera, accepted, WHY)
    return accepted


@pytest.fixture
def end(circle, challenged) -> int:
    """When the challenge counts as upheld."""
    return circle.registry.contributionInfo(challenged).time + RESOLUTION_PERIOD


def test_resolve__upheld__can_be_claimed_at_once(circle, alice, challenged):
    receipt = resolve(circle, challenged, True)
    assert receipt.events == [circle.registry.ChallengeResolved(challenged, True, WHY)]
    assert status_of(circle, challenged) == Status.UPHELD
    since = receipt.timestamp
    assert claim_times(circle, challenged) == (since, since + CLAIM_WITHIN * DAY)
    act(circle, "direct", "claim", alice, [challenged])
    assert purse(circle, alice) == REWARD


def test_resolve__not_upheld__frees_the_budget(circle, alice, challenged):
    receipt = resolve(circle, challenged, False)
    assert receipt.events == [circle.registry.ChallengeResolved(challenged, False, WHY)]
    assert status_of(circle, challenged) == Status.REVOKED
    assert budget_of(circle) == (BUDGET, 0)
    assert claim_times(circle, challenged) == (0, 0)
    with in_state(circle, challenged, Status.REVOKED):
        act(circle, "direct", "claim", alice, [challenged])


@pytest.mark.parametrize("uphold", [True, False])
def test_resolve__a_second_time__is_refused(circle, challenged, uphold):
    """A25."""
    resolve(circle, challenged, uphold)
    status = Status.UPHELD if uphold else Status.REVOKED
    for again in (True, False):
        with in_state(circle, challenged, status):
            resolve(circle, challenged, again)
    assert budget_of(circle)[1] == (REWARD if uphold else 0)


@pytest.mark.parametrize("uphold", [True, False])
def test_resolve__in_the_last_second__is_taken(circle, challenged, end, uphold):
    at(end - 1)
    resolve(circle, challenged, uphold)


@pytest.mark.parametrize("late", [0, 1])
def test_resolve__when_the_time_is_over__is_refused(circle, alice, challenged, end, late):
    """A25: nobody decides once it counts as upheld."""
    at(end + late)
    for uphold in (True, False):
        with refused(circle.registry.Contributions_ResolutionOver, id=challenged, until=end):
            resolve(circle, challenged, uphold)


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
