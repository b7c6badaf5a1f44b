"""How long budgets last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import month_tallies, programmes
from cercle.measures.period import Period
from cercle.measures.programmes import by_month
from cercle.measures.reading import RESERVED, share
from cercle.states import ContributionStatus, ProgrammeStatus
from cercle.units import to_tokens

RUNWAY_MONTHS = 3


@dataclass(frozen=True)
class Runway:
    """How long a programme's budget lasts. ``monthly`` = rewards of the period's last three months ÷ 3;
    ``months`` = available ÷ monthly, None where nothing was rewarded. ``waiting`` would be reserved if everything that
    waits for approval were accepted."""

    programme: int
    available: Decimal
    waiting: Decimal
    monthly: Decimal
    months: Decimal | None


def runways(db: Connection, period: Period) -> tuple[Runway, ...]:
    """How long the budget of each open programme lasts from now, at the pace of the period's last months."""
    recent: dict[int, Decimal] = defaultdict(Decimal)
    for one in by_month(db, period.trailing(RUNWAY_MONTHS)):
        recent[one.programme] += one.earned
    units: dict[int, dict[int, int]] = defaultdict(dict)
    t = month_tallies.c
    for row in db.execute(
        select(t.programme, t.status, func.sum(t.units).label("units")).group_by(t.programme, t.status)
    ):
        units[row.programme][row.status] = int(row.units)
    made = []
    for row in db.execute(
        select(programmes).where(programmes.c.status == ProgrammeStatus.Open).order_by(programmes.c.programme)
    ):
        of = units[row.programme]
        gone = sum(of.get(state, 0) for state in (*RESERVED, ContributionStatus.Paid))
        available = to_tokens(row.funded - row.withdrawn - row.rate * gone)
        monthly = recent[row.programme] / RUNWAY_MONTHS
        waiting = to_tokens(row.rate * of.get(ContributionStatus.Pending, 0))
        made.append(Runway(row.programme, available, waiting, monthly, share(available, monthly)))
    return tuple(made)
