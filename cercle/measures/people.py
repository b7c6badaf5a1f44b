"""Who belongs, who joined, who takes part, and who stays."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, distinct, func, select, union
from sqlalchemy.engine import Connection

from cercle.index.tables import members
from cercle.measures.period import YEAR, Month, Period
from cercle.measures.reading import (
    EARNED,
    IS_PERSON,
    activity,
    event_table,
    gave,
    quarter,
    received,
    rendered,
    share,
)
from cercle.units import to_time

BEGINNING = Month(2000, 1)  # before any chain


@dataclass(frozen=True)
class Enrolment:
    """Numbers given to people until the end of a period, and how many of them joined (bound a wallet).

    ``activation`` = joined ÷ enrolled. ``days_to_join`` is the median, over all who joined, from the day on which
    their invitations were opened; people who were admitted joined at once.
    """

    enrolled: int
    joined: int
    newly_enrolled: int
    newly_joined: int
    activation: Decimal | None
    days_to_join: Decimal | None


@dataclass(frozen=True)
class Engagement:
    """People who did something in the twelve months that end with a period: who contributed (rejected, withdrawn and
    revoked contributions do not count), used their tokens, rendered a service, or validated.

    ``rate`` = engaged ÷ enrolled. ``by_month`` has the people of each month of the period itself.
    ``gave`` had a contribution rewarded or rendered a service; ``received`` placed an order that was not given back in
    full; ``both`` did both: what makes it a circle. ``circular`` = both ÷ engaged.
    """

    engaged: int
    rate: Decimal | None
    by_month: dict[Month, int]
    gave: int
    received: int
    both: int
    circular: Decimal | None


@dataclass(frozen=True)
class Wave:
    """The people enrolled in one quarter, and how many of them did something in each quarter from that one on.

    Retention in the k-th quarter = ``active[k]`` ÷ ``enrolled``.
    """

    quarter: Month  # its first month
    enrolled: int
    active: tuple[int, ...]

    @property
    def retention(self) -> tuple[Decimal, ...]:
        """The share of the wave that was active, by quarters since its beginning."""
        return tuple(Decimal(one) / self.enrolled for one in self.active)


def enrolment(db: Connection, period: Period) -> Enrolment:
    """How many people have a number, and how many of them a wallet."""
    start, end = period.start.timestamp(), period.end.timestamp()
    ranges = _enrolled(db, period)
    firsts = [one.first for one in ranges]
    m = members.c
    people = db.execute(select(m.member, m.joined_at).where(IS_PERSON, m.joined_at < int(end))).all()
    waits = [row.joined_at - ranges[bisect_right(firsts, row.member) - 1].time for row in people]
    enrolled = sum(one.size for one in ranges)
    return Enrolment(
        enrolled,
        len(people),
        sum(one.size for one in ranges if one.time >= start),
        sum(row.joined_at >= start for row in people),
        share(len(people), enrolled),
        Decimal(str(round(median(waits) / 86_400, 2))) if waits else None,
    )


def engagement(db: Connection, period: Period) -> Engagement:
    """Who takes part, and for whom the circle closes."""
    year = period.trailing(YEAR)
    givers = union(_members(gave(db, year, EARNED)), _members(rendered(db, year))).subquery("givers")
    receivers = _members(received(db, year)).distinct().subquery("receivers")
    engaged = _count(db, _members(activity(db, year)).distinct())
    both = _count(db, select(givers.c.member).join(receivers, receivers.c.member == givers.c.member))
    did = activity(db, period).subquery("did")
    monthly = select(did.c.month, func.count(distinct(did.c.member))).group_by(did.c.month)
    found = {Month.of(number): people for number, people in db.execute(monthly)}
    return Engagement(
        engaged,
        share(engaged, enrolment(db, period).enrolled),
        {month: found.get(month, 0) for month in period.months},
        _count(db, select(givers)),
        _count(db, select(receivers)),
        both,
        share(both, engaged),
    )


def retention(db: Connection, period: Period) -> tuple[Wave, ...]:
    """How many of each quarter's newly enrolled came back, until the end of a period; the oldest wave first."""
    last = _quarter_of(period.last)
    waves = _waves(db, period)
    if not waves:
        return ()
    did = activity(db, Period(BEGINNING, period.last)).subquery("did")
    since = [(did.c.member >= one.first, place) for place, one in enumerate(waves)]
    placed = select(
        did.c.member, case(*reversed(since)).label("wave"), quarter(did.c.month).label("quarter")
    ).subquery("placed")
    counted = select(placed.c.wave, placed.c.quarter, func.count(distinct(placed.c.member)))
    rows = db.execute(counted.group_by(placed.c.wave, placed.c.quarter))
    active = {(place, number): people for place, number, people in rows}
    return tuple(
        Wave(
            Month(one.quarter // 4, one.quarter % 4 * 3 + 1),
            one.size,
            tuple(active.get((place, number), 0) for number in range(one.quarter, last + 1)),
        )
        for place, one in enumerate(waves)
    )


@dataclass(frozen=True)
class _Enrolled:
    """Numbers given together, or in one quarter; numbers rise with time."""

    first: int
    size: int  # people
    time: int

    @property
    def quarter(self) -> int:
        return _quarter_of(Month.at(to_time(self.time)))


def _quarter_of(month: Month) -> int:
    return month.year * 4 + (month.month - 1) // 3


def _waves(db: Connection, period: Period) -> list[_Enrolled]:
    """Who was enrolled in each quarter until the end of a period."""
    waves = []
    for _, together in groupby(_enrolled(db, period), key=lambda one: one.quarter):
        parts = list(together)
        waves.append(_Enrolled(parts[0].first, sum(one.size for one in parts), parts[0].time))
    return waves


def _enrolled(db: Connection, period: Period) -> list[_Enrolled]:
    """The cohorts, and everybody admitted one by one, until the end of a period, by their first number."""
    opened, m, end = event_table("cohort_opened", "first", "size"), members.c, period.end.timestamp()
    cohorts = [
        _Enrolled(row.first, row.size, row.time)
        for row in db.execute(select(opened.c.first, opened.c.size, opened.c.time).order_by(opened.c.first))
    ]
    firsts = [one.first for one in cohorts]
    found = [one for one in cohorts if one.time < end]
    # Who was invited again joined without a cohort, and has a number of one all the same.
    alone = select(m.member, m.joined_at).where(IS_PERSON, m.cohort == 0, m.joined_at < int(end))
    for row in db.execute(alone):
        place = bisect_right(firsts, row.member) - 1
        if place < 0 or row.member >= cohorts[place].first + cohorts[place].size:
            found.append(_Enrolled(row.member, 1, row.joined_at))
    return sorted(found, key=lambda one: one.first)


def _members(what: Select[Any] | CompoundSelect[Any]) -> Select[Any]:
    return select(what.subquery().c.member)


def _count(db: Connection, what: Select[Any]) -> int:
    return int(db.execute(select(func.count()).select_from(what.subquery())).scalar_one())
