"""What is asked of the index: the same records as ``cercle.history`` gives, and nothing read that is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import Select, func, select
from sqlalchemy.engine import Engine, Row

from cercle.history import ContributionRecord, MemberRecord, OrderRecord, ProgrammeRecord, ServiceRecord
from cercle.index.tables import (
    contributions,
    member_tallies,
    member_totals,
    members,
    orders,
    owed,
    programmes,
    seats,
    services,
)
from cercle.states import ContributionStatus, OrderStatus, ProgrammeStatus, ServiceStatus
from cercle.units import to_time, to_tokens, to_units

PAGE = 50
_RESERVED = (ContributionStatus.Accepted, ContributionStatus.Challenged, ContributionStatus.Upheld)


@dataclass(frozen=True)
class BudgetFigures:
    """A programme's budget as its events add up, in base units."""

    available: int
    reserved: int
    paid: int


@dataclass(frozen=True)
class MemberTotals:
    """What a member earned (accepted, collected or not) and spent on orders that were not given back."""

    member: int
    earned: Decimal
    spent: Decimal


class Queries:
    """The questions. Lists are newest first unless they say otherwise, and come in pages: ``before`` is the
    ``position`` of the last one shown."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def _rows(self, question: Select[Any]) -> Sequence[Row[Any]]:
        with self.engine.connect() as connection:
            return connection.execute(question).all()

    # -- programmes and contributions ----------------------------------------------------------------

    def programmes(self) -> dict[int, ProgrammeRecord]:
        """All programmes, by number."""
        seated: dict[int, set[int]] = {}
        for row in self._rows(select(seats).where(seats.c.active == 1)):
            seated.setdefault(row.programme, set()).add(row.validator)
        paid = self._units(ContributionStatus.Paid)
        return {
            row.programme: _programme(row, seated.get(row.programme, set()), paid.get(row.programme, 0))
            for row in self._rows(select(programmes).order_by(programmes.c.programme))
        }

    def _units(self, *states: ContributionStatus) -> dict[int, int]:
        tally = member_tallies.c
        question = select(tally.programme, func.sum(tally.units).label("units")).where(
            tally.status.in_(states)
        )
        return {row.programme: int(row.units) for row in self._rows(question.group_by(tally.programme))}

    def budgets(self) -> dict[int, BudgetFigures]:
        """Every programme's budget, from events alone."""
        reserved, paid = self._units(*_RESERVED), self._units(ContributionStatus.Paid)
        made = {}
        for row in self._rows(select(programmes)):
            held = row.rate * reserved.get(row.programme, 0)
            gone = row.rate * paid.get(row.programme, 0)
            made[row.programme] = BudgetFigures(row.funded - row.withdrawn - held - gone, held, gone)
        return made

    def contribution(self, id: bytes) -> ContributionRecord | None:
        """One contribution."""
        found = self._contributions(select(contributions).where(contributions.c.id == id))
        return found[0] if found else None

    def contributions_of(
        self,
        member: int,
        states: Iterable[ContributionStatus] | None = None,
        *,
        before: int | None = None,
        most: int = PAGE,
    ) -> list[ContributionRecord]:
        """What a member contributed."""
        c = contributions.c
        wanted = [c.member == member]
        if states is not None:
            wanted.append(c.status.in_(list(states)))
        if before is not None:
            wanted.append(c.position < before)
        return self._contributions(
            select(contributions).where(*wanted).order_by(c.position.desc()).limit(most)
        )

    def to_review(
        self, validator: int, programme: int, *, after: int = -1, most: int = PAGE
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
            c.position > after,
        )
        return self._contributions(select(contributions).where(*wanted).order_by(c.position).limit(most))

    def in_state(
        self,
        programme: int,
        state: ContributionStatus,
        *,
        decided_after: int = 0,
        after: int = -1,
        most: int = PAGE,
    ) -> list[ContributionRecord]:
        """A programme's contributions in a state, the oldest first; those decided after a moment (seconds) where one
        is given, such as what can still be challenged."""
        c = contributions.c
        wanted = [c.programme == programme, c.status == state, c.position > after]
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

    # -- members ----------------------------------------------------------------------------------------

    def member(self, number: int) -> MemberRecord | None:
        """A member who has joined."""
        rows = self._rows(select(members).where(members.c.member == number))
        return _member(rows[0]) if rows else None

    def members(self, *, after: int = 0, most: int = PAGE) -> list[MemberRecord]:
        """Members who have joined, by number."""
        m = members.c
        return [
            _member(row)
            for row in self._rows(select(members).where(m.member > after).order_by(m.member).limit(most))
        ]

    def owed(self, member: int) -> Decimal:
        """What the catalogue keeps for a member who could not be paid."""
        rows = self._rows(select(owed.c.amount).where(owed.c.member == member))
        return to_tokens(rows[0].amount) if rows else Decimal(0)

    def totals(self, member: int) -> MemberTotals:
        """A member's running totals."""
        rows = self._rows(select(member_totals).where(member_totals.c.member == member))
        return _totals(rows[0]) if rows else MemberTotals(member, Decimal(0), Decimal(0))

    def leaderboard(self, most: int = 10) -> list[MemberTotals]:
        """Who earned most."""
        c = member_totals.c
        # Amounts are decimal text on SQLite: the longer is the larger.
        order = [c.earned.desc()]
        if self.engine.dialect.name == "sqlite":
            order.insert(0, func.length(c.earned).desc())
        question = select(member_totals).order_by(*order, c.member).limit(most)
        return [_totals(row) for row in self._rows(question)]

    # -- services and orders ----------------------------------------------------------------------------

    def services(self) -> dict[int, ServiceRecord]:
        """All services, by number."""
        return {
            row.service: _service(row) for row in self._rows(select(services).order_by(services.c.service))
        }

    def order(self, id: bytes) -> OrderRecord | None:
        """One order."""
        rows = self._rows(select(orders).where(orders.c.id == id))
        return _order(rows[0]) if rows else None

    def orders_of(self, member: int, *, before: int | None = None, most: int = PAGE) -> list[OrderRecord]:
        """A member's orders."""
        o = orders.c
        wanted = [o.member == member] + ([o.position < before] if before is not None else [])
        return [
            _order(row)
            for row in self._rows(select(orders).where(*wanted).order_by(o.position.desc()).limit(most))
        ]

    def orders_for(
        self, provider: int, states: Iterable[OrderStatus] | None = None, *, after: int = -1, most: int = PAGE
    ) -> list[OrderRecord]:
        """The orders a provider has to do with, the oldest first."""
        o = orders.c
        wanted = [o.provider == provider, o.position > after]
        if states is not None:
            wanted.append(o.status.in_(list(states)))
        return [
            _order(row) for row in self._rows(select(orders).where(*wanted).order_by(o.position).limit(most))
        ]

    def orders_counted(self, member: int, service: int) -> int:
        """How many orders of a service count towards a member's limit: those that were
        rendered or may still be."""
        o = orders.c
        question = select(func.count()).where(o.member == member, o.service == service, o.given_back == 0)
        return int(self._rows(question)[0][0])


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


