"""What a rehearsal finds. Amounts in tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cercle.measures import gini
from cercle.rehearsal.activity import Deed


class Why(StrEnum):
    """Why a deed would not be rewarded."""

    Cap = "cap"
    Budget = "budget"


@dataclass(frozen=True)
class Refused:
    """A deed that the rules would refuse; ``left`` is what the cap left in units, or the budget in tokens."""

    deed: Deed
    why: Why
    left: Decimal


@dataclass(frozen=True)
class ProgrammeOutcome:
    """One programme: what was done, what it would cost, and what its validators would have to look at.

    ``needed`` is what a budget without end would pay, ``earned`` what the YAML's budget pays; ``short_on`` is the day
    on which it first lacks something. ``votes_per_seat`` is deeds × quorum / seats.
    """

    key: str
    deeds: int
    rewarded: int
    units: Decimal
    earned: Decimal
    needed: Decimal
    budget: Decimal
    short_on: date | None
    votes_per_seat: Decimal

    @property
    def missing(self) -> Decimal:
        """What the budget lacks."""
        return max(self.needed - self.budget, Decimal(0))


@dataclass(frozen=True)
class MemberOutcome:
    """What a member would earn, beside what they did where that is known."""

    member: str
    earned: Decimal
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """More than before, or less."""
        return None if self.before is None else self.earned - self.before


@dataclass(frozen=True)
class Rehearsal:
    """Everything a rehearsal found. ``months`` has what was earned in each month, as ``YYYY-MM``."""

    activity: str
    community: str
    symbol: str
    programmes: tuple[ProgrammeOutcome, ...]
    members: tuple[MemberOutcome, ...]  # by what they earn, most first
    refused: tuple[Refused, ...]
    months: Mapping[str, Decimal]

    @property
    def earned(self) -> Decimal:
        """All tokens together: what the community would owe in services."""
        return sum((one.earned for one in self.members), Decimal(0))

    @property
    def budget_needed(self) -> Decimal:
        """What all budgets together would have to be."""
        return sum((one.needed for one in self.programmes), Decimal(0))

    @property
    def gini(self) -> Decimal:
        """How unevenly the tokens are spread among those who did something."""
        return gini(one.earned for one in self.members)

    @property
    def gini_before(self) -> Decimal | None:
        """The same of what they got before; None where that is not known."""
        known = [one.before for one in self.members if one.before is not None]
        return gini(known) if known else None

    @property
    def winners(self) -> list[MemberOutcome]:
        """Those who would get more than before, most first."""
        return sorted((one for one in self._compared if _gain(one) > 0), key=_gain, reverse=True)

    @property
    def losers(self) -> list[MemberOutcome]:
        """Those who would get less than before, most first."""
        return sorted((one for one in self._compared if _gain(one) < 0), key=_gain)

    @property
    def _compared(self) -> list[MemberOutcome]:
        return [one for one in self.members if one.before is not None]


def _gain(one: MemberOutcome) -> Decimal:
    return one.change or Decimal(0)
