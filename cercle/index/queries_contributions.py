"""What the index tells about contributions: one, a member's, and what is paid for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.engine import Row

from cercle.index.asking import PAGE, Asking, beyond
from cercle.index.tables import PENDING, UNPAID, contributions, programmes, seats
from cercle.records import ContributionRecord
from cercle.states import ContributionStatus
from cercle.units import to_time, to_tokens, to_units

_DAY = 86_400
_c, _p = contributions.c, programmes.c


@dataclass(frozen=True)
class Rewards:
    """What a member's contributions are worth: to be collected now, and later; and how many wait for approval."""

    now: Decimal
    later: Decimal
    pending: int


class ContributionQueries(Asking):
    """Questions about contributions. ``resolution`` is how long an arbiter has to decide a challenge."""

    def contribution(self, id: bytes) -> ContributionRecord | None:
        """One contribution."""
        found = self._contributions(select(contributions).where(_c.id == id))
        return found[0] if found else None

    def contributions_of(
        self, member: int, *, before: bytes | None = None, most: int = PAGE
    ) -> list[ContributionRecord]:
        """What a member contributed."""
        wanted = [_c.member == member, *beyond(contributions, before=before)]
        return self._contributions(
            select(contributions).where(*wanted).order_by(_c.position.desc()).limit(most)
        )

    def submissions(self, member: int) -> list[ContributionRecord]:
        """Everything that was ever submitted or recorded under a member's number, in the chain's order."""
        return self._contributions(select(contributions).where(_c.member == member).order_by(_c.position))

    def changed_of(self, member: int, most: int) -> list[ContributionRecord]:
        """What changed last of what a member contributed."""
        changed = func.coalesce(_c.decided_at, _c.submitted_at)
        question = select(contributions).where(_c.member == member)
        return self._contributions(question.order_by(changed.desc(), _c.position.desc()).limit(most))

    def collectable(
        self, member: int, now: datetime, resolution: timedelta, most: int = PAGE
    ) -> list[ContributionRecord]:
        """What a member can collect, the oldest first."""
        start, moment = _claim_from(resolution), int(now.timestamp())
        wanted = start <= moment, moment < start + _p.claim_within * _DAY
        question = _unpaid(member).add_columns(*contributions.columns).where(*wanted)
        return self._contributions(question.order_by(_c.position).limit(most))

    def coming(
        self, member: int, now: datetime, resolution: timedelta, most: int = PAGE
    ) -> list[ContributionRecord]:
        """What a member can collect later, the soonest first."""
        start = _claim_from(resolution)
        question = _unpaid(member).add_columns(*contributions.columns).where(start > int(now.timestamp()))
        return self._contributions(question.order_by(start, _c.position).limit(most))

    def rewards_of(self, member: int, now: datetime, resolution: timedelta) -> Rewards:
        """What a member can collect now and later, however much it is."""
        start, moment = _claim_from(resolution), int(now.timestamp())
        late = case((start > moment, 1), else_=0).label("late")
        question = _unpaid(member).add_columns(_p.rate, late, func.sum(_c.units).label("units"))
        with self._one_state() as ask:
            in_time = moment < start + _p.claim_within * _DAY
            rows = ask(question.where(in_time).group_by(_p.rate, late))
            pending = ask(select(func.count()).select_from(contributions).where(_c.member == member, PENDING))
        worth = [0, 0]
        for row in rows:
            worth[row.late] += row.rate * int(row.units)
        return Rewards(to_tokens(worth[0]), to_tokens(worth[1]), pending[0][0])

    def _contributions(self, question: Select[Any]) -> list[ContributionRecord]:
        with self._one_state() as ask:
            rows = ask(question)
            known = {row.programme for row in rows}
            rates = {
                row.programme: row.rate for row in ask(select(programmes).where(_p.programme.in_(known)))
            }
            seated = ask(select(seats).where(seats.c.programme.in_(known)))
        bits: dict[int, list[tuple[int, int]]] = {}
        for row in seated:
            bits.setdefault(row.programme, []).append((row.bit, row.validator))
        return [_contribution(row, rates[row.programme], bits.get(row.programme, [])) for row in rows]


def _unpaid(member: int) -> Select[Any]:
    joined = contributions.join(programmes, _p.programme == _c.programme)
    return select().select_from(joined).where(_c.member == member, UNPAID)


def _claim_from(resolution: timedelta) -> ColumnElement[int]:
    """``Rewards.claim_from`` in SQL."""
    waits = case(
        (_c.status == ContributionStatus.Accepted, _p.challenge_window),
        (_c.status == ContributionStatus.Challenged, int(resolution.total_seconds())),
        else_=0,
    )
    return _c.decided_at + waits


def _contribution(row: Row[Any], rate: int, bits: list[tuple[int, int]]) -> ContributionRecord:
    return ContributionRecord(
        id=row.id,
        member=row.member,
        programme=row.programme,
        units=to_units(row.units),
        evidence=row.evidence,
        submitted_at=to_time(row.submitted_at),
        status=ContributionStatus(row.status),
        decided_at=None if row.decided_at is None else to_time(row.decided_at),
        approvals={validator for bit, validator in bits if row.approvals & bit},
        rejections={validator for bit, validator in bits if row.rejections & bit},
        challenge=row.challenge,
        reward=to_tokens(rate * row.units),
    )
