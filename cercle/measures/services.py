"""Services: what is asked for, what is rendered, how long it takes, and what goes wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from statistics import median
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection, Row

from cercle.index.tables import orders, services
from cercle.measures.period import Period, within
from cercle.measures.reading import event_table, share
from cercle.states import OrderStatus, ServiceStatus
from cercle.units import to_tokens

_IN_VAIN = (OrderStatus.Refused, OrderStatus.Expired)


@dataclass(frozen=True)
class ServiceFigures:
    """The orders that a service had in a period, as they stand now.

    ``redeemed`` in tokens, less what was given back. ``rendered``: the provider said so. ``missed``: refused, or
    given back after its time without having been rendered. ``open``: not rendered yet. ``cancelled`` by the member.
    ``fill_rate`` = rendered ÷ (rendered + missed). ``days_to_render``: the median from the order to the service.
    ``disputed``: a problem was reported. ``dispute_rate`` = disputed ÷ orders. ``stock`` is what is left now.
    """

    service: int
    status: ServiceStatus
    orders: int
    people: int
    redeemed: Decimal
    rendered: int
    missed: int
    cancelled: int
    open: int
    disputed: int
    fill_rate: Decimal | None
    dispute_rate: Decimal | None
    days_to_render: Decimal | None
    stock: int


@dataclass(frozen=True)
class Demand:
    """What services were asked for; ``together`` is all of them, as service 0."""

    services: tuple[ServiceFigures, ...]
    together: ServiceFigures


def demand(db: Connection, period: Period) -> Demand:
    """Every service offered before the period's end, by number, and all together."""
    found = defaultdict(list)
    for row in db.execute(_orders(db, period)):
        found[row.service].append(row)
    offered = select(services).where(services.c.offered_at < int(period.end.timestamp()))
    rows = db.execute(offered.order_by(services.c.service)).all()
    stock = sum(row.stock for row in rows if row.status == ServiceStatus.Open)
    return Demand(
        tuple(_summed(row.service, ServiceStatus(row.status), row.stock, found[row.service]) for row in rows),
        _summed(0, ServiceStatus.Open, stock, list(chain.from_iterable(found.values()))),
    )


def _orders(db: Connection, period: Period) -> Any:
    o, done = orders.c, event_table("order_fulfilled", "order_id")
    fulfilled = and_(done.c.order_id == o.id, done.c.position > o.position)
    return (
        select(
            *(o.service, o.member, o.status, o.price, o.refunded, o.ordered_at),
            o.dispute.is_not(None).label("disputed"),
            done.c.time.label("rendered_at"),
        )
        .outerjoin(done, fulfilled)
        .where(within(db, orders, period))
    )


def _summed(service: int, status: ServiceStatus, stock: int, ordered: Sequence[Row[Any]]) -> ServiceFigures:
    waits = [one.rendered_at - one.ordered_at for one in ordered if one.rendered_at is not None]
    missed = sum(one.status in _IN_VAIN and one.rendered_at is None for one in ordered)
    disputed = sum(bool(one.disputed) for one in ordered)
    return ServiceFigures(
        service=service,
        status=status,
        orders=len(ordered),
        people=len({one.member for one in ordered}),
        redeemed=to_tokens(sum(one.price - one.refunded for one in ordered)),
        rendered=len(waits),
        missed=missed,
        cancelled=sum(one.status == OrderStatus.Cancelled for one in ordered),
        open=sum(one.status == OrderStatus.Open for one in ordered),
        disputed=disputed,
        fill_rate=share(len(waits), len(waits) + missed),
        dispute_rate=share(disputed, len(ordered)),
        days_to_render=Decimal(median(waits)) / 86_400 if waits else None,
        stock=stock,
    )
