"""The contracts' rules on past activity, as if every deed had been approved on its day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cercle.config_models import CommunityConfig, Programme
from cercle.config_values import DAY
from cercle.rehearsal.activity import Activity, Deed
from cercle.rehearsal.outcome import MemberOutcome, ProgrammeOutcome, Refused, Rehearsal, Why

_EPOCH = date(1970, 1, 1)


def rehearse(activity: Activity, config: CommunityConfig, *, endless: bool = False) -> Rehearsal:
    """Who would earn what, and what it would take. Nothing is sent, nothing is asked of a chain.

    A deed beyond the member's cap of its period is refused whole, as the contract does; one beyond the budget is
    refused while the budget lasts for smaller ones, unless budgets are ``endless``. Periods are counted from
    1970-01-01.
    """
    books = {key: _Book(key, programme, endless) for key, programme in config.programmes.items()}
    earned: dict[str, Decimal] = defaultdict(Decimal)
    months: dict[str, Decimal] = defaultdict(Decimal)
    refused = []
    for deed in activity.deeds:
        found = books[deed.programme].enter(deed)
        if isinstance(found, Refused):
            refused.append(found)
            found = Decimal(0)
        earned[deed.member] += found
        months[f"{deed.day:%Y-%m}"] += found
    before = activity.earned_before
    people = {**dict.fromkeys(before or (), Decimal(0)), **earned}
    members = [
        MemberOutcome(member, amount, before.get(member, Decimal(0)) if before is not None else None)
        for member, amount in people.items()
    ]
    return Rehearsal(
        activity=activity.name,
        community=config.slug,
        symbol=config.token.symbol,
        programmes=tuple(book.outcome() for book in books.values() if book.deeds),
        members=tuple(sorted(members, key=lambda one: (-one.earned, one.member))),
        refused=tuple(refused),
        months=dict(sorted(months.items())),
    )


@dataclass
class _Book:
    """One programme's account while the deeds go by."""

    key: str
    terms: Programme
    endless: bool
    deeds: int = 0
    rewarded: int = 0
    units: Decimal = Decimal(0)
    earned: Decimal = Decimal(0)
    needed: Decimal = Decimal(0)
    short_on: date | None = None
    used: dict[tuple[str, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def enter(self, deed: Deed) -> Decimal | Refused:
        """What a deed earns, or why it earns nothing."""
        self.deeds += 1
        cap = self.terms.cap
        if cap is not None:
            period = (deed.member, (deed.day - _EPOCH).days // (cap.per // DAY))
            left = cap.units - self.used[period]
            if deed.units > left:
                return Refused(deed, Why.Cap, left)
            self.used[period] += deed.units
        reward = deed.units * self.terms.tokens_per_unit
        self.needed += reward
        if reward > (left := self.terms.budget - self.earned):
            self.short_on = self.short_on or deed.day
            if not self.endless:
                return Refused(deed, Why.Budget, left)
        self.rewarded += 1
        self.units += deed.units
        self.earned += reward
        return reward

    def outcome(self) -> ProgrammeOutcome:
        """The account, closed."""
        votes = Decimal(self.deeds * self.terms.quorum) / max(len(self.terms.seats), 1)
        return ProgrammeOutcome(
            self.key,
            self.deeds,
            self.rewarded,
            self.units,
            self.earned,
            self.needed,
            self.terms.budget,
            self.short_on,
            votes,
        )
