"""What the index tells about services and orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.engine import Row

from cercle.index.asking import PAGE, Asking, beyond
from cercle.index.tables import orders, services
from cercle.records import OrderRecord, ServiceRecord
from cercle.states import OrderStatus, ServiceStatus
from cercle.units import to_time, to_tokens

UNDER_WAY = (OrderStatus.Open, OrderStatus.Fulfilled, OrderStatus.Disputed)
_o = orders.c


class ServiceQueries(Asking):
    """Questions about services and orders."""

    def services(self) -> dict[int, ServiceRecord]:
        """All services, by number."""
        return {
            row.service: _service(row) for row in self._rows(select(services).order_by(services.c.service))
        }

    def order(self, id: bytes) -> OrderRecord | None:
        """One order."""
        rows = self._rows(select(orders).where(orders.c.id == id))
        return _order(rows[0]) if rows else None

    def orders_of(self, member: int, *, before: bytes | None = None, most: int = PAGE) -> list[OrderRecord]:
        """A member's orders."""
        wanted = [_o.member == member, *beyond(orders, before=before)]
        return self._orders(select(orders).where(*wanted).order_by(_o.position.desc()).limit(most))

    def orders_changed_of(self, member: int, most: int) -> list[OrderRecord]:
        """Those of a member's orders that changed last."""
        question = select(orders).where(_o.member == member)
        return self._orders(question.order_by(_o.changed_at.desc(), _o.position.desc()).limit(most))

    def orders_for(
        self,
        provider: int,
        states: Iterable[OrderStatus] | None = None,
        *,
        after: bytes | None = None,
        most: int = PAGE,
    ) -> list[OrderRecord]:
        """The orders a provider has to do with, the oldest first."""
        wanted = [_o.provider == provider, *beyond(orders, after=after)]
        if states is not None:
            wanted.append(_o.status.in_(list(states)))
        return self._orders(select(orders).where(*wanted).order_by(_o.position).limit(most))

    def orders_with(self, member: int) -> list[OrderRecord]:
        """The orders in which a member is a side, in the chain's order."""
        a_side = or_(_o.member == member, _o.provider == member)
        return self._orders(select(orders).where(a_side).order_by(_o.position))

    def orders_under_way(self, *, member: int = 0, provider: int = 0) -> Counter[OrderStatus]:
        """How many orders that have not ended a member made, or has to do with as a provider, by state."""
        whose = _o.member == member if member else _o.provider == provider
        question = select(_o.status, func.count().label("orders")).where(whose, _o.status.in_(UNDER_WAY))
        rows = self._rows(question.group_by(_o.status))
        return Counter({OrderStatus(row.status): row.orders for row in rows})

    def orders_counted(self, member: int) -> dict[int, int]:
        """How many orders of each service count towards a member's limit: those that were rendered or may still be."""
        question = select(_o.service, func.count().label("orders"))
        counted = question.where(_o.member == member, _o.given_back == 0).group_by(_o.service)
        return {row.service: row.orders for row in self._rows(counted)}

    def _orders(self, question: Select[Any]) -> list[OrderRecord]:
        return [_order(row) for row in self._rows(question)]


def _service(row: Row[Any]) -> ServiceRecord:
    return ServiceRecord(
        id=row.service,
        provider=row.provider,
        price=to_tokens(row.price),
        limit=row.order_limit or None,
        fulfil_window=timedelta(seconds=row.fulfil_window),
        confirm_window=timedelta(seconds=row.confirm_window),
        burn_share=Decimal(row.burn_share) / 10_000,
        document=row.document,
        stock=row.stock,
        status=ServiceStatus(row.status),
        stopped=bool(row.stopped),
    )


def _order(row: Row[Any]) -> OrderRecord:
    return OrderRecord(
        id=row.id,
        member=row.member,
        service=row.service,
        provider=row.provider,
        price=to_tokens(row.price),
        ordered_at=to_time(row.ordered_at),
        status=OrderStatus(row.status),
        changed_at=to_time(row.changed_at),
        dispute=row.dispute,
        refunded=to_tokens(row.refunded),
        paid=to_tokens(row.paid),
        burnt=to_tokens(row.burnt),
    )
