"""Between the chain's whole numbers and people's: exact, never a float (P10)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercle.units import to_base_units, to_hundredths, to_tokens, to_units


@given(st.integers(0, 2**256 - 1))
def test_tokens__there_and_back__loses_nothing(base_units):
    assert to_base_units(to_tokens(base_units)) == base_units
    assert to_base_units(str(to_tokens(base_units))) == base_units


@given(st.integers(0, 2**32 - 1))
def test_units__there_and_back__loses_nothing(hundredths):
    assert to_hundredths(to_units(hundredths)) == hundredths


def test_smallest_amount__is_one_base_unit():
    assert to_base_units("0.000000000000000001") == 1
    assert to_tokens(1) == Decimal("1e-18")
    assert (to_base_units(1), to_tokens(10**18)) == (10**18, 1)


@pytest.mark.parametrize("amount", ["0.0000000000000000001", "1,5", "", "NaN", "Infinity", "0x10"])
def test_amount__finer_than_the_chain_or_no_number__is_refused(amount):
    with pytest.raises(ValueError, match="tokens"):
        to_base_units(amount)


def test_float__is_refused():
    with pytest.raises(ValueError, match="never as float"):
        to_base_units(0.1)  # type: ignore[arg-type]
