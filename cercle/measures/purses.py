"""From earning to spending: which tokens were spent, and how long they had waited for it.

Tokens are alike; members are taken to spend those first that they earned first. What a member spends beyond what they
had earned came from elsewhere: the treasury, another member, a service that they rendered.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge
from itertools import accumulate, groupby
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions, orders, rounds
from cercle.measures.period import Month, Period, within
from cercle.measures.reading import EARNED, event_table, rates
from cercle.units import to_tokens

DAY = 86_400
BEGINNING = Month(2000, 1)  # before any chain


@dataclass(frozen=True)
class Spending:
    """What was spent on a period's orders, in tokens, less what was given back.

    ``by_programme`` says where it had been earned, ``from_elsewhere`` is the rest. ``mean_days`` and ``median_days``
    from a contribution's submission (a round's: its collection) to the order, every token counting alike; None where
    nothing earned was spent.
    """

    by_programme: dict[int, Decimal]
    from_elsewhere: Decimal
    mean_days: Decimal | None
    median_days: Decimal | None


# (member, time, kind, programme, base units): plain tuples, because there may be a million of them.
_Move = tuple[int, int, int, int, int]
_STREAMED = {"yield_per": 5000}  # a million rows are never all in memory
_EARNS, _SPENDS = 0, 1  # what is earned at the moment of an order comes before it


def spending(db: Connection, period: Period, token: bytes) -> Spending:
    """What was spent in a period, the oldest tokens first; ``token`` is the community token's address."""
    start = period.start.timestamp()
    by_programme: dict[int, int] = defaultdict(int)
    waits: dict[int, int] = defaultdict(int)  # base units by seconds
    elsewhere = 0
    for _, moves in groupby(_moves(db, period, token), key=itemgetter(0)):
        for ordered_at, source, amount in _spent(moves):
            if ordered_at < start:
                continue
            if source is None:
                elsewhere += amount
            else:
                by_programme[source[3]] += amount
                waits[ordered_at - source[1]] += amount
    mean, median = _mean_and_median(waits)
    tokens = {programme: to_tokens(amount) for programme, amount in sorted(by_programme.items())}
    return Spending(tokens, to_tokens(elsewhere), mean, median)


def _spent(moves: Iterable[_Move]) -> Iterator[tuple[int, _Move | None, int]]:
    """One member's spending as (when, where it came from, how much)."""
    purse: deque[tuple[_Move, int]] = deque()
    for move in moves:
        _, time, kind, _, wanted = move
        if kind == _EARNS:
            purse.append((move, wanted))
            continue
        while wanted and purse:
            source, left = purse.popleft()
            taken = min(wanted, left)
            if taken < left:
                purse.appendleft((source, left - taken))
            yield time, source, taken
            wanted -= taken
        if wanted:
            yield time, None, wanted


def _moves(db: Connection, period: Period, token: bytes) -> Iterator[_Move]:
    """All that those who ordered in a period earned and spent until its end, by member and time."""
    until = Period(BEGINNING, period.last)
    c, o, r, rate = contributions.c, orders.c, rounds.c, rates(db)
    claimed = event_table("round_claimed", "round_id", "member_id", "amount")
    spenders = select(o.member).where(within(db, orders, period))
    earned = db.execute(
        select(c.member, c.submitted_at, c.programme, c.units)
        .where(c.member.in_(spenders), c.status.in_(EARNED), within(db, contributions, until))
        .order_by(c.member, c.position),
        execution_options=_STREAMED,
    )
    collected = db.execute(
        select(claimed.c.member_id, claimed.c.time, r.programme, claimed.c.amount)
        .join(rounds, r.id == claimed.c.round_id)
        .where(claimed.c.member_id.in_(spenders), r.token == token, within(db, claimed, until))
        .order_by(claimed.c.member_id, claimed.c.position),
        execution_options=_STREAMED,
    )
    spent = db.execute(
        select(o.member, o.ordered_at, o.price, o.refunded)
        .where(o.member.in_(spenders), within(db, orders, until))
        .order_by(o.member, o.position),
        execution_options=_STREAMED,
    )
    yield from merge(
        ((member, time, _EARNS, number, units * rate[number]) for member, time, number, units in earned),
        ((member, time, _EARNS, number, int(amount)) for member, time, number, amount in collected),
        ((member, time, _SPENDS, 0, price - refunded) for member, time, price, refunded in spent),
    )


def _mean_and_median(waits: dict[int, int]) -> tuple[Decimal | None, Decimal | None]:
    """Days, of seconds that weigh as many base units as they stand for."""
    total = sum(waits.values())
    if not total:
        return None, None
    mean = Decimal(sum(seconds * amount for seconds, amount in waits.items())) / total / DAY
    rising = sorted(waits.items())
    passed = accumulate(amount for _, amount in rising)
    middle = next(seconds for (seconds, _), sum_ in zip(rising, passed, strict=True) if sum_ * 2 >= total)
    return mean, Decimal(middle) / DAY
