"""openProgramme

├── the number given before, terms that are not sound, too few or too many validators, one twice, one unknown → refused
├── without the role → refused (test_restricted.py)
└── opened → its terms never change, its validators have their seats
"""

import pytest

from cercle.config_values import LEAST_CHALLENGE_WINDOW, LEAST_CLAIM_TIME

from ..circle import DAY, open_programme
from ..refusal import refused
from .deeds import DOCUMENT, HELP, NO_PROGRAMME, TALKS, ProgrammeStatus

NEW = 7
MOST_SEATS = 64
TERMS = {
    "rate": 10,
    "quorum": 2,
    "challengeWindow": 3 * DAY,
    "cap": 500,
    "capPeriod": 30,
    "claimWithin": 365,
}


def open_with(circle, validators, programme_id=NEW, **changes):
    terms = TERMS | changes
    return circle.registry.openProgramme(programme_id, terms, DOCUMENT, validators, sender=circle.admin)


def test_open__terms_and_seats_are_what_was_given(circle, vera, victor):
    opened, *seated = open_with(circle, [vera.id, victor.id]).events
    assert (opened.event_name, opened.programmeId, opened.document) == ("ProgrammeOpened", NEW, DOCUMENT)
    assert list(opened.terms) == list(TERMS.values())
    assert seated == [
        circle.registry.Seated(NEW, vera.id, 0),
        circle.registry.Seated(NEW, victor.id, 1),
    ]
    programme = circle.registry.programmeInfo(NEW)
    assert {name: programme[name] for name in TERMS} == TERMS
    assert (programme.status, programme.seats, programme.seatCount) == (ProgrammeStatus.OPEN, 0b11, 2)
    assert tuple(circle.registry.seatOf(NEW, victor.id)) == (1, True)
    assert circle.registry.closedAt(NEW) == 0


def test_open__a_programme_nobody_opened__is_empty(circle, vera):
    assert circle.registry.programmeInfo(NO_PROGRAMME).status == ProgrammeStatus.NONE
    assert tuple(circle.registry.seatOf(NO_PROGRAMME, vera.id)) == (0, False)


def test_open__a_number_given_before__is_refused(circle, vera, victor):
    """A change of terms is a new programme; a closed one's number is not free either."""
    for close in (False, True):
        if close:
            circle.registry.closeProgramme(TALKS, sender=circle.admin)
        with refused(circle.registry.Contributions_ProgrammeExists, programmeId=TALKS):
            open_with(circle, [vera.id, victor.id], TALKS, rate=10**20)
    assert circle.registry.programmeInfo(TALKS).rate == 10


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": 0},
        {"quorum": 0},
        {"quorum": MOST_SEATS + 1},
        {"quorum": 255},
        {"cap": 0},
        {"capPeriod": 0},
    ],
    ids=str,
)
def test_open__terms_that_are_not_sound__are_refused(circle, vera, victor, changes):
    with refused(circle.registry.Contributions_BadTerms, terms=TERMS | changes):
        open_with(circle, [vera.id, victor.id], **changes)


@pytest.mark.parametrize("window", [1, DAY - 1])
def test_open__with_a_window_in_which_nobody_looks__is_refused(circle, vera, victor, window):
    error = circle.registry.Contributions_ChallengeWindowTooShort
    with refused(error, window=window, least=LEAST_CHALLENGE_WINDOW):
        open_with(circle, [vera.id, victor.id], challengeWindow=window)


@pytest.mark.parametrize("days", [0, 1, 29])
def test_open__with_less_than_a_month_to_collect__is_refused(circle, vera, victor, days):
    """A27, the other way round: who is away must not lose what they earned."""
    with refused(circle.registry.Contributions_ClaimTimeTooShort, given=days, least=LEAST_CLAIM_TIME // DAY):
        open_with(circle, [vera.id, victor.id], claimWithin=days)


def test_open__with_the_shortest_times__is_opened(circle, vera, victor):
    shortest = {"challengeWindow": LEAST_CHALLENGE_WINDOW, "claimWithin": LEAST_CLAIM_TIME // DAY}
    open_with(circle, [vera.id, victor.id], **shortest)
    programme = circle.registry.programmeInfo(NEW)
    assert {name: programme[name] for name in shortest} == shortest


def test_open__as_number_zero__is_refused(circle, vera, victor):
    with refused(circle.registry.Contributions_BadTerms, terms=TERMS):
        open_with(circle, [vera.id, victor.id], 0)


def test_open__with_fewer_validators_than_the_quorum__is_refused(circle, vera):
    with refused(circle.registry.Contributions_TooFewSeats, programmeId=NEW, seats=1, quorum=2):
        open_with(circle, [vera.id])
    with refused(circle.registry.Contributions_TooFewSeats, programmeId=NEW, seats=0, quorum=1):
        open_with(circle, [], quorum=1)
    open_with(circle, [vera.id], quorum=1)


def test_open__with_the_same_validator_twice__is_refused(circle, vera):
    """Two seats of one person would be a quorum of one."""
    with refused(circle.registry.Contributions_AlreadySeated, programmeId=NEW, memberId=vera.id):
        open_with(circle, [vera.id, vera.id])


def test_open__with_a_validator_nobody_enrolled__is_refused(circle, vera):
    enrolled = circle.members.enrolled()
    for unknown in (0, enrolled + 1):
        with refused(circle.members.Members_NotEnrolled, memberId=unknown, enrolled=enrolled):
            open_with(circle, [vera.id, unknown])


def test_open__without_a_window_and_without_a_cap__is_opened(circle, vera):
    open_with(circle, [vera.id], quorum=1, challengeWindow=0, cap=0, capPeriod=0)
    assert circle.registry.programmeInfo(NEW).challengeWindow == 0


def test_open__largest_numbers__are_kept_whole(circle, vera):
    """E19: every field at its edge, none spilling into the next."""
    largest = {
        "rate": 2**80 - 1,
        "challengeWindow": 2**24 - 1,
        "cap": 2**32 - 1,
        "capPeriod": 2**16 - 1,
        "claimWithin": 2**16 - 1,
    }
    open_with(circle, [vera.id], 2**16 - 1, quorum=1, **largest)
    programme = circle.registry.programmeInfo(2**16 - 1)
    assert {name: programme[name] for name in largest} == largest
    assert (programme.quorum, programme.seats, programme.seatCount) == (1, 1, 1)


def test_open__several_with_the_same_validator__are_apart(circle, vera, victor):
    """A seat is a programme's: one taken away in one stays in the other."""
    open_programme(circle, NEW, quorum=1, validators=[victor, vera])
    circle.registry.unseat(NEW, vera.id, sender=circle.admin)
    assert tuple(circle.registry.seatOf(NEW, vera.id)) == (1, False)
    assert tuple(circle.registry.seatOf(HELP, vera.id)) == (0, True)
