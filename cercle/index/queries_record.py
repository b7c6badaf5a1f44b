"""What the index tells of a member's record: sums over all of it, and the newest of it. ``cercle.lifeline`` says what
counts, and a test holds the answers to what it makes of every single record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, func, or_, select, union_all
from sqlalchemy.engine import Row

from cercle.index.amounts import Amount
from cercle.index.queries_contributions import ContributionQueries
from cercle.index.queries_rounds import RoundQueries
from cercle.index.queries_services import ServiceQueries
from cercle.index.schema import INDEX_BITS, block_of, event_table
from cercle.index.tables import (
    contributions,
    member_tallies,
    orders,
    programmes,
    rounds,
)
from cercle.lifeline import (
    EVERYTHING,
    STANDING,
    UNLESS_GIVEN_BACK,
    Lifeline,
    Period,
    Summary,
    Total,
    was_rendered,
)
from cercle.records import Happening
from cercle.states import ContributionStatus, OrderStatus
from cercle.units import to_time, to_tokens, to_units

_DAY = 86_400
_c, _o = contributions.c, orders.c
Conditions = Sequence[ColumnElement[bool]]


class RecordQueries(ContributionQueries, ServiceQueries, RoundQueries):
    """Questions about everything that happened to one member. The engine adds whole numbers; amounts are multiplied and
    added here, one for each kind of row, so that the sums are exact."""

    def summary_of(self, member: int, period: Period) -> Summary:
        """What a member gave and received in a period, added up."""
        with self._one_state() as ask:
            gave = ask(_given(member, period))
            received = ask(_received(member, period))
            rendered = ask(_rendered(member, period))
            collected = ask(_collected(member, period))
        states: Counter[ContributionStatus] = Counter()
        for row in gave:
            states[ContributionStatus(row.status)] += row.contributions
        by_service: Counter[int] = Counter()
        used = 0
        for row in received:
            if was_rendered(OrderStatus(row.status), row.refunded == row.price):
                by_service[row.service] += row.orders
                used += (row.price - row.refunded) * row.orders
        return Summary(
            totals=tuple(_totals(gave)),
            states=states,
            received=dict(by_service),
            used=to_tokens(used),
            rendered=sum(
                row.orders - row.given_back
                for row in rendered
                if was_rendered(OrderStatus(row.status), all_given_back=False)
            ),
            collected={str(to_checksum_address(row.token)): row.amount for row in collected},
        )

    def happened_to(self, member: int, period: Period, most: int) -> list[Happening]:
        """What happened to a member in a period, the newest first."""
        gave = [_c.member == member, *_during(_c.submitted_at, period)]
        a_side = [or_(_o.member == member, _o.provider == member), *_during(_o.ordered_at, period)]
        shares = [one for one in self.shares_collected(member) if one.moment in period]
        newest = Lifeline(
            member,
            tuple(self._contributions(self._newest(contributions, gave, most))),
            tuple(self._orders(self._newest(orders, a_side, most))),
            tuple(shares),
        )
        return newest.everything[:most]

    def _newest(self, table: Table, wanted: Conditions, most: int) -> Select[Any]:
        """The newest rows in the chain's order: ``most`` if there are as many, and what else stands in the last one's
        block, because a lifeline tells what happened at one moment in the chain's order."""
        position = table.c.position
        rows = self._rows(select(position).where(*wanted).order_by(position.desc()).limit(most))
        found = [row.position for row in rows]
        last = found[-1] if found else 0
        beside = position >= block_of(last) << INDEX_BITS, position < last
        return select(table).where(or_(position.in_(found), and_(*beside, *wanted))).order_by(position)

    def first_day_of(self, member: int) -> date | None:
        """The first day (UTC) on which something happened to a member."""
        claimed = event_table("round_claimed")
        first = union_all(
            _first(contributions, _c.submitted_at, _c.member == member),
            _first(orders, _o.ordered_at, _o.member == member),
            _first(orders, _o.ordered_at, _o.provider == member),
            _first(claimed, claimed.c.time, claimed.c.member_id == member),
        ).subquery()
        (row,) = self._rows(select(func.min(first.c.time).label("time")))
        return None if row.time is None else to_time(row.time).date()


def _first(table: Table, moment: ColumnElement[int], whose: ColumnElement[bool]) -> Select[Any]:
    earliest = select(func.min(table.c.position)).where(whose).correlate(None).scalar_subquery()
    return select(moment.label("time")).where(table.c.position == earliest)


def _given(member: int, period: Period) -> Select[Any]:
    kinds: FromClause = member_tallies
    if period != EVERYTHING:
        counted = func.count().label("contributions"), func.sum(_c.units).label("units")
        in_time = select(_c.member, _c.programme, _c.status, *counted).where(
            *_during(_c.submitted_at, period)
        )
        kinds = in_time.where(_c.member == member).group_by(_c.member, _c.programme, _c.status).subquery()
    of_programmes = kinds.join(programmes, programmes.c.programme == kinds.c.programme)
    question = select(kinds, programmes.c.rate).select_from(of_programmes)
    return question.where(kinds.c.member == member).order_by(kinds.c.programme)


def _totals(gave: Iterable[Row[Any]]) -> Iterable[Total]:
    counting = (row for row in gave if row.status in STANDING)
    for (programme, rate), kinds in groupby(counting, key=lambda row: (row.programme, row.rate)):
        sums = [(row.contributions, int(row.units)) for row in kinds]
        count, units = map(sum, zip(*sums, strict=True))
        yield Total(programme, count, to_units(units), to_tokens(rate * units))


def _received(member: int, period: Period) -> Select[Any]:
    kind = _o.service, _o.status, _o.price, _o.refunded
    question = select(*kind, func.count().label("orders"))
    ordered = question.where(_o.member == member, *_during(_o.ordered_at, period))
    return ordered.group_by(*kind).order_by(func.min(_o.position))


def _rendered(member: int, period: Period) -> Select[Any]:
    # What the refund decides is asked first: nothing but the index is read for all others.
    given_back = func.count().filter(_o.status.in_(UNLESS_GIVEN_BACK), _o.refunded == _o.price)
    question = select(_o.status, func.count().label("orders"), given_back.label("given_back"))
    return question.where(_o.provider == member, *_during(_o.ordered_at, period)).group_by(_o.status)


def _collected(member: int, period: Period) -> Select[Any]:
    claimed = event_table("round_claimed")
    c, token = claimed.c, rounds.c.token
    question = select(token, func.exact_sum(c.amount, type_=Amount()).label("amount"))
    joined = question.select_from(claimed.join(rounds, rounds.c.id == c.round_id))
    wanted = joined.where(c.member_id == member, *_during(c.time, period))
    return wanted.group_by(token).order_by(func.min(c.position))


def _during(moment: ColumnElement[int], period: Period) -> Conditions:
    """``Period.__contains__`` in SQL."""
    wanted = []
    if period.since is not None:
        wanted.append(moment >= _midnight(period.since))
    if period.until is not None:
        wanted.append(moment < _midnight(period.until) + _DAY)
    return wanted


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
