"""How evenly something is spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions
from cercle.measures.period import Period, within
from cercle.measures.reading import EARNED, of_people, rates, share
from cercle.units import to_tokens


@dataclass(frozen=True)
class Spread:
    """How a period's rewards are spread among the people who got any.

    ``gini`` of what each of them earned; ``top_tenth``: the share of all tokens that went to the tenth of them (rounded
    up) who earned most. ``fifths``: the share of each fifth of them, from those who earned least; None for fewer than
    five.
    """

    people: int
    gini: Decimal
    top_tenth: Decimal | None
    fifths: tuple[Decimal, ...] | None


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


def spread(db: Connection, period: Period) -> Spread:
    """How evenly the rewards of a period's contributions are spread among those who earned any."""
    c, rate = contributions.c, rates(db)
    question = (
        select(c.member, c.programme, func.sum(c.units).label("units"))
        .where(within(db, contributions, period), c.status.in_(EARNED), of_people(c.member))
        .group_by(c.member, c.programme)
    )
    earned: dict[int, int] = defaultdict(int)
    for row in db.execute(question):
        earned[row.member] += rate[row.programme] * int(row.units)
    rising = sorted(map(to_tokens, earned.values()))
    total, count = sum(rising, Decimal(0)), len(rising)
    top = sum(rising[count - -(-count // 10) :], Decimal(0))
    edges = [count * place // 5 for place in range(6)]
    fifths = None
    if count >= 5:
        fifths = tuple(sum(rising[start:end], Decimal(0)) / total for start, end in pairwise(edges))
    return Spread(count, gini(rising), share(top, total), fifths)
