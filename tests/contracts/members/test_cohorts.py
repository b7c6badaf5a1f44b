"""openCohort, closeCohort

openCohort
├── no ids, or more than the largest cohort → refused
└── otherwise → the next contiguous ids, whatever was given before
closeCohort
├── unknown, or closed before → refused
└── open → no invitation of it counts any more; the ids stay enrolled
"""

import ape

from ..circle import DAY, NOTHING, admit, now
from .invitations import answer, invite

ROOT = b"\7" * 32
LARGEST_COHORT = 1_000_000


def test_open_cohort__gives_the_next_ids(circle):
    enrolled, deadline = circle.members.enrolled(), now() + DAY
    receipt = circle.members.openCohort(ROOT, 40, deadline, sender=circle.admin)
    assert receipt.events == [circle.members.CohortOpened(1, ROOT, enrolled + 1, 40, deadline)]
    assert circle.members.cohorts() == 1
    assert circle.members.enrolled() == enrolled + 40
    cohort = circle.members.cohortInfo(1)
    assert (cohort.root, cohort.first, cohort.size) == (ROOT, enrolled + 1, 40)
    assert (cohort.deadline, cohort.closed) == (deadline, False)


def test_open_cohort__several_and_admissions_between__ranges_never_overlap(circle, spare):
    """A21."""
    enrolled = circle.members.enrolled()
    circle.members.openCohort(ROOT, 3, now() + DAY, sender=circle.admin)
    assert admit(circle, spare[0]) == [enrolled + 4]
    circle.members.openCohort(ROOT, 5, now() + DAY, sender=circle.admin)
    first, second = circle.members.cohortInfo(1), circle.members.cohortInfo(2)
    assert (first.first, first.size) == (enrolled + 1, 3)
    assert (second.first, second.size) == (enrolled + 5, 5)
    assert circle.members.enrolled() == enrolled + 9


def test_open_cohort__without_ids__is_refused(circle):
    with ape.reverts(circle.members.Members_EmptyCohort):
        circle.members.openCohort(ROOT, 0, now() + DAY, sender=circle.admin)


def test_open_cohort__larger_than_the_largest__is_refused(circle):
    size = LARGEST_COHORT + 1
    with ape.reverts(circle.members.Members_CohortTooLarge, size=size, largest=LARGEST_COHORT):
        circle.members.openCohort(ROOT, size, now() + DAY, sender=circle.admin)


def test_open_cohort__the_largest__is_taken(circle):
    enrolled = circle.members.enrolled()
    circle.members.openCohort(ROOT, LARGEST_COHORT, now() + DAY, sender=circle.admin)
    assert circle.members.enrolled() == enrolled + LARGEST_COHORT


def test_close_cohort__open__closes_it_and_keeps_the_ids(circle):
    circle.members.openCohort(ROOT, 3, now() + DAY, sender=circle.admin)
    enrolled = circle.members.enrolled()
    receipt = circle.members.closeCohort(1, sender=circle.admin)
    assert receipt.events == [circle.members.CohortClosed(1)]
    assert circle.members.cohortInfo(1).closed
    assert circle.members.enrolled() == enrolled


def test_close_cohort__twice__is_refused(circle):
    circle.members.openCohort(ROOT, 3, now() + DAY, sender=circle.admin)
    circle.members.closeCohort(1, sender=circle.admin)
    with ape.reverts(circle.members.Members_CohortClosed, cohortId=1):
        circle.members.closeCohort(1, sender=circle.admin)


def test_close_cohort__unknown__is_refused(circle):
    for cohort_id in (0, 1):
        with ape.reverts(circle.members.Members_CohortClosed, cohortId=cohort_id):
            circle.members.closeCohort(cohort_id, sender=circle.admin)


def test_close_cohort__one_of_two__the_other_still_takes_members(circle, spare, stranger):
    (closed,) = invite(circle, spare[0])
    (other,) = invite(circle, spare[1])
    circle.members.closeCohort(closed.cohort_id, sender=circle.admin)
    with ape.reverts(circle.members.Members_CohortClosed, cohortId=closed.cohort_id):
        answer(circle, closed, spare[2]).send(circle, stranger.account)
    answer(circle, other, spare[2]).send(circle, stranger.account)
    assert circle.members.memberOf(spare[2]) == other.member_id


def test_close_cohort__reason_of_an_unused_number__stays_not_activated(circle, spare):
    (invitation,) = invite(circle, spare[0])
    circle.members.closeCohort(invitation.cohort_id, sender=circle.admin)
    with ape.reverts(circle.members.Members_NotActivated, memberId=invitation.member_id):
        circle.members.setSuspended(invitation.member_id, True, NOTHING, sender=circle.admin)
