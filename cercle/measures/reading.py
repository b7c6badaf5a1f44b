"""What the measures share: what counts, the index's tables, exact sums, shares."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    TableClause,
    column,
    func,
    select,
    table,
    union_all,
)
from sqlalchemy.engine import Connection

from cercle.index.amounts import Amount
from cercle.index.tables import contributions, members, orders, programmes
from cercle.measures.period import Period, within
from cercle.states import ContributionStatus as Status
from cercle.states import MemberFlag

EARNED = (Status.Accepted, Status.Paid, Status.Challenged, Status.Upheld)
"""A contribution is rewarded: its tokens are reserved or paid. Those that lapsed went back to the budget."""
RESERVED = (Status.Accepted, Status.Challenged, Status.Upheld)
IN_VAIN = (Status.Rejected, Status.Withdrawn, Status.Revoked)
"""What shows no engagement."""

IS_PERSON = members.c.flags.op("&")(int(MemberFlag.Institution)) == 0
"""Institutions have numbers too, and are not people."""


def event_table(name: str, *columns: str) -> TableClause:
    """The index's table of a kind of event, with the columns that are wanted."""
    wanted = ("position", "time", "month", *columns)
    return table(name, *(column(one, BigInteger) for one in wanted))


def exact_sum(amount: ColumnElement[Any]) -> ColumnElement[int]:
    """SQL: a sum of amounts of any size; 0 of nothing."""
    return func.coalesce(func.exact_sum(amount, type_=Amount()), 0, type_=Amount())


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """part ÷ whole; None of nothing."""
    return Decimal(part) / whole if whole else None


def rates(db: Connection) -> dict[int, int]:
    """Base units of tokens for 0.01 unit, by programme."""
    return {row.programme: row.rate for row in db.execute(select(programmes.c.programme, programmes.c.rate))}


def activity(db: Connection, period: Period) -> CompoundSelect[Any]:
    """SQL: (member, month) of everything that shows people engaged in a period, as often as it happened: what they
    contributed (rejected, withdrawn and revoked left out), ordered, rendered, and voted on."""
    voted = event_table("contribution_attested", "validator_id")
    kinds = [gave(db, period), received(db, period, everything=True), rendered(db, period)]
    kinds.append(_by_people(db, period, voted, voted.c.validator_id))
    return union_all(*kinds)


def gave(db: Connection, period: Period, states: Iterable[Status] | None = None) -> Select[Any]:
    """SQL: (member, month) of contributions of people in a period; in some states, or all but those in vain."""
    c = contributions.c
    state = c.status.in_(list(states)) if states else c.status.not_in(IN_VAIN)
    return _by_people(db, period, contributions, c.member).where(state)


def received(db: Connection, period: Period, *, everything: bool = False) -> Select[Any]:
    """SQL: (member, month) of orders of people in a period; those given back in full only with ``everything``."""
    o = orders.c
    kept = [] if everything else [o.refunded != o.price]
    return _by_people(db, period, orders, o.member).where(*kept)


def rendered(db: Connection, period: Period) -> Select[Any]:
    """SQL: (member, month) of services that people rendered in a period."""
    done = event_table("order_fulfilled", "provider_id")
    return _by_people(db, period, done, done.c.provider_id)


def of_people(member: ColumnElement[Any]) -> ColumnElement[bool]:
    """SQL: a member's number is no institution's. Who has not joined is a person."""
    return member.not_in(select(members.c.member).where(~IS_PERSON))


def _by_people(db: Connection, period: Period, what: FromClause, member: ColumnElement[Any]) -> Select[Any]:
    return select(member.label("member"), what.c.month).where(within(db, what, period), of_people(member))


def quarter(month: ColumnElement[int]) -> ColumnElement[int]:
    """SQL: which quarter since the year 0 a ``yyyymm`` lies in."""
    return month // 100 * 4 + (month % 100 - 1) // 3
