"""Between the chain's whole numbers and people's: tokens, units, seconds. No floats."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, localcontext

DECIMALS = 18


def to_tokens(base_units: int, decimals: int = DECIMALS) -> Decimal:
    """Tokens of an amount in base units, exactly; ``decimals`` where they are not the community's."""
    with localcontext() as context:
        context.prec = 100
        return Decimal(base_units).scaleb(-decimals).normalize() + 0


def to_base_units(tokens: Decimal | int | str) -> int:
    """Base units of an amount in tokens. ValueError for more than 18 decimals, or for what is not a number."""
    return _whole(tokens, DECIMALS, "tokens")


def to_units(hundredths: int) -> Decimal:
    """Units (hours, pages, …) of a number of hundredths, as the chain keeps them."""
    return Decimal(hundredths).scaleb(-2)


def to_hundredths(units: Decimal | int | str) -> int:
    """Hundredths of a number of units. ValueError for more than two decimals, or for what is not a number."""
    return _whole(units, 2, "units")


def to_time(seconds: int) -> datetime:
    """The moment (UTC) of a timestamp in seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def _whole(amount: Decimal | int | str, decimals: int, noun: str) -> int:
    if isinstance(amount, float):
        raise ValueError(f"{amount!r}: give {noun} as Decimal, int or text, never as float")
    with localcontext() as context:
        context.prec = 100
        try:
            scaled = Decimal(amount).scaleb(decimals)
        except ArithmeticError as problem:
            raise ValueError(f"{amount!r} is not a number of {noun}") from problem
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} {noun}: at most {decimals} decimals")
        return int(scaled)
