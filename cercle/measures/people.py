"""Who belongs, who joined, who takes part, and who stays."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, distinct, func, select, union
from sqlalchemy.engine import Connection

from cercle.index.tables import members
from cercle.measures.cohorts import enrolled, quarter_of, waves
from cercle.measures.period import YEAR, Month, Period
from cercle.measures.reading import (
    EARNED,
    IS_PERSON,
    activity,
    gave,
    quarter,
    received,
    rendered,
    share,
)

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
class MonthlyPeople:
    """How many people stand behind a month's figures: who had a contribution rewarded, and who ordered something."""

    rewarded: dict[Month, int]
    ordered: dict[Month, int]


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
    ranges = enrolled(db, period)
    firsts = [one.first for one in ranges]
    m = members.c
    people = db.execute(select(m.member, m.joined_at).where(IS_PERSON, m.joined_at < int(end))).all()
    waits = [row.joined_at - ranges[bisect_right(firsts, row.member) - 1].time for row in people]
    numbers = sum(one.size for one in ranges)
    return Enrolment(
        numbers,
        len(people),
        sum(one.size for one in ranges if one.time >= start),
        sum(row.joined_at >= start for row in people),
        share(len(people), numbers),
        Decimal(str(round(median(waits) / 86_400, 2))) if waits else None,
    )


def engagement(db: Connection, period: Period) -> Engagement:
    """Who takes part, and for whom the circle closes."""
    year = period.trailing(YEAR)
    givers = union(_members(gave(db, year, EARNED)), _members(rendered(db, year))).subquery("givers")
    receivers = _members(received(db, year)).distinct().subquery("receivers")
    engaged = _count(db, _members(activity(db, year)).distinct())
    both = _count(db, select(givers.c.member).join(receivers, receivers.c.member == givers.c.member))
    return Engagement(
        engaged,
        share(engaged, enrolment(db, period).enrolled),
        _by_month(db, period, activity(db, period)),
        _count(db, select(givers)),
        _count(db, select(receivers)),
        both,
        share(both, engaged),
    )


def monthly_people(db: Connection, period: Period) -> MonthlyPeople:
    """The people behind each month: figures of very few are nobody else's business."""
    return MonthlyPeople(
        _by_month(db, period, gave(db, period, EARNED)),
        _by_month(db, period, received(db, period, everything=True)),
    )


def retention(db: Connection, period: Period) -> tuple[Wave, ...]:
    """How many of each quarter's newly enrolled came back, until the end of a period; the oldest wave first."""
    last = quarter_of(period.last)
    newly = waves(db, period)
    if not newly:
        return ()
    did = activity(db, Period(BEGINNING, period.last)).subquery("did")
    since = [(did.c.member >= one.first, place) for place, one in enumerate(newly)]
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
        for place, one in enumerate(newly)
    )


def _by_month(db: Connection, period: Period, what: Select[Any] | CompoundSelect[Any]) -> dict[Month, int]:
    """Different people in each month."""
    did = what.subquery()
    counted = select(did.c.month, func.count(distinct(did.c.member))).group_by(did.c.month)
    found = {number: people for number, people in db.execute(counted)}
    return {month: found.get(month.number, 0) for month in period.months}


def _members(what: Select[Any] | CompoundSelect[Any]) -> Select[Any]:
    return select(what.subquery().c.member)


def _count(db: Connection, what: Select[Any]) -> int:
    return int(db.execute(select(func.count()).select_from(what.subquery())).scalar_one())
