"""A member's lifeline: everything they gave and received, and what it adds up to.

Pure, but for ``lifeline``, which asks the past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from cercle.history import ContributionRecord, OrderRecord, ShareRecord
from cercle.past import Past
from cercle.states import ContributionStatus, OrderStatus

# Accepted, and not taken back since; that nobody came for the tokens does not undo the deed.
STANDING = frozenset(
    {
        ContributionStatus.Accepted,
        ContributionStatus.Upheld,
        ContributionStatus.Paid,
        ContributionStatus.Lapsed,
    }
)


@dataclass(frozen=True)
class Period:
    """From one day to another, both included, in UTC as the chain counts; None where it is open."""

    since: date | None = None
    until: date | None = None

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __contains__(self, moment: datetime) -> bool:
        day = moment.astimezone(UTC).date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


EVERYTHING = Period()


@dataclass(frozen=True)
class Total:
    """What a member gave to one programme: how many contributions, how many units, worth how many tokens."""

    programme: int
    count: int
    units: Decimal
    tokens: Decimal


@dataclass(frozen=True)
class Lifeline:
    """What happened to a member, ever or in a period, in the chain's order: by when it was submitted, ordered or, of rounds,
    collected."""

    member: int
    contributions: tuple[ContributionRecord, ...]
    orders: tuple[OrderRecord, ...]
    shares: tuple[ShareRecord, ...] = ()

    @property
    def everything(self) -> list[ContributionRecord | OrderRecord | ShareRecord]:
        """All of it, the newest first."""
        return sorted((*self.contributions, *self.orders, *self.shares), key=moment_of, reverse=True)

    def during(self, period: Period) -> Lifeline:
        """The part of it that happened in a period."""
        return Lifeline(
            self.member,
            tuple(one for one in self.contributions if one.submitted_at in period),
            tuple(one for one in self.orders if one.ordered_at in period),
            tuple(one for one in self.shares if one.collected_at in period),
        )

    @property
    def accepted(self) -> list[ContributionRecord]:
        """What counts."""
        return [one for one in self.contributions if one.status in STANDING]

    def count(self, *states: ContributionStatus) -> int:
        """How many contributions are in some states."""
        return sum(one.status in states for one in self.contributions)

    def totals(self) -> list[Total]:
        """What counts, by programme."""
        by_programme: dict[int, list[ContributionRecord]] = {}
        for one in self.accepted:
            by_programme.setdefault(one.programme, []).append(one)
        return [
            Total(
                programme,
                len(all_of),
                sum_of([one.units for one in all_of]),
                sum_of([one.reward for one in all_of]),
            )
            for programme, all_of in sorted(by_programme.items())
        ]

    @property
    def earned(self) -> Decimal:
        """The tokens of what counts, collected or not."""
        return sum_of([one.reward for one in self.accepted])

    def collected(self) -> dict[str, int]:
        """What came from rounds, which prove no contributions: the smallest units, by token."""
        by_token: dict[str, int] = {}
        for one in self.shares:
            by_token[one.token] = by_token.get(one.token, 0) + one.amount
        return by_token

    @property
    def received(self) -> list[OrderRecord]:
        """The services that were rendered to the member."""
        return [one for one in self.orders if one.member == self.member and _was_rendered(one)]

    @property
    def rendered(self) -> list[OrderRecord]:
        """The services that the member rendered to others."""
        return [one for one in self.orders if one.provider == self.member and _was_rendered(one)]

    @property
    def used(self) -> Decimal:
        """The tokens that the member used on what was rendered to them."""
        return sum_of([one.price - one.refunded for one in self.received])


def lifeline(past: Past, member: int) -> Lifeline:
    """Everything that ever happened to a member."""
    return Lifeline(
        member,
        tuple(past.submissions(member)),
        tuple(past.orders_with(member)),
        tuple(past.shares_collected(member)),
    )


def moment_of(one: ContributionRecord | OrderRecord | ShareRecord) -> datetime:
    """When something counts as having happened."""
    match one:
        case ContributionRecord():
            return one.submitted_at
        case OrderRecord():
            return one.ordered_at
        case _:
            return one.collected_at


def sum_of(amounts: list[Decimal]) -> Decimal:
    """Their sum; zero for none."""
    return sum(amounts, Decimal(0))


def _was_rendered(order: OrderRecord) -> bool:
    if order.status is OrderStatus.Arbitrated:
        return order.refunded < order.price
    return order.status in (OrderStatus.Fulfilled, OrderStatus.Settled)
