"""Who was given a number when: cohorts, and people admitted one by one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.engine import Connection

from cercle.index.tables import members
from cercle.measures.period import Month, Period
from cercle.measures.reading import IS_PERSON, event_table
from cercle.units import to_time


@dataclass(frozen=True)
class Enrolled:
    """People who were given numbers together, or in one quarter. Numbers rise with time."""

    first: int
    size: int
    time: int

    @property
    def quarter(self) -> int:
        """Since the year 0."""
        return quarter_of(Month.at(to_time(self.time)))


def quarter_of(month: Month) -> int:
    """Which quarter since the year 0 a month lies in."""
    return month.year * 4 + (month.month - 1) // 3


def waves(db: Connection, period: Period) -> list[Enrolled]:
    """Who was enrolled in each quarter until the end of a period."""
    found = []
    for _, together in groupby(enrolled(db, period), key=lambda one: one.quarter):
        parts = list(together)
        found.append(Enrolled(parts[0].first, sum(one.size for one in parts), parts[0].time))
    return found


def enrolled(db: Connection, period: Period) -> list[Enrolled]:
    """The cohorts, and everybody admitted one by one, until the end of a period, by their first number."""
    opened, m, end = event_table("cohort_opened", "first", "size"), members.c, period.end.timestamp()
    cohorts = [
        Enrolled(row.first, row.size, row.time)
        for row in db.execute(select(opened.c.first, opened.c.size, opened.c.time).order_by(opened.c.first))
    ]
    firsts = [one.first for one in cohorts]
    found = [one for one in cohorts if one.time < end]
    # Who was invited again joined without a cohort, and has a number of one all the same.
    alone = select(m.member, m.joined_at).where(IS_PERSON, m.cohort == 0, m.joined_at < int(end))
    for row in db.execute(alone):
        place = bisect_right(firsts, row.member) - 1
        if place < 0 or row.member >= cohorts[place].first + cohorts[place].size:
            found.append(Enrolled(row.member, 1, row.joined_at))
    return sorted(found, key=lambda one: one.first)
