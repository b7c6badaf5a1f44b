"""seat, unseat: a seat number is one validator's for ever; the votes of an empty seat do not count

Quorum is what the votes of the seats that are active now reach, at the moment of a vote.
"""

import pytest

from ..circle import admit, open_programme
from ..refusal import refused
from .deeds import (
    NO_PROGRAMME,
    TALKS,
    ProgrammeStatus,
    Reason,
    Status,
    act,
    approve,
    entry,
    refuses,
    reject,
    status_of,
    vote,
)

MOST_SEATS = 64


def seat(circle, person):
    return circle.registry.seat(TALKS, person.id, sender=circle.admin)


def unseat(circle, person):
    return circle.registry.unseat(TALKS, person.id, sender=circle.admin)


def no_seat(circle, person):
    return refused(circle.registry.Contributions_NoSeat, programmeId=TALKS, memberId=person.id)


def test_seat__gives_the_next_number(circle, paul):
    assert seat(circle, paul).events == [circle.registry.Seated(TALKS, paul.id, 3)]
    assert tuple(circle.registry.seatOf(TALKS, paul.id)) == (3, True)
    assert circle.registry.programmeInfo(TALKS).seats == 0b1111


def test_unseat__then_seat__gives_the_old_number_back(circle, vera, paul):
    assert unseat(circle, vera).events == [circle.registry.Unseated(TALKS, vera.id, 0)]
    assert tuple(circle.registry.seatOf(TALKS, vera.id)) == (0, False)
    seat(circle, paul)
    assert seat(circle, vera).events == [circle.registry.Seated(TALKS, vera.id, 0)]
    programme = circle.registry.programmeInfo(TALKS)
    assert (programme.seats, programme.seatCount) == (0b1111, 4)


def test_seat__twice__is_refused(circle, vera):
    with refused(circle.registry.Contributions_AlreadySeated, programmeId=TALKS, memberId=vera.id):
        seat(circle, vera)


def test_seat__for_a_number_nobody_was_enrolled_under__is_refused(circle):
    enrolled = circle.members.enrolled()
    for unknown in (0, enrolled + 1):
        with refused(circle.members.Members_NotEnrolled, memberId=unknown, enrolled=enrolled):
            circle.registry.seat(TALKS, unknown, sender=circle.admin)


def test_seat__in_a_programme_nobody_opened__is_refused(circle, vera):
    with refused(
        circle.registry.Contributions_ProgrammeStatus, programmeId=NO_PROGRAMME, status=ProgrammeStatus.NONE
    ):
        circle.registry.seat(NO_PROGRAMME, vera.id, sender=circle.admin)


def test_seat__while_paused__is_given(circle, paul):
    circle.registry.pauseProgramme(TALKS, sender=circle.admin)
    seat(circle, paul)


@pytest.mark.parametrize("programme_id", [TALKS, NO_PROGRAMME])
def test_unseat__somebody_without_a_seat__is_refused(circle, paul, programme_id):
    with refused(circle.registry.Contributions_NoSeat, programmeId=programme_id, memberId=paul.id):
        circle.registry.unseat(programme_id, paul.id, sender=circle.admin)


@pytest.mark.parametrize("paused", [False, True])
def test_unseat__down_to_the_quorum_and_no_further(circle, vera, victor, paused):
    """While the programme lives; of a closed one: test_close.py."""
    if paused:
        circle.registry.pauseProgramme(TALKS, sender=circle.admin)
    unseat(circle, vera)
    with no_seat(circle, vera):
        unseat(circle, vera)
    with refused(circle.registry.Contributions_TooFewSeats, programmeId=TALKS, seats=1, quorum=2):
        unseat(circle, victor)


