"""A member's lifeline: everything they gave and received, what of it counts, and what it adds up to. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, localcontext

from cercle.records import ContributionRecord, Happening, OrderRecord, ShareRecord
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
# Rendered; and rendered unless an arbiter gave all tokens back, who says so that it was not.
_RENDERED = frozenset({OrderStatus.Fulfilled, OrderStatus.Settled})
UNLESS_GIVEN_BACK = frozenset({OrderStatus.Arbitrated})


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
class Summary:
    """What a member gave and received, added up: ``totals`` of what counts, by programme; how many contributions there are
    in each state; how many services were rendered to the member, by service in the order of the first, and the tokens
    ``used`` on them; how many the member rendered to others; and what came from rounds, which prove no contributions, in
    smallest units by token."""

    totals: tuple[Total, ...]
    states: Counter[ContributionStatus]
    received: dict[int, int]
    used: Decimal
    rendered: int
    collected: dict[str, int]

    @property
    def accepted(self) -> int:
        """How many contributions count."""
        return sum(one.count for one in self.totals)

    @property
    def earned(self) -> Decimal:
        """The tokens of what counts, collected or not."""
        return sum_of(one.tokens for one in self.totals)


@dataclass(frozen=True)
class Lifeline:
    """What happened to a member, ever or in a period, in the chain's order: by when it was submitted, ordered or, of rounds,
    collected."""

    member: int
    contributions: tuple[ContributionRecord, ...]
    orders: tuple[OrderRecord, ...]
    shares: tuple[ShareRecord, ...] = ()

    @property
    def everything(self) -> list[Happening]:
        """All of it, the newest first; of one moment, in the order in which it stands here."""
        happened: list[Happening] = [*self.contributions, *self.orders, *self.shares]
        return sorted(happened, key=lambda one: one.moment, reverse=True)

    def during(self, period: Period) -> Lifeline:
        """The part of it that happened in a period."""
        return Lifeline(
            self.member,
            tuple(one for one in self.contributions if one.moment in period),
            tuple(one for one in self.orders if one.moment in period),
            tuple(one for one in self.shares if one.moment in period),
        )

    @property
    def accepted(self) -> list[ContributionRecord]:
        """What counts."""
        return [one for one in self.contributions if one.status in STANDING]

    def totals(self) -> list[Total]:
        """What counts, by programme."""
        by_programme: dict[int, list[ContributionRecord]] = {}
        for one in self.accepted:
            by_programme.setdefault(one.programme, []).append(one)
        return [
            Total(
                programme,
                len(all_of),
                sum_of(one.units for one in all_of),
                sum_of(one.reward for one in all_of),
            )
            for programme, all_of in sorted(by_programme.items())
        ]

    def summary(self) -> Summary:
        """All of it, added up."""
        rendered = [one for one in self.orders if was_rendered(one.status, one.refunded == one.price)]
        received = [one for one in rendered if one.member == self.member]
        collected: Counter[str] = Counter()
        for share in self.shares:
            collected[share.token] += share.amount
        return Summary(
            totals=tuple(self.totals()),
            states=Counter(one.status for one in self.contributions),
            received=dict(Counter(one.service for one in received)),
            used=sum_of(one.price - one.refunded for one in received),
            rendered=sum(one.provider == self.member for one in rendered),
            collected=dict(collected),
        )


def was_rendered(status: OrderStatus, all_given_back: bool) -> bool:
    """Whether the service of an order in some state was rendered."""
    return status in _RENDERED or (status in UNLESS_GIVEN_BACK and not all_given_back)


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    """Their sum, exactly; zero for none. Amounts that are worked out one by one are worked out exactly too."""
    with localcontext(prec=100):
        return sum(amounts, Decimal(0))
