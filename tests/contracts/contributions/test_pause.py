"""pauseProgramme, resumeProgramme

├── open ⇄ paused only
└── while paused: no submissions, records and votes; withdrawals, challenges, claims and lapses go on
"""

import pytest

from ..circle import at
from ..refusal import refused
from .deeds import (
    HELP,
    NO_PROGRAMME,
    TALKS,
    UNITS,
    WHY,
    ProgrammeStatus,
    Status,
    act,
    approve,
    claim_times,
    entry,
    evidence,
    record,
    resolve,
    status_of,
    submit,
    vote,
)


def set_status(circle, verb, programme_id=TALKS):
    return getattr(circle.registry, f"{verb}Programme")(programme_id, sender=circle.admin)


def refused_as(circle, status, programme_id=TALKS):
    return refused(circle.registry.Contributions_ProgrammeStatus, programmeId=programme_id, status=status)


def test_pause__then_resume__is_announced(circle):
    for verb, status in (("pause", ProgrammeStatus.PAUSED), ("resume", ProgrammeStatus.OPEN)):
        receipt = set_status(circle, verb)
        assert receipt.events == [circle.registry.ProgrammeStatusSet(TALKS, status)]
        assert circle.registry.programmeInfo(TALKS).status == status


def test_status__from_one_that_does_not_allow_it__is_refused(circle):
    with refused_as(circle, ProgrammeStatus.OPEN):
        set_status(circle, "resume")
    set_status(circle, "pause")
    with refused_as(circle, ProgrammeStatus.PAUSED):
        set_status(circle, "pause")
    set_status(circle, "close")
    for verb in ("pause", "resume", "close"):
        with refused_as(circle, ProgrammeStatus.CLOSED):
            set_status(circle, verb)
        with refused_as(circle, ProgrammeStatus.NONE, NO_PROGRAMME):
            set_status(circle, verb, NO_PROGRAMME)


def test_paused__submissions_records_and_votes__wait(circle, door, alice, bob, vera, pending):
    actions = [
        ("submit", alice, (TALKS, UNITS, evidence(1))),
        ("attest", vera, (TALKS, True, [vote(pending)])),
        ("attest", vera, (TALKS, False, [vote(pending)])),
        ("record", vera, (TALKS, [entry(bob)])),
    ]
    set_status(circle, "pause")
    for action, person, arguments in actions:
        with refused_as(circle, ProgrammeStatus.PAUSED):
            act(circle, door, action, person, *arguments)
    set_status(circle, "resume")
    for action, person, arguments in (actions[0], actions[1], actions[3]):
        act(circle, door, action, person, *arguments)


def test_paused__another_programme__goes_on(circle, alice, vera):
    set_status(circle, "pause")
    assert status_of(circle, record(circle, vera, alice)) == Status.ACCEPTED


@pytest.mark.parametrize("verb", ["pause", "close"])
def test_paused_or_closed__withdrawals_challenges_and_claims__go_on(
    circle, door, alice, bob, vera, victor, accepted, verb, arbiter
):
    """A29: who runs the programme cannot keep a reward in, nor a doubt out."""
    pending, doubtful = submit(circle, alice, 1), submit(circle, bob, 2)
    approve(circle, vera, doubtful)
    approve(circle, victor, doubtful)
    set_status(circle, verb)
    act(circle, door, "withdraw", alice, TALKS, evidence(1))
    act(circle, door, "challenge", victor, doubtful, WHY)
    resolve(circle, arbiter, doubtful, False)
    at(claim_times(circle, accepted)[0])
    act(circle, door, "claim", alice, [accepted])
    outcome = [status_of(circle, contribution) for contribution in (pending, doubtful, accepted)]
    assert outcome == [Status.WITHDRAWN, Status.REVOKED, Status.PAID]


@pytest.mark.parametrize("verb", ["pause", "close"])
def test_paused_or_closed__what_lapsed__frees_its_budget(circle, stranger, recorded, verb):
    set_status(circle, verb, HELP)
    at(claim_times(circle, recorded)[1])
    circle.registry.lapse([recorded], sender=stranger.account)
    assert status_of(circle, recorded) == Status.LAPSED


def test_submit_and_record__in_a_programme_nobody_opened__are_refused(circle, door, alice, bob, vera):
    for action, person, arguments in (
        ("submit", alice, (NO_PROGRAMME, UNITS, evidence())),
        ("record", vera, (NO_PROGRAMME, [entry(bob)])),
        ("attest", vera, (NO_PROGRAMME, True, [vote(evidence())])),
    ):
        with refused_as(circle, ProgrammeStatus.NONE, NO_PROGRAMME):
            act(circle, door, action, person, *arguments)
