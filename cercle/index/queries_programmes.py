"""What the index tells about programmes and their budgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Row

from cercle.index.asking import Ask, Asking
from cercle.index.tables import month_tallies, programmes, seats
from cercle.records import ProgrammeRecord
from cercle.states import ContributionStatus, ProgrammeStatus
from cercle.units import to_tokens, to_units

_RESERVED = (ContributionStatus.Accepted, ContributionStatus.Challenged, ContributionStatus.Upheld)


@dataclass(frozen=True)
class BudgetFigures:
    """A programme's budget as its events add up, in base units."""

    available: int
    reserved: int
    paid: int


class ProgrammeQueries(Asking):
    """Questions about programmes."""

    def programmes(self) -> dict[int, ProgrammeRecord]:
        """All programmes, by number."""
        with self._one_state() as ask:
            rows = ask(select(programmes).order_by(programmes.c.programme))
            active = ask(select(seats).where(seats.c.active == 1))
            paid = _units(ask, ContributionStatus.Paid)
        seated: dict[int, set[int]] = {}
        for row in active:
            seated.setdefault(row.programme, set()).add(row.validator)
        return {
            row.programme: _programme(row, seated.get(row.programme, set()), paid.get(row.programme, 0))
            for row in rows
        }

    def budgets(self) -> dict[int, BudgetFigures]:
        """Every programme's budget, from events alone."""
        with self._one_state() as ask:
            rows = ask(select(programmes))
            reserved, paid = _units(ask, *_RESERVED), _units(ask, ContributionStatus.Paid)
        made = {}
        for row in rows:
            held = row.rate * reserved.get(row.programme, 0)
            gone = row.rate * paid.get(row.programme, 0)
            made[row.programme] = BudgetFigures(row.funded - row.withdrawn - held - gone, held, gone)
        return made


def _units(ask: Ask, *states: ContributionStatus) -> dict[int, int]:
    tally = month_tallies.c
    question = select(tally.programme, func.sum(tally.units).label("units")).where(tally.status.in_(states))
    return {row.programme: int(row.units) for row in ask(question.group_by(tally.programme))}


def _programme(row: Row[Any], validators: set[int], paid_units: int) -> ProgrammeRecord:
    return ProgrammeRecord(
        id=row.programme,
        rate=row.rate,
        quorum=row.quorum,
        challenge_window=timedelta(seconds=row.challenge_window),
        cap=to_units(row.cap) if row.cap else None,
        cap_period=timedelta(days=row.cap_period),
        claim_within=timedelta(days=row.claim_within),
        document=row.document,
        status=ProgrammeStatus(row.status),
        validators=validators,
        paid=to_tokens(row.rate * paid_units),
    )
