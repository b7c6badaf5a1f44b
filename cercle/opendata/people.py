"""The lines of members: by number, or so coarse that everybody has others like them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from cercle.index.reading import streamed
from cercle.index.tables import member_tallies, members, orders
from cercle.index.totals import member_totals
from cercle.opendata.outcomes import (
    CONTRIBUTION_OUTCOMES,
    EARNED,
    ORDER_OUTCOMES,
    SETTLED,
    in_words,
    month_of,
)
from cercle.opendata.schema import Line
from cercle.privacy.small_groups import FEWEST
from cercle.units import to_time, to_tokens


def member_lines(connection: Connection) -> Iterator[Line]:
    """Everybody by number."""
    for row in _members(connection):
        what = _described(row)
        yield row.member, *what, to_tokens(row.earned or 0), to_tokens(row.spent or 0)


def nameless_member_lines(connection: Connection) -> Iterator[Line]:
    """Everybody, each with at least four others who are described in the same words, or not at all."""
    groups = Counter(_described(row) for row in _members(connection))
    published: Counter[Line] = Counter()
    for blur in _COARSER:
        small: Counter[Line] = Counter()
        for what, count in groups.items():
            if count >= FEWEST:
                published[what] += count
            else:
                small[blur(what)] += count
        groups = small
    published += groups
    for what in sorted(published, key=lambda one: [(part is None, part or 0) for part in one]):
        yield from (what for _ in range(published[what]))


_COARSER: tuple[Callable[[Line], Line], ...] = (
    lambda line: (line[0], None, *line[2:]),
    lambda line: (None, None, *line[2:]),
    lambda line: (None,) * len(line),
)


def _members(connection: Connection) -> Iterator[Row[Any]]:
    t, o = member_tallies.c, orders.c
    gave = (
        select(t.member, func.sum(t.contributions).label("gave"))
        .where(t.status.in_([state for state, outcome in CONTRIBUTION_OUTCOMES.items() if outcome == EARNED]))
        .group_by(t.member)
        .subquery()
    )
    received = (
        select(o.member, func.count().label("received"))
        .where(o.status.in_([state for state, outcome in ORDER_OUTCOMES.items() if outcome == SETTLED]))
        .group_by(o.member)
        .subquery()
    )
    m, totals = members.c, member_totals.c
    question = (
        select(m.member, m.joined_at, gave.c.gave, received.c.received, totals.earned, totals.spent)
        .outerjoin(gave, gave.c.member == m.member)
        .outerjoin(received, received.c.member == m.member)
        .outerjoin(member_totals, totals.member == m.member)
        .order_by(m.member)
    )
    return streamed(connection, question)


def _described(row: Row[Any]) -> Line:
    gave, received = in_words(int(row.gave or 0)), in_words(int(row.received or 0))
    return to_time(row.joined_at).year, month_of(row.joined_at), gave, received
