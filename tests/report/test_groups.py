"""Small groups: what is shown, and what nobody can work out from the rest."""

from dataclasses import dataclass

import pytest

from cercle.measures import Month, Period
from cercle.privacy.small_groups import small
from cercle.report.groups import parted, steps, too_few
from cercle.report.words import Words

YEAR = Period(Month(2025, 1), Month(2025, 12))


@dataclass(frozen=True)
class Line:
    name: str
    people: int


def names(lines):
    return [one.name for one in lines]


@pytest.mark.parametrize(("people", "expected"), [(0, False), (1, True), (4, True), (5, False)])
def test_small__is_one_to_four(people, expected):
    assert small(people) is expected


def test_people__are_written_from_five_on():
    words = Words("en", "MRC", "EUR")
    assert [words.few(count) for count in (0, 1, 4, 5, 1234)] == [
        "0", "fewer than 5", "fewer than 5", "5", "1,234",
    ]  # fmt: skip


def test_lines__large_enough__all_stand_alone():
    shown, together = parted([Line("a", 5), Line("b", 30), Line("none", 0)], lambda one: one.people)
    assert (sorted(names(shown)), together) == (["a", "b", "none"], [])


def test_one_small_line__takes_the_smallest_other_with_it():
    """Alone under “Others” it would be the total less the rest."""
    lines = [Line("a", 40), Line("b", 9), Line("few", 3), Line("none", 0)]
    shown, together = parted(lines, lambda one: one.people)
    assert names(together) == ["few", "b"]
    assert sorted(names(shown)) == ["a", "none"]


def test_small_lines__may_be_the_same_people__so_that_another_joins_them():
    """Four and four people may be four people."""
    lines = [Line("a", 40), Line("few", 4), Line("fewer", 4)]
    shown, together = parted(lines, lambda one: one.people)
    assert (shown, len(together)) == ([], 3)


def test_only_small_lines__stay_together():
    shown, together = parted([Line("few", 4), Line("fewer", 1)], lambda one: one.people)
    assert (shown, len(together)) == ([], 2)


def test_steps__are_months_where_each_has_enough_people_or_nobody():
    enough = dict.fromkeys(YEAR.months, 5) | {Month(2025, 8): 0}
    assert len(steps(YEAR, enough)) == 12


def test_steps__are_quarters_where_a_month_has_too_few():
    counts = dict.fromkeys(YEAR.months, 5)
    found = steps(YEAR, counts, counts | {Month(2025, 8): 4})
    assert [one.first.month for one in found] == [1, 4, 7, 10]


def test_steps__one_only__where_a_quarter_has_too_few():
    """1, 1 and 4 people in three months may be four people."""
    few = {Month(2025, 7): 1, Month(2025, 8): 1, Month(2025, 9): 4}
    (found,) = steps(YEAR, dict.fromkeys(YEAR.months, 5) | few)
    assert found.months == YEAR.months
    assert not too_few(found, dict.fromkeys(YEAR.months, 5) | few)
    assert too_few(found, few)
