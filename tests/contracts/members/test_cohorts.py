"""openCohort, closeCohort

openCohort
├── no ids, or more than the largest cohort → refused
├── a first id that is not the next one → refused
└── otherwise → the next contiguous ids, whatever was given before
closeCohort
├── unknown, or closed before → refused
└── open → no invitation of it counts any more; the ids stay enrolled
"""

import pytest

from ..circle import DAY, NOTHING, admit, now
from ..refusal import refused
from .invitations import answer, invite, open_cohort

ROOT = b"\7" * 32
LARGEST_COHORT = 1_000_000
LAST_SECOND = 2**32 - 1


def test_open_cohort__gives_the_next_ids(circle):
    enrolled, deadline = circle.members.enrolled(), now() + DAY
    receipt = open_cohort(circle, ROOT, 40, deadline)
    assert receipt.events == [circle.members.CohortOpened(1, ROOT, enrolled + 1, 40, deadline)]
    assert circle.members.cohorts() == 1
    assert circle.members.enrolled() == enrolled + 40
    cohort = circle.members.cohortInfo(1)
    assert (bytes(cohort.root), cohort.first, cohort.size) == (ROOT[:20], enrolled + 1, 40)
    assert (cohort.deadline, cohort.closed) == (deadline, False)


def test_open_cohort__several_and_admissions_between__ranges_never_overlap(circle, spare):
    """A21."""
    enrolled = circle.members.enrolled()
    open_cohort(circle, ROOT, 3)
    assert admit(circle, spare[0]) == [enrolled + 4]
    open_cohort(circle, ROOT, 5)
    first, second = circle.members.cohortInfo(1), circle.members.cohortInfo(2)
    assert (first.first, first.size) == (enrolled + 1, 3)
    assert (second.first, second.size) == (enrolled + 5, 5)
    assert circle.members.enrolled() == enrolled + 9


def test_open_cohort__without_ids__is_refused(circle):
    with refused(circle.members.Members_EmptyCohort):
        open_cohort(circle, ROOT, 0)


def test_open_cohort__larger_than_the_largest__is_refused(circle):
    size = LARGEST_COHORT + 1
    with refused(circle.members.Members_CohortTooLarge, size=size, largest=LARGEST_COHORT):
        open_cohort(circle, ROOT, size)


def test_open_cohort__the_largest__is_taken(circle):
    """E19: its slot holds it whole."""
    first = circle.members.enrolled() + 1
    open_cohort(circle, ROOT, LARGEST_COHORT, LAST_SECOND)
    assert circle.members.enrolled() == first - 1 + LARGEST_COHORT
    cohort = circle.members.cohortInfo(1)
    expected = (ROOT[:20], first, LARGEST_COHORT, LAST_SECOND, False)
    assert (bytes(cohort.root), cohort.first, cohort.size, cohort.deadline, cohort.closed) == expected


def test_open_cohort__until_after_the_last_second_its_slot_can_hold__is_refused(circle):
    """E19: in the year 2106."""
    with refused(circle.members.SafeCastOverflowedUintDowncast, bits=32, value=LAST_SECOND + 1):
        open_cohort(circle, ROOT, 3, LAST_SECOND + 1)


@pytest.mark.parametrize("off", [-1, 1])
def test_open_cohort__another_first_id__is_refused(circle, off):
    """The leaves of the tree name ids: over others, no invitation would be good for anything."""
    expected, deadline = circle.members.enrolled() + 1, now() + DAY
    given = expected + off
    with refused(circle.members.Members_WrongFirstId, given=given, expected=expected):
        circle.members.openCohort(given, ROOT, 3, deadline, sender=circle.admin)
    assert (circle.members.cohorts(), circle.members.enrolled()) == (0, expected - 1)


def test_open_cohort__somebody_was_enrolled_meanwhile__is_refused(circle, spare):
    """Prepared and voted for days ago; the tree is made again for the ids that are next now."""
    first, deadline = circle.members.enrolled() + 1, now() + DAY
    admit(circle, spare[0])
    with refused(circle.members.Members_WrongFirstId, given=first, expected=first + 1):
        circle.members.openCohort(first, ROOT, 3, deadline, sender=circle.admin)
    circle.members.openCohort(first + 1, ROOT, 3, deadline, sender=circle.admin)
    assert circle.members.cohortInfo(1).first == first + 1


def test_open_cohort__opened_a_second_time_by_mistake__is_refused(circle):
    first, deadline = circle.members.enrolled() + 1, now() + DAY
    circle.members.openCohort(first, ROOT, 3, deadline, sender=circle.admin)
    with refused(circle.members.Members_WrongFirstId, given=first, expected=first + 3):
        circle.members.openCohort(first, ROOT, 3, deadline, sender=circle.admin)


def test_close_cohort__open__closes_it_and_keeps_the_ids(circle):
    open_cohort(circle, ROOT, 3)
    enrolled = circle.members.enrolled()
    receipt = circle.members.closeCohort(1, sender=circle.admin)
    assert receipt.events == [circle.members.CohortClosed(1)]
    assert circle.members.cohortInfo(1).closed
    assert circle.members.enrolled() == enrolled


def test_close_cohort__twice__is_refused(circle):
    open_cohort(circle, ROOT, 3)
    circle.members.closeCohort(1, sender=circle.admin)
    with refused(circle.members.Members_CohortClosed, cohortId=1):
        circle.members.closeCohort(1, sender=circle.admin)


def test_close_cohort__unknown__is_refused(circle):
    for cohort_id in (0, 1):
        with refused(circle.members.Members_CohortClosed, cohortId=cohort_id):
            circle.members.closeCohort(cohort_id, sender=circle.admin)


def test_close_cohort__one_of_two__the_other_still_takes_members(circle, spare, stranger):
    (closed,) = invite(circle, spare[0])
    (other,) = invite(circle, spare[1])
    circle.members.closeCohort(closed.cohort_id, sender=circle.admin)
    with refused(circle.members.Members_CohortClosed, cohortId=closed.cohort_id):
        answer(circle, closed, spare[2]).send(circle, stranger.account)
    answer(circle, other, spare[2]).send(circle, stranger.account)
    assert circle.members.memberOf(spare[2]) == other.member_id


def test_close_cohort__reason_of_an_unused_number__stays_not_activated(circle, spare):
    (invitation,) = invite(circle, spare[0])
    circle.members.closeCohort(invitation.cohort_id, sender=circle.admin)
    with refused(circle.members.Members_NotActivated, memberId=invitation.member_id):
        circle.members.setSuspended(invitation.member_id, True, NOTHING, sender=circle.admin)
