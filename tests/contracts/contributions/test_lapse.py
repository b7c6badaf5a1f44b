"""lapse: anyone frees the budget of what was not claimed in time, from the very second at which a claim is too late"""

import pytest

from ..circle import DAY, RESOLUTION_PERIOD, at
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
    purse,
    record,
    refused_alone_skipped_among_others,
    refuses,
    resolve,
    skipped,
    status_of,
    submit,
)


def lapse(circle, *contributions):
    return circle.registry.lapse(list(contributions), sender=circle.treasury)


def test_lapse__goes_back_to_the_budget(circle, alice, recorded):
    """A27: whoever never comes does not keep the budget."""
    at(claim_times(circle, recorded)[1])
    receipt = lapse(circle, recorded)
    assert receipt.events == [circle.registry.ContributionLapsed(recorded, alice.id)]
    assert status_of(circle, recorded) == Status.LAPSED
    assert budget_of(circle, HELP) == (BUDGET, 0)
    assert claim_times(circle, recorded) == (0, 0)
    with in_state(circle, recorded, Status.LAPSED):
        act(circle, "direct", "claim", alice, [recorded])


@pytest.mark.parametrize("second", [-1, 0, 1])
def test_lapse_and_claim__around_the_end__one_of_the_two(circle, alice, recorded, second):
    """A27: at no second both, at no second neither."""
    end = claim_times(circle, recorded)[1]
    at(end + second)
    if second < 0:
        with refuses(circle, recorded, Reason.WINDOW, end):
            lapse(circle, recorded)
    else:
        with refuses(circle, recorded, Reason.LAPSED, end):
            act(circle, "direct", "claim", alice, [recorded])
        lapse(circle, recorded)
        assert purse(circle, alice) == 0


def test_lapse__early__is_passed_over(circle, alice, bob, vera, recorded):
    two = recorded, record(circle, vera, bob)
    at(claim_times(circle, two[1])[1])
    young = record(circle, vera, alice, 1)
    expected = (young, Reason.WINDOW, claim_times(circle, young)[1])
    refused_alone_skipped_among_others(
        circle, lambda contributions: lapse(circle, *contributions), young, two, expected
    )
    assert budget_of(circle, HELP) == (BUDGET - REWARD, REWARD)


def test_lapse__what_reserves_nothing__is_passed_over(circle, alice, bob, vera, recorded):
    """A26: claimed, or never accepted."""
    two = recorded, record(circle, vera, bob)
    unknown, waiting = b"\x63" * 32, submit(circle, alice)
    at(claim_times(circle, two[1])[1])
    with in_state(circle, unknown, Status.NONE):
        lapse(circle, unknown)
    expected = (waiting, Reason.STATE, Status.PENDING)
    refused_alone_skipped_among_others(
        circle, lambda contributions: lapse(circle, *contributions), waiting, two, expected
    )


def test_lapse__the_same_twice__frees_once(circle, alice, vera, recorded):
    """A5."""
    record(circle, vera, alice, 1)
    at(claim_times(circle, recorded)[1])
    receipt = lapse(circle, recorded, recorded)
    assert skipped(receipt) == [(recorded, Reason.STATE, Status.LAPSED)]
    assert budget_of(circle, HELP) == (BUDGET - REWARD, REWARD)


def test_lapse__nothing__changes_nothing(circle):
    assert lapse(circle).events == []


def test_lapse__challenged_and_never_resolved__counts_from_the_default(circle, vera, recorded):
    act(circle, "direct", "challenge", vera, recorded, WHY)
    since = circle.registry.contributionInfo(recorded).time + RESOLUTION_PERIOD
    end = since + CLAIM_WITHIN * DAY
    assert claim_times(circle, recorded) == (since, end)
    at(end - 1)
    with refuses(circle, recorded, Reason.WINDOW, end):
        lapse(circle, recorded)
    at(end)
    lapse(circle, recorded)
    assert budget_of(circle, HELP) == (BUDGET, 0)


def test_lapse__upheld__counts_from_the_decision(circle, vera, recorded, arbiter):
    act(circle, "direct", "challenge", vera, recorded, WHY)
    decided = resolve(circle, arbiter, recorded, True).timestamp
    end = decided + CLAIM_WITHIN * DAY
    at(end - 1)
    with refuses(circle, recorded, Reason.WINDOW, end):
        lapse(circle, recorded)
    at(end)
    lapse(circle, recorded)
    assert status_of(circle, recorded) == Status.LAPSED
