"""No figure about fewer than five members can be read, nor worked out from the figures that are shown."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercle.opendata.suppression import left_out

LEAST = 5


def with_totals(cells):
    """Rows and columns of numbers, by place, with totals and without zeros."""
    places = {}
    for (row, column), number in cells.items():
        for place in product((row, None), (column, None)):
            places[place] = places.get(place, 0) + number
    return {place: number for place, number in places.items() if number}


def calculable(places, out):
    """The places left out whose value follows from what is shown: those at which the equations "parts make the
    total", solved for what is left out, leave no freedom."""
    unknown = sorted(out, key=str)
    equations = []
    for side in (0, 1):
        for line in {place[side] for place in places}:
            terms = [
                Fraction((place[side] == line) * (-1 if place[1 - side] is None else 1)) for place in unknown
            ]
            equations.append(terms)
    reduced, rank_columns = _reduced(equations, len(unknown))
    return {
        unknown[column]
        for row, column in zip(reduced, rank_columns, strict=True)
        if all(value == 0 for place, value in enumerate(row) if place != column)
    }


def _reduced(rows, width):
    rows, pivots, done = [row[:] for row in rows], [], 0
    for column in range(width):
        pivot = next((one for one in range(done, len(rows)) if rows[one][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for one, row in enumerate(rows):
            if one != done and row[column]:
                rows[one] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        pivots.append(column)
        done += 1
    return rows[:done], pivots


def test_a_table_of_large_groups__is_shown_whole():
    places = with_totals({(row, column): 5 for row in "abc" for column in (1, 2)})
    assert left_out(places, LEAST) == set()


def test_five_members_are_shown__four_are_not():
    shown = with_totals({("a", 1): 5, ("a", 2): 9, ("b", 1): 9, ("b", 2): 9})
    assert left_out(shown, LEAST) == set()
    assert ("a", 1) in left_out(with_totals({("a", 1): 4, ("a", 2): 9, ("b", 1): 9, ("b", 2): 9}), LEAST)


def test_one_small_group__takes_three_others_along__and_no_total():
    places = with_totals({("a", 1): 2, ("a", 2): 9, ("a", 3): 30, ("b", 1): 8, ("b", 2): 20, ("b", 3): 30})
    assert left_out(places, LEAST) == {("a", 1), ("a", 2), ("b", 1), ("b", 2)}


def test_two_small_groups_in_a_line__do_not_protect_each_other():
    """Their sum, which the total gives away, would be about three members."""
    places = with_totals({("a", 1): 1, ("a", 2): 2, ("a", 3): 30, ("b", 1): 20, ("b", 2): 20, ("b", 3): 30})
    out = left_out(places, LEAST)
    assert ("a", 3) in out
    assert calculable(places, out) == set()


def test_a_single_group__is_hidden_with_its_totals():
    assert left_out(with_totals({("a", 1): 3}), LEAST) == {("a", 1), ("a", None), (None, 1), (None, None)}
    assert left_out(with_totals({("a", 1): 5}), LEAST) == set()


@pytest.mark.parametrize("missing", [("a", 1), ("a", None), (None, 1)])
def test_calculable__finds_what_one_subtraction_gives_away(missing):
    places = with_totals({("a", 1): 2, ("a", 2): 9, ("b", 1): 9, ("b", 2): 9})
    assert calculable(places, {missing}) == {missing}


@settings(max_examples=80, derandomize=True, database=None, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdef"), st.integers(1, 7)),
        st.sampled_from([1, 2, 4, 5, 6, 9, 40]),
        min_size=1,
    )
)
def test_any_table__shows_no_small_group__and_gives_none_away(cells):
    places = with_totals(cells)
    out = left_out(places, LEAST)
    assert {place for place, number in places.items() if number < LEAST} <= out
    assert calculable(places, out) == set()
    for row, column in places:
        for total, line in (((row, None), 0), ((None, column), 1)):
            hidden = [place for place in out if place[line] == total[line]]
            if hidden and total not in out:
                assert sum(places[place] for place in hidden) >= LEAST
