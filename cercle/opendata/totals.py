"""Monthly totals, and which of them are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

from sqlalchemy import ColumnElement, case, func, null, select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions, members, orders, programmes
from cercle.opendata.outcomes import (
    CONTRIBUTION_OUTCOMES,
    ORDER_OUTCOMES,
    month_in_words,
    outcome_of,
)
from cercle.opendata.suppression import Place, left_out
from cercle.privacy.small_groups import FEWEST
from cercle.states import MemberFlag
from cercle.units import to_tokens, to_units

MEMBERS_SERVICES = 0  # services are numbered from 1
_FIGURES = ("price", "refunded", "paid", "burnt")
_Found = tuple[str, Place, int, int, tuple[int, ...]]  # as in Total


@dataclass(frozen=True)
class Total:
    """The figures of an outcome at a place: (programme or service, month), None for all of them.

    ``sums``: base units; hundredths of units first for contributions.
    """

    outcome: str
    place: Place
    members: int
    count: int
    sums: tuple[int, ...]
    hidden: bool


def by_institution() -> ColumnElement[bool]:
    """Whether an order's provider is an institution, in SQL."""
    flags = select(members.c.flags).where(members.c.member == orders.c.provider).scalar_subquery()
    return flags.op("&")(int(MemberFlag.Institution)) > 0


def service_shown() -> ColumnElement[int]:
    """An order's service where it may be told: an institution's."""
    return case((by_institution(), orders.c.service), else_=MEMBERS_SERVICES)


def contribution_totals(connection: Connection, numbers: bool) -> list[Total]:
    """Contributions by outcome, programme and month. Nothing is hidden where members are named by number."""
    c = contributions.c
    outcome = outcome_of(c.status, CONTRIBUTION_OUTCOMES).label("outcome")
    rates = {row.programme: row.rate for row in connection.execute(select(programmes))}
    found: list[_Found] = []
    cells: dict[Place, dict[str, int]] = {}
    for kinds in _groupings(c.programme, c.month):
        people = func.count(c.member.distinct())
        question = select(outcome, *kinds, people, func.count(), func.sum(c.units)).group_by(
            *_grouped(outcome, *kinds)
        )
        for what, programme, month, who, count, units in connection.execute(question):
            found.append((what, (programme, month), who, count, (int(units),)))
            if programme is not None and month is not None:
                reward = rates[programme] * int(units)
                for place in product((programme, None), (month, None)):
                    sums = cells.setdefault(place, {})
                    sums[what] = sums.get(what, 0) + reward
    with_rewards: list[_Found] = [
        (what, place, who, count, (*sums, cells[place][what])) for what, place, who, count, sums in found
    ]
    return _hide(with_rewards, numbers)


def order_totals(connection: Connection, numbers: bool) -> list[Total]:
    """Orders by outcome, service and month; services of members are one."""
    o = orders.c
    outcome, shown = outcome_of(o.status, ORDER_OUTCOMES).label("outcome"), service_shown().label("shown")
    found: list[_Found] = []
    for kinds in _groupings(shown, o.month):
        people, providers = func.count(o.member.distinct()), func.count(o.provider.distinct())
        sums = (func.exact_sum(getattr(o, name), type_=o.price.type) for name in _FIGURES)
        question = select(outcome, *kinds, people, providers, func.count(), *sums).group_by(
            *_grouped(outcome, *kinds)
        )
        for what, service, month, who, by, count, *amounts in connection.execute(question):
            behind = min(who, by) if service == MEMBERS_SERVICES else who
            found.append((what, (service, month), behind, count, tuple(amounts)))
    return _hide(found, numbers)


_ALL: Any = null()


def _groupings(key: ColumnElement[int], month: ColumnElement[int]) -> Sequence[tuple[Any, Any]]:
    """By both, by either, by none."""
    return [(one, other) for one, other in product((key, _ALL), (month, _ALL))]


def _grouped(*columns: Any) -> list[str]:
    """By name: PostgreSQL takes an expression with values of its own for another one each time it is written."""
    return [column.name for column in columns if column is not _ALL]


def _hide(found: list[_Found], numbers: bool) -> list[Total]:
    """In the order in which they are written: by outcome and month, totals last."""
    made: list[Total] = []
    found.sort(key=lambda one: (one[0], _last(one[1][1]), _last(one[1][0])))
    for _, some in groupby(found, key=lambda one: one[0]):
        table = list(some)
        out = set() if numbers else left_out({place: who for _, place, who, _, _ in table}, FEWEST)
        made += [Total(*one, hidden=one[1] in out) for one in table]
    return made


def _last(key: Any) -> tuple[bool, int]:
    return key is None, key or 0


def contribution_rows(totals: Sequence[Total]) -> Iterator[tuple[Any, ...]]:
    """The lines of ``contribution_months``."""
    for one in totals:
        programme, month = one.place
        units, reward = one.sums
        figures = (
            one.members,
            one.count,
            None if programme is None else to_units(units),
            to_tokens(reward),
        )
        yield one.outcome, _month(month), programme, one.hidden, *_unless(one.hidden, figures)


def order_rows(totals: Sequence[Total]) -> Iterator[tuple[Any, ...]]:
    """The lines of ``order_months``."""
    for one in totals:
        service, month = one.place
        kind = {None: "all", MEMBERS_SERVICES: "member"}.get(service, "institution")  # type: ignore[call-overload]
        figures = (one.members, one.count, *map(to_tokens, one.sums))
        shown = _unless(one.hidden, figures)
        yield one.outcome, _month(month), kind, service or None, one.hidden, *shown


def _month(month: Any) -> str | None:
    return None if month is None else month_in_words(month)


def _unless(hidden: bool, figures: tuple[Any, ...]) -> tuple[Any, ...]:
    return (None,) * len(figures) if hidden else figures
