"""The circle itself: tokens issued, earned, redeemed, burnt; what the community owes; how fast it turns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import (
    balances,
    member_tallies,
    members,
    month_tallies,
    owed,
    rounds,
    service_months,
    services,
    token_months,
)
from cercle.measures.period import YEAR, Month, Period
from cercle.measures.reading import EARNED, IS_PERSON, RESERVED, event_table, exact_sum, rates, share
from cercle.states import MemberFlag, OrderStatus, RoundStatus
from cercle.units import to_tokens

LIVE = (OrderStatus.Open, OrderStatus.Fulfilled, OrderStatus.Disputed)


@dataclass(frozen=True)
class Flow:
    """A month of the circle, in tokens.

    ``issued`` and ``burnt``: what the token's supply grew and shrank by. ``earned``: rewards of the month's
    contributions, and what was collected from rounds. ``redeemed``: prices of the month's orders less what was given
    back. ``outstanding``, at the month's end: Σ earned − Σ (burnt in orders + paid to institutions), all months so far.
    """

    month: Month
    issued: Decimal
    burnt: Decimal
    earned: Decimal
    redeemed: Decimal
    outstanding: Decimal


@dataclass(frozen=True)
class Liability:
    """What the community could be asked to serve now, in tokens; institutions' own tokens are their own affair.

    ``held``: in people's wallets. ``to_collect``: rewards reserved, not collected. ``in_rounds``: open rounds' rest.
    ``kept``: payments that the catalogue keeps for people. ``in_orders``: prices of orders that are not over.
    """

    held: Decimal
    to_collect: Decimal
    in_rounds: Decimal
    kept: Decimal
    in_orders: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.held + self.to_collect + self.in_rounds + self.kept + self.in_orders


def flows(db: Connection, period: Period, token: bytes) -> tuple[Flow, ...]:
    """Every month of a period; ``token`` is the community token's address."""
    issued, burnt = _supply(db)
    earned, redeemed, gone = _earned(db, token), *_redeemed(db)
    made = []
    for month in period.months:
        number = month.number
        outstanding = sum(amount for when, amount in earned.items() if when <= number)
        outstanding -= sum(amount for when, amount in gone.items() if when <= number)
        amounts = (issued[number], burnt[number], earned[number], redeemed[number], outstanding)
        made.append(Flow(month, *map(to_tokens, amounts)))
    return tuple(made)


def velocity(found: tuple[Flow, ...]) -> Decimal | None:
    """How often in a year what is outstanding is redeemed: Σ redeemed ÷ mean(outstanding) × 12 ÷ months."""
    mean = sum((one.outstanding for one in found), Decimal(0)) / len(found)
    redeemed = sum((one.redeemed for one in found), Decimal(0))
    return share(redeemed * YEAR / len(found), mean)


def liability(db: Connection, token: bytes) -> Liability:
    """What is outstanding now, from balances and budgets; ``token`` is the community token's address."""
    held = select(exact_sum(balances.c.amount)).join(members, members.c.wallet == balances.c.wallet)
    tally, rate = member_tallies.c, rates(db)
    units = (
        select(tally.programme, func.sum(tally.units))
        .where(tally.status.in_(RESERVED))
        .group_by(tally.programme)
    )
    left = select(rounds.c.total, rounds.c.paid).where(
        rounds.c.token == token, rounds.c.status == RoundStatus.Approved
    )
    kept = select(exact_sum(owed.c.amount)).join(members, members.c.member == owed.c.member)
    in_orders = select(exact_sum(service_months.c.price)).where(service_months.c.status.in_(LIVE))
    return Liability(
        held=to_tokens(db.execute(held.where(IS_PERSON)).scalar_one()),
        to_collect=to_tokens(sum(rate[programme] * int(sum_) for programme, sum_ in db.execute(units))),
        in_rounds=to_tokens(sum(total - paid for total, paid in db.execute(left))),
        kept=to_tokens(db.execute(kept.where(IS_PERSON)).scalar_one()),
        in_orders=to_tokens(db.execute(in_orders).scalar_one()),
    )


def _supply(db: Connection) -> tuple[dict[int, int], dict[int, int]]:
    rows = db.execute(select(token_months)).all()
    return (
        defaultdict(int, {row.month: row.issued for row in rows}),
        defaultdict(int, {row.month: row.burnt for row in rows}),
    )


def _earned(db: Connection, token: bytes) -> dict[int, int]:
    t, rate, found = month_tallies.c, rates(db), defaultdict[int, int](int)
    for row in db.execute(select(t.programme, t.month, t.units).where(t.status.in_(EARNED))):
        found[row.month] += rate[row.programme] * row.units
    claimed = event_table("round_claimed", "round_id", "amount")
    question = (
        select(claimed.c.month, exact_sum(claimed.c.amount).label("amount"))
        .join(rounds, rounds.c.id == claimed.c.round_id)
        .where(rounds.c.token == token)
        .group_by(claimed.c.month)
    )
    for row in db.execute(question):
        found[row.month] += row.amount
    return found


def _redeemed(db: Connection) -> tuple[dict[int, int], dict[int, int]]:
    """By the month of the order: what was redeemed, and what left people's hands for good."""
    s = service_months.c
    institutional = members.c.flags.op("&")(int(MemberFlag.Institution)) != 0
    question = (
        select(
            s.month, s.price, s.refunded, s.burnt, s.paid, case((institutional, 1), else_=0).label("to_it")
        )
        .join(services, services.c.service == s.service)
        .outerjoin(members, members.c.member == services.c.provider)
    )
    redeemed, gone = defaultdict[int, int](int), defaultdict[int, int](int)
    for row in db.execute(question):
        redeemed[row.month] += row.price - row.refunded
        gone[row.month] += row.burnt + (row.paid if row.to_it else 0)
    return redeemed, gone
