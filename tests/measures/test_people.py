"""Enrolment, engagement and retention of the little year, added up by hand."""

from decimal import Decimal

import pytest

from cercle.errors import InputProblem
from cercle.measures import Month, Period, Wave, engagement, enrolment, monthly_people, retention


def test_enrolment__counts_people_not_institutions(db, half_year):
    """Ann, Ben, Cleo; six invited in February, two in May. Joined: those three at once, Dan after 2 days, Eve after
    10, Gil after 4; the middle is between 0 and 2."""
    found = enrolment(db, half_year)
    assert (found.enrolled, found.joined) == (3 + 6 + 2, 3 + 3)
    assert (found.newly_enrolled, found.newly_joined) == (11, 6)
    assert found.activation == Decimal(6) / 11
    assert found.days_to_join == 1


def test_enrolment__of_a_part__ends_with_it_and_tells_what_is_new(db):
    """By the end of April: without the wave of May. Dan and Eve came in February."""
    found = enrolment(db, Period(Month(2025, 2), Month(2025, 4)))
    assert (found.enrolled, found.joined) == (9, 5)
    assert (found.newly_enrolled, found.newly_joined) == (6, 2)


def test_enrolment__before_there_was_anybody__has_no_rate(db):
    found = enrolment(db, Period(Month(2024, 1), Month(2024, 12)))
    assert (found.enrolled, found.joined, found.activation, found.days_to_join) == (0, 0, None, None)


def test_engagement__leaves_out_what_was_in_vain(db, half_year):
    """February: Dan, Fay; Ann, Ben vote. March: Dan; Ann, Ben, Cleo vote; both of Eve's were rejected. April: Ann, Ben,
    Dan; Cleo votes. May: Ann orders; Eve and Gil submit. June: Ben records Eve's. The school never counts."""
    found = engagement(db, half_year)
    assert list(found.by_month.values()) == [0, 4, 4, 4, 3, 2]
    assert found.engaged == 7  # Ann, Ben, Cleo, Dan, Eve, Fay, Gil
    assert found.rate == Decimal(7) / 11


def test_engagement__the_circle__is_who_gives_and_receives(db, half_year):
    """Rewarded: Dan, Fay, Ann, Ben, Eve. Ordered, not given back: Dan, Ann."""
    found = engagement(db, half_year)
    assert (found.gave, found.received, found.both) == (5, 2, 2)
    assert found.circular == Decimal(2) / 7


def test_engagement__looks_twelve_months_back(db):
    """May 2026: what was done in June 2025 still counts: Ben recorded, Eve was recorded."""
    assert engagement(db, Period(Month(2026, 5), Month(2026, 5))).engaged == 2
    assert engagement(db, Period(Month(2026, 6), Month(2026, 6))).engaged == 0


def test_retention__follows_each_quarters_people(db, half_year):
    """Winter: Ann, Ben, Cleo, Dan, Fay did something; in spring the first four, and Eve. Spring's own: Gil."""
    winter, spring = retention(db, half_year)
    assert winter == Wave(Month(2025, 1), 9, (5, 5))
    assert spring == Wave(Month(2025, 4), 2, (1,))
    assert winter.retention == (Decimal(5) / 9, Decimal(5) / 9)


def test_retention__before_there_was_anybody__is_empty(db):
    assert retention(db, Period(Month(2024, 1), Month(2024, 12))) == ()


def test_period__that_ends_before_it_begins__is_refused():
    with pytest.raises(InputProblem, match="ends before it begins"):
        Period(Month(2025, 2), Month(2025, 1))


def test_period__spans_whole_months_across_years():
    period = Period(Month(2024, 11), Month(2025, 2))
    assert [month.number for month in period.months] == [202411, 202412, 202501, 202502]
    assert (period.start.isoformat(), period.end.isoformat()) == (
        "2024-11-01T00:00:00+00:00",
        "2025-03-01T00:00:00+00:00",
    )
    assert period.trailing(12) == Period(Month(2024, 3), Month(2025, 2))


def test_monthly_people__are_those_behind_a_months_figures(db, half_year):
    """Rewarded: Dan, Fay; Dan; Ann, Ben; nobody; Eve. Ordered: Dan in April, one of his orders in vain; Ann in May."""
    found = monthly_people(db, half_year)
    assert list(found.rewarded.values()) == [0, 2, 1, 2, 0, 1]
    assert list(found.ordered.values()) == [0, 0, 0, 1, 1, 0]
