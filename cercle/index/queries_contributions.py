"""What the index tells about contributions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Row

from cercle.history import ContributionRecord
from cercle.index.asking import PAGE, Asking, beyond
from cercle.index.tables import contributions, member_tallies, programmes, seats
from cercle.states import ContributionStatus
from cercle.units import to_time, to_tokens, to_units


class ContributionQueries(Asking):
    """Questions about contributions."""

    def contribution(self, id: bytes) -> ContributionRecord | None:
        """One contribution."""
        found = self._contributions(select(contributions).where(contributions.c.id == id))
        return found[0] if found else None

    def contributions_of(
        self,
        member: int,
        states: Iterable[ContributionStatus] | None = None,
        *,
        before: bytes | None = None,
        most: int = PAGE,
    ) -> list[ContributionRecord]:
        """What a member contributed."""
        c = contributions.c
        wanted = [c.member == member, *beyond(contributions, before=before)]
        if states is not None:
            wanted.append(c.status.in_(list(states)))
        return self._contributions(
            select(contributions).where(*wanted).order_by(c.position.desc()).limit(most)
        )

    def to_review(
        self, validator: int, programme: int, *, after: bytes | None = None, most: int = PAGE
    ) -> list[ContributionRecord]:
        """What a validator can vote on in a programme, the oldest first."""
        c, s = contributions.c, seats.c
        bit = select(s.bit).where(s.programme == programme, s.validator == validator).scalar_subquery()
        voted = (c.approvals.op("|")(c.rejections)).op("&")(func.coalesce(bit, 0))
        wanted = (
            c.programme == programme,
            c.status == ContributionStatus.Pending,
            c.member != validator,
            voted == 0,
            *beyond(contributions, after=after),
        )
        return self._contributions(select(contributions).where(*wanted).order_by(c.position).limit(most))

    def in_state(
        self,
        programme: int,
        state: ContributionStatus,
        *,
        decided_after: int = 0,
        after: bytes | None = None,
        most: int = PAGE,
    ) -> list[ContributionRecord]:
        """A programme's contributions in a state, the oldest first; those decided after a moment (seconds) where one
        is given, such as what can still be challenged."""
        c = contributions.c
        wanted = [c.programme == programme, c.status == state, *beyond(contributions, after=after)]
        if decided_after:
            wanted.append(c.decided_at > decided_after)
        return self._contributions(select(contributions).where(*wanted).order_by(c.position).limit(most))

    def count(self, programme: int, state: ContributionStatus) -> int:
        """How many contributions of a programme are in a state."""
        tally = member_tallies.c
        question = select(func.coalesce(func.sum(tally.contributions), 0))
        return int(self._rows(question.where(tally.programme == programme, tally.status == state))[0][0])

    def _contributions(self, question: Select[Any]) -> list[ContributionRecord]:
        rows = self._rows(question)
        known = {row.programme for row in rows}
        rates = {
            row.programme: row.rate
            for row in self._rows(select(programmes).where(programmes.c.programme.in_(known)))
        }
        bits: dict[int, list[tuple[int, int]]] = {}
        for row in self._rows(select(seats).where(seats.c.programme.in_(known))):
            bits.setdefault(row.programme, []).append((row.bit, row.validator))
        return [_contribution(row, rates[row.programme], bits.get(row.programme, [])) for row in rows]


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
