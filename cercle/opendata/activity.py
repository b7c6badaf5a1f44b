"""The lines of contributions and orders, one after the other: a million of them need no more memory than one.

Without members' numbers lines come in the order of what they say, never in the order in which things happened: their
place would tell which event of the chain they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from cercle.index.reading import streamed
from cercle.index.tables import contributions, orders, programmes
from cercle.opendata.outcomes import CONTRIBUTION_OUTCOMES, ORDER_OUTCOMES, month_in_words, outcome_of
from cercle.opendata.schema import Line
from cercle.opendata.totals import MEMBERS_SERVICES, Total, service_shown
from cercle.states import ContributionStatus, OrderStatus
from cercle.units import to_time, to_tokens, to_units


def contribution_lines(connection: Connection) -> Iterator[Line]:
    """Every contribution, in the chain's order."""
    rates = _rates(connection)
    for row in streamed(connection, select(contributions).order_by(contributions.c.position)):
        state = ContributionStatus(row.status)
        yield (
            f"0x{row.id.hex()}",
            row.member,
            month_in_words(row.month),
            row.programme,
            CONTRIBUTION_OUTCOMES[state],
            to_units(row.units),
            to_tokens(rates[row.programme] * row.units),
            state.name.lower(),
            to_time(row.submitted_at),
            None if row.decided_at is None else to_time(row.decided_at),
        )


def nameless_contribution_lines(connection: Connection, totals: list[Total]) -> Iterator[Line]:
    """The contributions of large groups, without a word about who made them."""
    rates, hidden, c = _rates(connection), _hidden(totals), contributions.c
    outcome = outcome_of(c.status, CONTRIBUTION_OUTCOMES).label("outcome")
    kinds = (c.month, c.programme, outcome, c.units)
    names = [kind.name for kind in kinds]
    question = select(*kinds, func.count().label("count")).group_by(*names).order_by(*names)
    for month, programme, what, units, count in streamed(connection, question):
        if (what, programme, month) not in hidden:
            reward = to_tokens(rates[programme] * units)
            line = month_in_words(month), programme, what, to_units(units), reward
            yield from (line for _ in range(count))


def order_lines(connection: Connection) -> Iterator[Line]:
    """Every order, in the chain's order."""
    question = select(orders, service_shown().label("shown")).order_by(orders.c.position)
    for row in streamed(connection, question):
        state = OrderStatus(row.status)
        yield (
            f"0x{row.id.hex()}",
            row.member,
            row.provider,
            month_in_words(row.month),
            "member" if row.shown == MEMBERS_SERVICES else "institution",
            row.service,
            ORDER_OUTCOMES[state],
            *map(to_tokens, (row.price, row.refunded, row.paid, row.burnt)),
            state.name.lower(),
            to_time(row.ordered_at),
            to_time(row.changed_at),
        )


def nameless_order_lines(connection: Connection, totals: list[Total]) -> Iterator[Line]:
    """The orders of large groups. A member's service is told by its price, so that neither is said."""
    hidden, o = _hidden(totals), orders.c
    outcome, shown = outcome_of(o.status, ORDER_OUTCOMES).label("outcome"), service_shown().label("shown")
    kinds = (o.month, shown, outcome)
    question = select(*kinds, o.price, o.refunded, o.paid, o.burnt).order_by(*(kind.name for kind in kinds))
    for (month, service, what), rows in groupby(streamed(connection, question), key=lambda row: row[:3]):
        if (what, service, month) in hidden:
            continue
        if service == MEMBERS_SERVICES:
            line = month_in_words(month), "member", None, what, None, None, None, None
            yield from (line for _ in rows)
        else:
            # Sorted here: engines do not agree on the order of amounts.
            for amounts in sorted(row[3:] for row in rows):
                yield month_in_words(month), "institution", service, what, *map(to_tokens, amounts)


def _rates(connection: Connection) -> Mapping[int, int]:
    return {row.programme: row.rate for row in connection.execute(select(programmes))}


def _hidden(totals: list[Total]) -> set[tuple[str, Any, Any]]:
    return {(one.outcome, *one.place) for one in totals if one.hidden}
