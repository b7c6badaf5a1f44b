"""A provider's statement from the index: their events, in order, until the end of the month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import Connection, Row

from cercle.index.schema import event_table
from cercle.index.tables import orders, services
from cercle.months import Month
from cercle.statements.statement import ENDS, Entry, Statement, Waiting, What
from cercle.states import OrderStatus
from cercle.units import to_time

_Found = tuple[int, Entry]  # with its position


def providers(connection: Connection) -> list[int]:
    """Everybody who ever offered a service, by number."""
    return sorted(connection.execute(select(services.c.provider).distinct()).scalars())


def statement_of(connection: Connection, provider: int, month: Month) -> Statement:
    """A provider's statement; of a month that goes on, as it stands now."""
    entries: list[Entry] = []
    waiting: dict[bytes, Waiting] = {}
    before: tuple[Waiting, ...] | None = None
    kept = kept_before = 0
    for _, one in sorted(_events(connection, provider, month), key=lambda found: found[0]):
        if before is None and one.time >= month.first:
            before, kept_before = tuple(waiting.values()), kept
        if one.order is None:
            kept += -one.paid if one.what is What.Collected else one.paid
        else:
            _follow(waiting, one.order, one)
        if one.time >= month.first:
            entries.append(one)
    if before is None:
        before, kept_before = tuple(waiting.values()), kept
    return Statement(provider, month, tuple(entries), before, tuple(waiting.values()), kept_before, kept)


def _follow(waiting: dict[bytes, Waiting], order: bytes, one: Entry) -> None:
    if one.what is What.Received:
        waiting[order] = Waiting(order, one.service or 0, one.price, OrderStatus.Open)
    elif one.what is What.Rendered:
        waiting[order] = replace(waiting[order], status=OrderStatus.Fulfilled)
    elif one.what is What.Disputed:
        waiting[order] = replace(waiting[order], status=OrderStatus.Disputed)
    else:
        del waiting[order]


def _events(connection: Connection, provider: int, month: Month) -> Iterator[_Found]:
    o, end = orders.c, int(month.end.timestamp())
    ordered = select(orders).where(o.provider == provider, o.ordered_at < end)
    for row in connection.execute(ordered):
        yield row.position, _entry(row, What.Received, row.ordered_at)
    for name, what in (("order_fulfilled", What.Rendered), ("order_disputed", What.Disputed)):
        for row in connection.execute(_of_orders(name, provider, end)):
            yield row.at, _entry(row, what, row.time)
    ends = set()
    for row in connection.execute(_of_orders("order_ended", provider, end)):
        ends.add(row.at)
        amounts = {"refunded": row.refunded, "paid": row.paid, "burnt": row.burnt}
        yield row.at, replace(_entry(row, ENDS[OrderStatus(row.ended_as)], row.time), **amounts)
    yield from _kept(connection, provider, end, ends)


def _of_orders(name: str, provider: int, end: int) -> Select[Any]:
    """The events of one kind about a provider's orders, with what the order was."""
    event, o = event_table(name).c, orders.c
    shown = [event.position.label("at"), event.time, o.id, o.service, o.price]
    if name == "order_ended":
        shown += [event.status.label("ended_as"), event.refunded, event.paid, event.burnt]
    return select(*shown).where(event.order_id == o.id, o.provider == provider, event.time < end)


def _entry(row: Row[Any], what: What, time: int) -> Entry:
    return Entry(to_time(time), what, row.id, row.service, row.price)


def _kept(connection: Connection, provider: int, end: int, ends: set[int]) -> Iterator[_Found]:
    """What the catalogue kept for the provider, and what they collected of it. An order's end is followed at once by
    the member's refund and then the provider's part, each paid or kept (``OrderBook.sol``): so one of the provider's
    ends stands one or two places before what was kept of it. A refund of an order of their own follows another's."""
    for name in ("payment_kept", "owed_collected"):
        event = event_table(name).c
        question = select(event.position, event.time, event.amount)
        for at, time, amount in connection.execute(
            question.where(event.member_id == provider, event.time < end)
        ):
            if name == "owed_collected":
                what = What.Collected
            else:
                what = What.Kept if {at - 1, at - 2} & ends else What.KeptRefund
            yield at, Entry(to_time(time), what, paid=amount)
