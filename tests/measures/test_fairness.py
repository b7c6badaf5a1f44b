"""Measures of fairness, beside figures computed by hand."""

from decimal import Decimal

from cercle.measures import gini


def test_gini__of_equals__is_zero():
    assert gini([Decimal(3)] * 5) == 0


def test_gini__of_nobody_or_nothing__is_zero():
    assert gini([]) == gini([Decimal(0), Decimal(0)]) == 0


def test_gini__by_hand():
    """1, 2, 3, 4: (-3·1 - 1·2 + 1·3 + 3·4) / (4·10) = 10/40."""
    assert gini(map(Decimal, (4, 1, 3, 2))) == Decimal("0.25")


def test_gini__where_one_has_it_all__is_one_less_a_share():
    assert gini([Decimal(0)] * 9 + [Decimal(7)]) == Decimal("0.9")
