"""closeProgramme: for good; what is pending is decided until `DECISION_PERIOD` is over, strictly before its end"""

import pytest

from ..circle import DECISION_PERIOD, at, deploy_circle
from ..refusal import refused
from .deeds import (
    TALKS,
    UNITS,
    WHY,
    ProgrammeStatus,
    Status,
    act,
    approve,
    budget_of,
    claim_times,
    entry,
    evidence,
    reject,
    status_of,
    submit,
    vote,
)


@pytest.fixture
def until(circle, pending) -> int:
    """When the time to decide is over: the programme is closed, with Alice's contribution pending."""
    receipt = circle.registry.closeProgramme(TALKS, sender=circle.admin)
    assert receipt.events == [circle.registry.ProgrammeStatusSet(TALKS, ProgrammeStatus.CLOSED)]
    assert circle.registry.closedAt(TALKS) == receipt.timestamp
    return receipt.timestamp + DECISION_PERIOD


def test_closed__submissions_and_records__are_refused(circle, door, alice, bob, vera, until):
    for action, person, arguments in (
        ("submit", alice, (TALKS, UNITS, evidence(1))),
        ("record", vera, (TALKS, [entry(bob)])),
    ):
        with refused(
            circle.registry.Contributions_ProgrammeStatus, programmeId=TALKS, status=ProgrammeStatus.CLOSED
        ):
            act(circle, door, action, person, *arguments)


def test_closed__in_the_last_second__is_decided(circle, door, vera, victor, pending, until):
    approve(circle, vera, pending)
    at(until - 1)
    act(circle, door, "attest", victor, TALKS, True, [vote(pending)])
    assert status_of(circle, pending) == Status.ACCEPTED


@pytest.mark.parametrize("late", [0, 1])
def test_closed__when_the_time_is_over__is_not_decided(
    circle, door, alice, vera, victor, pending, until, late
):
    """It then ends by the member's own withdrawal; nothing was reserved for it."""
    approve(circle, vera, pending)
    at(until + late)
    for approves in (True, False):
        with refused(circle.registry.Contributions_DecisionOver, programmeId=TALKS, until=until):
            act(circle, door, "attest", victor, TALKS, approves, [vote(pending)])
    act(circle, door, "withdraw", alice, TALKS, evidence())
    assert status_of(circle, pending) == Status.WITHDRAWN


def test_closed__rejecting__is_possible_too(circle, vera, victor, pending, until):
    reject(circle, vera, pending)
    reject(circle, victor, pending)
    assert status_of(circle, pending) == Status.REJECTED


def test_closed__while_paused__is_decided_from_then_on(circle, vera, pending):
    circle.registry.pauseProgramme(TALKS, sender=circle.admin)
    circle.registry.closeProgramme(TALKS, sender=circle.admin)
    approve(circle, vera, pending)


def test_closed__no_new_seat(circle, paul, until):
    with refused(
        circle.registry.Contributions_ProgrammeStatus, programmeId=TALKS, status=ProgrammeStatus.CLOSED
    ):
        circle.registry.seat(TALKS, paul.id, sender=circle.admin)


def test_closed__below_the_quorum__nothing_is_decided_any_more(
    circle, door, alice, vera, victor, viola, pending, until
):
    """A way to stop bad validators for good; the votes cast before count no more, and the member gets out."""
    approve(circle, vera, pending)
    for number, validator in enumerate((vera, victor)):
        receipt = circle.registry.unseat(TALKS, validator.id, sender=circle.admin)
        assert receipt.events == [circle.registry.Unseated(TALKS, validator.id, number)]
        with refused(circle.registry.Contributions_NoSeat, programmeId=TALKS, memberId=validator.id):
            act(circle, door, "attest", validator, TALKS, True, [vote(pending)])
    act(circle, door, "attest", viola, TALKS, True, [vote(pending)])
    assert (status_of(circle, pending), budget_of(circle)[1]) == (Status.PENDING, 0)
    act(circle, door, "withdraw", alice, TALKS, evidence())
    assert status_of(circle, pending) == Status.WITHDRAWN


def test_closed__without_any_seat__nobody_decides_and_nobody_comes_back(
    circle, door, vera, victor, viola, pending, until
):
    for validator in (vera, victor, viola):
        circle.registry.unseat(TALKS, validator.id, sender=circle.admin)
    assert circle.registry.programmeInfo(TALKS).seats == 0
    for validator in (vera, victor, viola):
        for approves in (True, False):
            with refused(circle.registry.Contributions_NoSeat, programmeId=TALKS, memberId=validator.id):
                act(circle, door, "attest", validator, TALKS, approves, [vote(pending)])
        with refused(
            circle.registry.Contributions_ProgrammeStatus, programmeId=TALKS, status=ProgrammeStatus.CLOSED
        ):
            circle.registry.seat(TALKS, validator.id, sender=circle.admin)
    assert status_of(circle, pending) == Status.PENDING


def test_closed__without_any_seat__what_was_accepted__is_paid_or_challenged(
    circle, door, alice, vera, victor, viola, accepted
):
    """A29: closing and unseating keep no reward in; a guardian's doubt needs no seat."""
    doubtful = submit(circle, alice, 1)
    for validator in (vera, victor):
        approve(circle, validator, doubtful)
    circle.registry.closeProgramme(TALKS, sender=circle.admin)
    for validator in (vera, victor, viola):
        circle.registry.unseat(TALKS, validator.id, sender=circle.admin)
    circle.registry.challengeAsGuardian(doubtful, WHY, sender=circle.admin)
    at(claim_times(circle, accepted)[0])
    act(circle, door, "claim", alice, [accepted])
    outcome = [status_of(circle, contribution) for contribution in (accepted, doubtful)]
    assert outcome == [Status.PAID, Status.CHALLENGED]


def test_periods__are_what_the_views_show(circle, accounts):
    assert circle.registry.DECISION_PERIOD() == DECISION_PERIOD
    other = deploy_circle(accounts[0], decision_period=5, resolution_period=6)
    assert (other.registry.DECISION_PERIOD(), other.registry.RESOLUTION_PERIOD()) == (5, 6)