def _member(row: Row[Any]) -> MemberRecord:
    wallet = str(to_checksum_address(row.wallet))
    return MemberRecord(row.member, wallet, to_time(row.joined_at), row.referrer or None)


def _totals(row: Row[Any]) -> MemberTotals:
    return MemberTotals(row.member, to_tokens(row.earned), to_tokens(row.spent))


def _service(row: Row[Any]) -> ServiceRecord:
    return ServiceRecord(
        id=row.service,
        provider=row.provider,
        price=to_tokens(row.price),
        limit=row.order_limit or None,
        fulfil_window=timedelta(seconds=row.fulfil_window),
        confirm_window=timedelta(seconds=row.confirm_window),
        burn_share=Decimal(row.burn_share) / 10_000,
        document=row.document,
        stock=row.stock,
        status=ServiceStatus(row.status),
    )


def _order(row: Row[Any]) -> OrderRecord:
    return OrderRecord(
        id=row.id,
        member=row.member,
        service=row.service,
        provider=row.provider,
        price=to_tokens(row.price),
        ordered_at=to_time(row.ordered_at),
        status=OrderStatus(row.status),
        changed_at=to_time(row.changed_at),
        dispute=row.dispute,
        refunded=to_tokens(row.refunded),
        paid=to_tokens(row.paid),
        burnt=to_tokens(row.burnt),
    )
