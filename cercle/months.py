"""Calendar months on a community's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from cercle.errors import InputProblem
from cercle.texts import Text


@dataclass(frozen=True)
class Month:
    """A calendar month: from ``first`` until just before ``end``."""

    first: datetime
    end: datetime

    @property
    def key(self) -> str:
        """Such as 2026-10."""
        return f"{self.first:%Y-%m}"


def month_of(moment: datetime, zone: tzinfo) -> Month:
    """The month in which a moment lies, on a clock."""
    first = moment.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Month(first, (first + timedelta(days=32)).replace(day=1))


def last_month(now: datetime, zone: tzinfo) -> Month:
    """The last month that is over, on a clock."""
    return month_of(month_of(now, zone).first - timedelta(days=1), zone)


def month_named(written: str, zone: tzinfo) -> Month:
    """The month that is written like 2026-10. ``InputProblem`` for anything else."""
    try:
        return month_of(datetime.strptime(written, "%Y-%m").replace(tzinfo=zone), zone)
    except ValueError:
        raise InputProblem(
            Text("“{written}” is no month.", {"written": written}), Text("Write it like 2026-10.")
        ) from None
