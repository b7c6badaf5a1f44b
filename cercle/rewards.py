"""Rewards: the programmes' budgets, and what members can collect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from cercle import counted
from cercle.calls import Call
from cercle.noun import Noun
from cercle.records import ContributionRecord, ProgrammeRecord
from cercle.states import ContributionStatus
from cercle.texts import Text
from cercle.units import to_base_units, to_tokens


@dataclass(frozen=True)
class Budget:
    """A programme's tokens: free, and reserved for what was accepted."""

    available: Decimal
    reserved: Decimal


class Rewards(Noun):
    """Budgets, and what members can collect."""

    contract_name: ClassVar[str] = "RewardEscrow"

    def budget(self, programme: int) -> Budget:
        """A programme's budget now."""
        info = self.contract.budgetOf(programme)
        return Budget(to_tokens(info.available), to_tokens(info.reserved))

    @cached_property
    def resolution_period(self) -> timedelta:
        """How long an arbiter has to decide a challenge."""
        registry = self._community.contributions.contract
        return timedelta(seconds=int(registry.RESOLUTION_PERIOD()))

    def claim_from(self, contribution: ContributionRecord, programme: ProgrammeRecord) -> datetime | None:
        """From when it can be collected; None if it cannot. The contract's own rule, on the records of the two."""
        decided = contribution.decided_at
        if decided is None:
            return None
        waits = {
            ContributionStatus.Accepted: programme.challenge_window,
            ContributionStatus.Upheld: timedelta(0),
            ContributionStatus.Challenged: self.resolution_period,
        }
        wait = waits.get(contribution.status)
        return None if wait is None else decided + wait

    def collectable(self, contribution: ContributionRecord, now: datetime) -> bool:
        """Whether it can be collected at a time of the chain's clock."""
        programme = self._community.history.programmes[contribution.programme]
        start = self.claim_from(contribution, programme)
        return start is not None and start <= now < start + programme.claim_within

    def claimable(self, member: int, now: datetime) -> list[ContributionRecord]:
        """What a member can collect at a time of the chain's clock, oldest first."""
        return [one for one in self._of(member) if self.collectable(one, now)]

    def coming(self, member: int, now: datetime) -> list[tuple[datetime, ContributionRecord]]:
        """What a member can collect later, with the time, soonest first."""
        programmes = self._community.history.programmes
        starts = [(self.claim_from(one, programmes[one.programme]), one) for one in self._of(member)]
        later = [(start, one) for start, one in starts if start is not None and now < start]
        return sorted(later, key=lambda row: row[0])

    def _of(self, member: int) -> list[ContributionRecord]:
        everything = list(self._community.history.contributions.values())  # another thread may be refreshing
        return [one for one in everything if one.member == member]

    def claim(self, member: int, contributions: Sequence[bytes]) -> Call:
        """Collects accepted contributions to the member's wallet."""
        return self._community.contributions.claim(member, contributions)

    def fund(self, programme: int, tokens: Decimal) -> Call:
        """Adds tokens to a budget, from the sender's allowance to the escrow."""
        return self._call(
            "fund",
            programme,
            to_base_units(tokens),
            sentence=Text(
                "Add {tokens} to the budget of programme {programme}.",
                {"tokens": counted.tokens(tokens), "programme": programme},
            ),
        )

    def withdraw(self, programme: int, tokens: Decimal) -> Call:
        """Takes what is not reserved back to the treasury."""
        return self._call(
            "withdraw",
            programme,
            to_base_units(tokens),
            sentence=Text(
                "Take {tokens} from the budget of programme {programme} back to the treasury.",
                {"tokens": counted.tokens(tokens), "programme": programme},
            ),
        )
