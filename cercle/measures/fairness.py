"""How evenly something is spread."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def gini(amounts: Iterable[Decimal]) -> Decimal:
    """The Gini coefficient of amounts that are not negative: 0 where all are equal, towards 1 where one has it all.

    With the n amounts sorted, x₁ ≤ … ≤ xₙ: Σ (2i − n − 1) xᵢ / (n Σ xᵢ). 0 for nobody, or nothing.
    Source: C. Gini, Variabilità e mutabilità, 1912, in the form for sorted data.
    """
    rising = sorted(amounts)
    total, count = sum(rising, Decimal(0)), len(rising)
    if not total:
        return Decimal(0)
    weighted = sum(((2 * place - count + 1) * one for place, one in enumerate(rising)), Decimal(0))
    return weighted / (count * total)
