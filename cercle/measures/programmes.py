"""What each programme brings, and what it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import distinct, func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions, month_tallies, programmes, rounds
from cercle.measures.period import YEAR, Month, Period, within
from cercle.measures.purses import Spending
from cercle.measures.reading import EARNED, event_table, exact_sum, rates, share
from cercle.states import ContributionStatus, ProgrammeStatus
from cercle.units import to_tokens, to_units


@dataclass(frozen=True)
class ProgrammeMonth:
    """What members submitted to a programme in a month, and what of it was rewarded until now."""

    programme: int
    month: Month
    submitted: int
    rewarded: int
    units: Decimal
    earned: Decimal


@dataclass(frozen=True)
class MoneyCost:
    """What a programme costs in money beside its tokens, as the community's YAML says."""

    a_year: Decimal = Decimal(0)
    a_unit: Decimal = Decimal(0)


@dataclass(frozen=True)
class ProgrammeFigures:
    """A programme's profit and loss in a period. Amounts in tokens.

    ``submitted``, ``rewarded``, ``waiting`` count the period's contributions as they stand now; ``units``, ``people``
    and ``earned`` are of those that were rewarded. ``collected`` left the budget in the period, whenever it was
    earned. ``from_rounds`` was collected from the programme's rounds. ``redeemed`` are its tokens among those spent in
    the period, the oldest first (``spending``).
    ``cost_per_person`` = (earned + from_rounds) ÷ people.
    ``money`` = a year's cost × months ÷ 12 + a unit's cost × units; None where the YAML gives none.
    """

    programme: int
    status: ProgrammeStatus
    submitted: int
    rewarded: int
    waiting: int
    units: Decimal
    people: int
    earned: Decimal
    collected: Decimal
    from_rounds: Decimal
    redeemed: Decimal
    funded: Decimal
    withdrawn: Decimal
    money: Decimal | None

    @property
    def cost_per_person(self) -> Decimal | None:
        """Tokens for each person who was rewarded."""
        return share(self.earned + self.from_rounds, self.people)

    @property
    def unrewarded(self) -> bool:
        """Open, and nobody who contributed was rewarded."""
        rewarded = self.rewarded or self.from_rounds
        return self.status is ProgrammeStatus.Open and self.submitted > 0 and not rewarded

    @property
    def money_per_person(self) -> Decimal | None:
        """Money for each person who was rewarded."""
        return None if self.money is None else share(self.money, self.people)


def by_month(db: Connection, period: Period) -> tuple[ProgrammeMonth, ...]:
    """Every programme's months in which something was submitted, by month."""
    t, rate = month_tallies.c, rates(db)
    found: dict[tuple[int, int], dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in db.execute(select(month_tallies).where(period.has(t.month))):
        found[row.month, row.programme][row.status] = (row.contributions, row.units)
    made = []
    for (month, programme), states in sorted(found.items()):
        kept = [states.get(state, (0, 0)) for state in EARNED]
        units = sum(one[1] for one in kept)
        made.append(
            ProgrammeMonth(
                programme,
                Month.of(month),
                sum(one[0] for one in states.values()),
                sum(one[0] for one in kept),
                to_units(units),
                to_tokens(units * rate[programme]),
            )
        )
    return tuple(made)


def profit_and_loss(
    db: Connection, period: Period, token: bytes, spent: Spending, costs: Mapping[int, MoneyCost]
) -> tuple[ProgrammeFigures, ...]:
    """Every programme opened before the period's end; ``token`` is the community token's address, ``costs`` are by
    programme."""
    months: dict[int, list[ProgrammeMonth]] = defaultdict(list)
    for one in by_month(db, period):
        months[one.programme].append(one)
    people, waiting = _people(db, period), _waiting(db, period)
    collected, rounded = _collected(db, period), _from_rounds(db, period, token)
    funded, withdrawn = (_budget(db, period, kind) for kind in ("budget_funded", "budget_withdrawn"))
    opened = select(programmes).where(programmes.c.opened_at < int(period.end.timestamp()))
    made = []
    for row in db.execute(opened.order_by(programmes.c.programme)):
        number = row.programme
        units = sum((one.units for one in months[number]), Decimal(0))
        made.append(
            ProgrammeFigures(
                programme=number,
                status=ProgrammeStatus(row.status),
                submitted=sum(one.submitted for one in months[number]),
                rewarded=sum(one.rewarded for one in months[number]),
                waiting=waiting.get(number, 0),
                units=units,
                people=people.get(number, 0),
                earned=sum((one.earned for one in months[number]), Decimal(0)),
                collected=to_tokens(collected.get(number, 0) * row.rate),
                from_rounds=to_tokens(rounded.get(number, 0)),
                redeemed=spent.by_programme.get(number, Decimal(0)),
                funded=to_tokens(funded.get(number, 0)),
                withdrawn=to_tokens(withdrawn.get(number, 0)),
                money=_money(costs.get(number), len(period), units),
            )
        )
    return tuple(made)


def _money(cost: MoneyCost | None, months: int, units: Decimal) -> Decimal | None:
    return None if cost is None else cost.a_year * months / YEAR + cost.a_unit * units


def _people(db: Connection, period: Period) -> dict[int, int]:
    c = contributions.c
    question = (
        select(c.programme, func.count(distinct(c.member)).label("people"))
        .where(within(db, contributions, period), c.status.in_(EARNED))
        .group_by(c.programme)
    )
    return {row.programme: row.people for row in db.execute(question)}


def _waiting(db: Connection, period: Period) -> dict[int, int]:
    t = month_tallies.c
    question = (
        select(t.programme, func.sum(t.contributions).label("waiting"))
        .where(period.has(t.month), t.status == ContributionStatus.Pending)
        .group_by(t.programme)
    )
    return {row.programme: int(row.waiting) for row in db.execute(question)}


def _collected(db: Connection, period: Period) -> dict[int, int]:
    """Hundredths of units whose reward was paid in a period: a paid contribution was decided when it was paid."""
    c = contributions.c
    start, end = int(period.start.timestamp()), int(period.end.timestamp())
    question = (
        select(c.programme, func.sum(c.units).label("units"))
        .where(c.status == ContributionStatus.Paid, c.decided_at >= start, c.decided_at < end)
        .group_by(c.programme)
    )
    return {row.programme: int(row.units) for row in db.execute(question)}


def _from_rounds(db: Connection, period: Period, token: bytes) -> dict[int, int]:
    claimed = event_table("round_claimed", "round_id", "amount")
    question = (
        select(rounds.c.programme, exact_sum(claimed.c.amount).label("amount"))
        .join(claimed, claimed.c.round_id == rounds.c.id)
        .where(rounds.c.token == token, within(db, claimed, period))
        .group_by(rounds.c.programme)
    )
    return {row.programme: row.amount for row in db.execute(question)}


def _budget(db: Connection, period: Period, kind: str) -> dict[int, int]:
    events = event_table(kind, "programme_id", "amount")
    question = (
        select(events.c.programme_id, exact_sum(events.c.amount).label("amount"))
        .where(within(db, events, period))
        .group_by(events.c.programme_id)
    )
    return {row.programme_id: row.amount for row in db.execute(question)}
