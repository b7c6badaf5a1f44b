"""Dividing and rounding: never more than what there is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercle.errors import InputProblem
from cercle.rounds import in_proportion, rounded_down


def test_rounded_down__to_the_tokens_smallest_unit():
    amounts = {2: Decimal("1.9999999"), 1: Decimal("0.5"), 3: Decimal("0.0000009")}
    assert rounded_down(amounts, 6) == {1: 500_000, 2: 1_999_999}


def test_rounded_down__below_zero__is_refused():
    with pytest.raises(InputProblem, match="member 4 is below zero"):
        rounded_down({4: Decimal("-0.1")}, 18)


def test_in_proportion__by_hand():
    """100 among 1 : 1.5 : 0.5 is 33.3, 50, 16.6: 33, 50, 16, and one stays."""
    assert in_proportion(100, {7: Decimal(1), 5: Decimal("1.5"), 9: Decimal("0.5")}) == {5: 50, 7: 33, 9: 16}


def test_in_proportion__with_nothing_to_divide_by__is_refused():
    for weights in ({}, {1: Decimal(0)}, {1: Decimal(2), 2: Decimal(-1)}):
        with pytest.raises(InputProblem, match="nothing to divide"):
            in_proportion(100, weights)


@given(
    st.integers(1, 10**30),
    st.dictionaries(st.integers(1, 99), st.decimals("0.01", 10**6, places=2), min_size=1),
)
def test_in_proportion__never_more_than_the_pot_and_less_than_a_unit_each_lost(pot, weights):
    shares = in_proportion(pot, weights)
    assert pot - len(weights) < sum(shares.values()) <= pot
