"""How long contributions wait for the validators."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions, programmes
from cercle.measures.period import Period, within
from cercle.measures.reading import event_table
from cercle.states import ContributionStatus, Outcome

DAY = 86_400


@dataclass(frozen=True)
class Review:
    """A programme's reviews.

    ``decided``: contributions that were accepted or rejected in the period; those that a validator recorded were so at
    once, and do not count. ``days``: their median from submission to decision. ``waiting``: not decided now, the oldest
    for ``oldest_days``.
    """

    programme: int
    decided: int
    days: Decimal | None
    waiting: int
    oldest_days: Decimal | None


def reviews(db: Connection, period: Period, now: datetime) -> tuple[Review, ...]:
    """How fast each programme's validators decide; ``now`` is the index's own time."""
    c, voted = contributions.c, event_table("contribution_attested", "id", "outcome")
    question = (
        select(c.programme, (voted.c.time - c.submitted_at).label("seconds"))
        .join(contributions, c.id == voted.c.id)
        .where(
            within(db, voted, period),
            voted.c.outcome.in_((Outcome.Accepted, Outcome.Rejected)),
            voted.c.position != c.position + 1,  # a record is submitted and voted on in one go
        )
    )
    waits: dict[int, list[int]] = defaultdict(list)
    for row in db.execute(question):
        waits[row.programme].append(row.seconds)
    pending = (
        select(c.programme, func.count().label("waiting"), func.min(c.submitted_at).label("oldest"))
        .where(c.status == ContributionStatus.Pending)
        .group_by(c.programme)
    )
    queue = {row.programme: (row.waiting, row.oldest) for row in db.execute(pending)}
    moment = int(now.timestamp())
    made = []
    for number in db.execute(select(programmes.c.programme).order_by(programmes.c.programme)).scalars():
        waiting, oldest = queue.get(number, (0, None))
        made.append(
            Review(
                number,
                len(waits[number]),
                Decimal(median(waits[number])) / DAY if waits[number] else None,
                waiting,
                None if oldest is None else Decimal(moment - oldest) / DAY,
            )
        )
    return tuple(made)
