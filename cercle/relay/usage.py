"""What has been used of the day's limits, and what it has cost."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from cercle.relay.tables import ACTIONS, TRIES, Database

DAY = 86_400


@dataclass(frozen=True)
class Used:
    """Actions and gas of a day; what is on its way counts with its gas limit."""

    actions: int
    gas: int


def used(connection: Connection, day: int, member: int | None = None) -> Used:
    """What a day (since 1970-01-01 UTC) has used: of a member, or of all. What was never sent counts for nothing."""
    that_day = and_(ACTIONS.c.queued_at >= day * DAY, ACTIONS.c.queued_at < (day + 1) * DAY)
    counts = or_(ACTIONS.c.gas.is_(None), ACTIONS.c.gas > 0)
    query = select(func.count(), func.coalesce(func.sum(ACTIONS.c.gas), 0)).where(that_day, counts)
    if member is not None:
        query = query.where(ACTIONS.c.member == member)
    actions, gas = connection.execute(query).one()
    return Used(int(actions), int(gas))


def count_try(database: Database, member: int, day: int) -> int:
    """Counts that a member asked for something, granted or not; returns how often they have on that day."""
    mine = and_(TRIES.c.member == member, TRIES.c.day == day)
    with database.writing() as connection:
        changed = connection.execute(update(TRIES).where(mine).values(count=TRIES.c["count"] + 1))
        if not changed.rowcount:
            connection.execute(insert(TRIES).values(member=member, day=day, count=1))
        return int(connection.execute(select(TRIES.c["count"]).where(mine)).scalar_one())


def spent_since(database: Database, seconds: int) -> tuple[int, int | None]:
    """The gwei paid since a time of the chain's clock, and when the first of these actions was handed over."""
    query = select(func.coalesce(func.sum(ACTIONS.c.cost), 0), func.min(ACTIONS.c.queued_at)).where(
        ACTIONS.c.queued_at >= seconds, ACTIONS.c.cost > 0
    )
    with database.reading() as connection:
        spent, first = connection.execute(query).one()
        return int(spent), None if first is None else int(first)
