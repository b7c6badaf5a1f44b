"""What a praise round holds, as typed data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal, Self

from cercle.units import to_units

ShareName = Literal["contributors", "validators", "reward board"]
SharePer = Literal["entry", "member"]


@dataclass(frozen=True)
class PraiseMember:
    """A person: `key` is their pseudonym, or their address where a pseudonym stands for several people."""

    key: str
    pseudonyms: tuple[str, ...]
    address: str | None


@dataclass(frozen=True)
class PraiseScore:
    """What one validator made of an entry; a duplicate or dismissed one has the score 0."""

    scorer: str
    score: Decimal
    duplicate_of: str | None
    dismissed: bool


@dataclass(frozen=True)
class PraiseEntry:
    """One praise: `giver` thanks `receiver` (both member keys); `units_hundredths` is AVG SCORE × 100.

    `id` is its key in an import ledger, `digest` changes whenever anything in its row does.
    """

    id: str
    line: int
    at: datetime
    date: date
    giver: str
    receiver: str
    reason: str
    scores: tuple[PraiseScore, ...]
    units_hundredths: int
    digest: str

    @property
    def units(self) -> Decimal:
        """The entry's AVG SCORE."""
        return to_units(self.units_hundredths)

    @property
    def scorers(self) -> tuple[str, ...]:
        """The member keys of the validators the entry was assigned to."""
        return tuple(score.scorer for score in self.scores)

    @property
    def is_own(self) -> bool:
        """Whether giver and receiver are the same person."""
        return self.giver == self.receiver

    @property
    def is_duplicate(self) -> bool:
        """Whether a validator marked it as a duplicate of another entry."""
        return any(score.duplicate_of for score in self.scores)

    @property
    def is_dismissed(self) -> bool:
        """Whether a validator dismissed it."""
        return any(score.dismissed for score in self.scores)


@dataclass(frozen=True)
class ShareProgramme:
    """A part of the round's tokens as a programme on chain: whoever has units is paid rate × units.

    `pool` is in tokens, `rate` in base units of the token (10^-18) per hundredth of a unit, `units` in
    hundredths, by entry id or by member key. The rate is the largest that never pays more than the pool.
    """

    name: ShareName
    pool: Decimal
    rate: int
    per: SharePer
    units: Mapping[str, int]

    @property
    def total_units(self) -> int:
        """All units together, in hundredths."""
        return sum(self.units.values())


@dataclass(frozen=True)
class PraiseRound:
    """A round, complete and consistent. `members` are those it pays or names as receivers, sorted by key;
    `others` only gave praise, or scored without being paid for it."""

    name: str
    token: str
    tokens: Decimal
    members: tuple[PraiseMember, ...]
    others: tuple[PraiseMember, ...]
    entries: tuple[PraiseEntry, ...]
    contributors: ShareProgramme
    validators: ShareProgramme
    reward_board: ShareProgramme

    @property
    def programmes(self) -> tuple[ShareProgramme, ShareProgramme, ShareProgramme]:
        """The three parts of the round's tokens."""
        return self.contributors, self.validators, self.reward_board

    @property
    def contributions(self) -> tuple[PraiseEntry, ...]:
        """The entries that are worth something."""
        return tuple(entry for entry in self.entries if entry.units_hundredths)

    @property
    def worthless(self) -> tuple[PraiseEntry, ...]:
        """The entries scored 0: kept as evidence, not recorded."""
        return tuple(entry for entry in self.entries if not entry.units_hundredths)

    @property
    def own(self) -> tuple[PraiseEntry, ...]:
        """The entries by which people thanked themselves."""
        return tuple(entry for entry in self.entries if entry.is_own)

    @property
    def duplicates(self) -> tuple[PraiseEntry, ...]:
        """The entries that a validator marked as a duplicate."""
        return tuple(entry for entry in self.entries if entry.is_duplicate)

    @property
    def dismissed(self) -> tuple[PraiseEntry, ...]:
        """The entries that a validator dismissed."""
        return tuple(entry for entry in self.entries if entry.is_dismissed)

    @cached_property
    def receiver_of(self) -> dict[str, str]:
        """The receiver's member key by entry id."""
        return {entry.id: entry.receiver for entry in self.entries}


@dataclass(frozen=True)
class PublishedReward:
    """What the community's own pipeline paid a person, in tokens."""

    contributor: Decimal
    validator: Decimal
    reward_board: Decimal
    total: Decimal

    def __add__(self, other: Self) -> "PublishedReward":
        return PublishedReward(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))
