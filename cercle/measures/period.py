"""Periods: whole months, UTC. The index keeps its running totals by month, and a report never splits one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, select
from sqlalchemy.engine import Connection

from cercle.errors import InputProblem
from cercle.texts import Text

YEAR = 12  # months


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, UTC."""

    year: int
    month: int

    @classmethod
    def of(cls, number: int) -> Month:
        """From the index's ``yyyymm``."""
        return cls(number // 100, number % 100)

    @classmethod
    def at(cls, time: datetime) -> Month:
        """The month of a moment (which knows its time zone)."""
        moment = time.astimezone(UTC)
        return cls(moment.year, moment.month)

    @property
    def number(self) -> int:
        """``yyyymm``, as the index writes it."""
        return self.year * 100 + self.month

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    def plus(self, months: int) -> Month:
        """So many months later, or earlier."""
        year, month = divmod(self.year * YEAR + self.month - 1 + months, YEAR)
        return Month(year, month + 1)


@dataclass(frozen=True)
class Period:
    """From the first moment of ``first`` to the last of ``last``. ``InputProblem`` if it ends before it begins."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InputProblem(
                Text("The period ends before it begins."), Text("Name its first month, then its last.")
            )

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return self.first.start

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.last.plus(1).start

    @property
    def months(self) -> tuple[Month, ...]:
        """Each of its months."""
        return tuple(self.first.plus(one) for one in range(len(self)))

    def __len__(self) -> int:
        return (self.last.year - self.first.year) * YEAR + self.last.month - self.first.month + 1

    def trailing(self, months: int = YEAR) -> Period:
        """So many months that end when this period ends."""
        return Period(self.last.plus(1 - months), self.last)

    def has(self, month: ColumnElement[int]) -> ColumnElement[bool]:
        """SQL: a ``yyyymm`` column lies in the period."""
        return month.between(self.first.number, self.last.number)


def within(db: Connection, table: FromClause, period: Period) -> ColumnElement[bool]:
    """SQL: the rows of a table (with ``position`` and ``month``) that lie in a period.

    Positions rise with time, so that the period is a range of the primary key; its ends are found by bisection, and
    nothing else is read.
    """
    position = table.c.position
    return and_(
        position >= _first_of(db, table, period.first),
        position < _first_of(db, table, period.last.plus(1)),
    )


def _first_of(db: Connection, table: Any, month: Month) -> int:
    """The position after everything that happened before a month."""
    position = table.c.position
    newest = db.execute(select(position).order_by(position.desc()).limit(1)).scalar()
    low, high = 0, 0 if newest is None else int(newest) + 1
    while low < high:
        middle = (low + high) // 2
        found = db.execute(
            select(position, table.c.month).where(position >= middle).order_by(position).limit(1)
        ).one()
        if found.month >= month.number:
            high = middle
        else:
            low = int(found.position) + 1
    return low
