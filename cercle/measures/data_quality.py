"""What does not add up, or waits for too long: each figure is something to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, FromClause, case, distinct, func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions, member_tallies, members, orders, programmes, services
from cercle.measures.budgets import Runway
from cercle.measures.period import Period, within
from cercle.measures.reading import RESERVED, rates
from cercle.states import ContributionStatus, OrderStatus
from cercle.units import to_tokens

LONG = timedelta(days=30)
SOON = timedelta(days=90)
DAY = 86_400


@dataclass(frozen=True)
class Quality:
    """Counts, as things stand ``now``; 0 is good.

    ``waiting_long``: contributions that wait for approval for more than 30 days. ``late_orders``: orders not rendered
    in their time. ``evidence_again``: contributions of the period whose evidence is another one's too.
    ``without_wallet``: people with rewards who have not joined, and ``their_tokens``. ``lapsing``: rewards that nobody
    collects and that go back to the budget within 90 days. ``unfunded``: open programmes where more waits for approval
    than the budget can reward.
    """

    waiting_long: int
    late_orders: int
    evidence_again: int
    without_wallet: int
    their_tokens: Decimal
    lapsing: int
    unfunded: int


def quality(db: Connection, period: Period, budgets: tuple[Runway, ...], now: datetime) -> Quality:
    """What there is to look at; ``now`` is the index's own time, ``budgets`` are ``runways``."""
    moment, c, o = int(now.timestamp()), contributions.c, orders.c
    people, tokens = _without_wallet(db)
    pending = (c.status == ContributionStatus.Pending, c.submitted_at < moment - int(LONG.total_seconds()))
    late = (
        orders.join(services, services.c.service == o.service),
        o.status == OrderStatus.Open,
        o.ordered_at + services.c.fulfil_window < moment,
    )
    window = case((c.status == ContributionStatus.Upheld, 0), else_=programmes.c.challenge_window)
    lapses = c.decided_at + window + programmes.c.claim_within * DAY
    lapsing = (
        contributions.join(programmes, programmes.c.programme == c.programme),
        c.status.in_((ContributionStatus.Accepted, ContributionStatus.Upheld)),
        lapses < moment + int(SOON.total_seconds()),
    )
    return Quality(
        waiting_long=_count(db, contributions, *pending),
        late_orders=_count(db, *late),
        evidence_again=_evidence_again(db, period),
        without_wallet=people,
        their_tokens=tokens,
        lapsing=_count(db, *lapsing),
        unfunded=sum(one.waiting > one.available for one in budgets),
    )


def _count(db: Connection, source: FromClause, *wanted: ColumnElement[bool]) -> int:
    return int(db.execute(select(func.count()).select_from(source).where(*wanted)).scalar_one())


def _evidence_again(db: Connection, period: Period) -> int:
    """A document that is handed in for two members, or to two programmes."""
    c = contributions.c
    again = (
        select(func.count().label("times"))
        .where(within(db, contributions, period))
        .group_by(c.evidence)
        .having(func.count() > 1)
        .subquery()
    )
    return int(db.execute(select(func.coalesce(func.sum(again.c.times), 0))).scalar_one())


def _without_wallet(db: Connection) -> tuple[int, Decimal]:
    t, rate = member_tallies.c, rates(db)
    waiting = t.status.in_(RESERVED), t.member.not_in(select(members.c.member))
    people = select(func.count(distinct(t.member))).where(*waiting)
    units = select(t.programme, func.sum(t.units)).where(*waiting).group_by(t.programme)
    amount = sum(rate[programme] * int(total) for programme, total in db.execute(units))
    return int(db.execute(people).scalar_one()), to_tokens(amount)