def test_seats__the_sixty_fourth_counts_and_there_is_no_sixty_fifth(circle, alice, spare):
    """Numbers are never used again: an empty seat makes no room, and the last bit is a bit like any other."""
    first = circle.members.enrolled() + 1
    circle.members.openCohort(first, b"\7" * 32, MOST_SEATS, 2**32 - 1, sender=circle.admin)
    (last,) = admit(circle, spare[0])
    programme = open_programme(circle, 7, quorum=MOST_SEATS - 1, validators=range(first, last - 1))
    circle.registry.seat(programme, last, sender=circle.admin)
    assert tuple(circle.registry.seatOf(programme, last)) == (MOST_SEATS - 1, True)
    assert circle.registry.programmeInfo(programme).seats == 2**MOST_SEATS - 1
    with refused(circle.registry.Contributions_NoSeatLeft, programmeId=programme):
        circle.registry.seat(programme, alice.id, sender=circle.admin)
    circle.registry.unseat(programme, first, sender=circle.admin)
    with refused(circle.registry.Contributions_NoSeatLeft, programmeId=programme):
        circle.registry.seat(programme, alice.id, sender=circle.admin)
    circle.registry.record(last, programme, [entry(alice)], sender=spare[0])
    recorded = circle.registry.contributionId(alice.id, programme, entry(alice)["evidence"])
    assert circle.registry.contributionInfo(recorded).approvals == 1 << (MOST_SEATS - 1)
    again = [vote(recorded)]
    with refuses(circle, recorded, Reason.ALREADY_VOTED, MOST_SEATS - 1):
        circle.registry.attest(last, programme, True, again, sender=spare[0])


# -- votes of seats that come and go ----------------------------------------------------------------------------


def test_unseated__their_vote__counts_no_more(circle, vera, victor, viola, pending):
    """A24: two more have to approve; without the unseating one would have done."""
    approve(circle, vera, pending)
    unseat(circle, vera)
    approve(circle, victor, pending)
    assert status_of(circle, pending) == Status.PENDING
    approve(circle, viola, pending)
    assert status_of(circle, pending) == Status.ACCEPTED


def test_seated__the_vote_beside_theirs__is_enough(circle, vera, victor, pending):
    """A24, the honest path."""
    approve(circle, vera, pending)
    approve(circle, victor, pending)
    assert status_of(circle, pending) == Status.ACCEPTED


def test_unseated__what_they_helped_to_accept__stays_accepted(circle, vera, victor, accepted):
    unseat(circle, vera)
    assert status_of(circle, accepted) == Status.ACCEPTED


def test_unseated__a_block_ago__may_do_nothing(circle, door, alice, vera, accepted):
    """A1."""
    unseat(circle, vera)
    for action, arguments in (
        ("attest", (TALKS, True, [vote(accepted)])),
        ("attest", (TALKS, False, [vote(accepted)])),
        ("record", (TALKS, [entry(alice, 1)])),
        ("challenge", (accepted, b"\5" * 32)),
    ):
        with no_seat(circle, vera):
            act(circle, door, action, vera, *arguments)
    seat(circle, vera)
    act(circle, door, "challenge", vera, accepted, b"\5" * 32)


def test_reseated__has_the_vote_they_cast_and_no_second_one(circle, vera, victor, pending):
    """A4: nobody counts twice by leaving a seat and taking it again."""
    approve(circle, vera, pending)
    unseat(circle, vera)
    seat(circle, vera)
    for send in (approve, reject):
        with refuses(circle, pending, Reason.ALREADY_VOTED, 0):
            send(circle, vera, pending)
    approve(circle, victor, pending)
    assert status_of(circle, pending) == Status.ACCEPTED


@pytest.mark.parametrize(("send", "outcome"), [(approve, Status.ACCEPTED), (reject, Status.REJECTED)])
def test_reseated__the_quorum_that_is_there_again__decides_with_a_vote_repeated(
    circle, vera, victor, pending, send, outcome
):
    """Two cast while the other had no seat: nobody else has to come; it is never decided by itself."""
    send(circle, vera, pending)
    unseat(circle, vera)
    send(circle, victor, pending)
    seat(circle, vera)
    assert status_of(circle, pending) == Status.PENDING
    send(circle, victor, pending)
    assert status_of(circle, pending) == outcome
    info = circle.registry.contributionInfo(pending)
    assert sorted((info.approvals, info.rejections)) == [0, 0b11]


def test_new_seat__does_not_inherit_an_empty_ones_votes(circle, vera, paul, pending):
    """A4: the seat that Vera left is not the one that Paul gets."""
    approve(circle, vera, pending)
    unseat(circle, vera)
    seat(circle, paul)
    approve(circle, paul, pending)
    info = circle.registry.contributionInfo(pending)
    assert (info.status, info.approvals) == (Status.PENDING, 0b1001)
