"""Rounds on chain: many members rewarded at once, from a published list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import ClassVar

from cercle import counted
from cercle.calls import Call
from cercle.contracts import at
from cercle.errors import InputProblem
from cercle.noun import Noun
from cercle.rounds.currency import Currency, currency_of, require_token
from cercle.rounds.entitlement import Share
from cercle.rounds.published import PublishedRound
from cercle.states import RoundStatus
from cercle.texts import Text
from cercle.units import to_time


@dataclass(frozen=True)
class Round:
    """A round as the chain has it now. ``paid`` in base units; ``open_from`` once it is approved."""

    id: bytes
    status: RoundStatus
    paid: int
    approvals: int
    open_from: datetime | None


class Rounds(Noun):
    """What a published list becomes: announced, funded, approved, collected."""

    contract_name: ClassVar[str] = "RewardRounds"

    @cached_property
    def opening_delay(self) -> timedelta:
        """How long after its approval a round opens at the earliest."""
        return timedelta(seconds=int(self.contract.OPENING_DELAY()))

    @cached_property
    def shortest_opening(self) -> timedelta:
        """How long a round is open at least."""
        return timedelta(seconds=int(self.contract.SHORTEST_OPENING()))

    @cached_property
    def longest_round(self) -> timedelta:
        """How long after its announcement a round ends at the latest."""
        return timedelta(seconds=int(self.contract.LONGEST_ROUND()))

    def from_when(self, share: Share, now: datetime) -> datetime | None:
        """From when a share can be collected; while its round waits for approval, from when at the earliest. None
        where it never can. The contract's own rule, at a time of the chain's clock."""
        if share.status is RoundStatus.Approved:
            return share.open_from
        earliest = max(share.opens, now + self.opening_delay)
        in_time = share.status is RoundStatus.Funded and earliest + self.shortest_opening <= share.ends
        return earliest if in_time else None

    def require_time(self, opens: datetime | None, ends: datetime) -> None:
        """``InputProblem`` for a round that, approved now, would be open for less than the contract's shortest time,
        or that ends after its longest; it would be refused when it is announced."""
        now = self._community.node.time()
        soonest, latest = now + self.opening_delay, now + self.longest_round
        needed = max(opens or soonest, soonest) + self.shortest_opening
        if ends < needed:
            facts = {"ends": f"{ends:%Y-%m-%d}", "days": self.shortest_opening.days}
            raise InputProblem(
                Text("A round that ends on {ends} would be open for less than {days} days.", facts),
                Text("Let it end on {day} or later.", {"day": f"{needed + timedelta(days=1):%Y-%m-%d}"}),
            )
        if ends > latest:
            facts = {"ends": f"{ends:%Y-%m-%d}", "days": self.longest_round.days}
            raise InputProblem(
                Text("A round that ends on {ends} would last longer than {days} days.", facts),
                Text("Let it end on {day} or earlier.", {"day": f"{latest:%Y-%m-%d}"}),
            )

    def currency(self, token: str) -> Currency:
        """What a token is called, and the decimals of its amounts."""
        return currency_of(self._community.node, token)

    def require_token(self, token: str) -> None:
        """``InputProblem`` for an address behind which there is no token."""
        require_token(self._community.node, token)

    def get(self, published: PublishedRound) -> Round:
        """A round's state. ``InputProblem`` for a list made for another contract or chain."""
        here = (self._community.node.chain_id, str(self.contract.address).lower())
        if (published.round.chain_id, published.round.contract.lower()) != here:
            raise InputProblem(
                Text("This round was made for another community or network."),
                Text("Choose the right network with --network, or build the round again."),
            )
        id = bytes(self.contract.roundId(published.terms()))
        info = self.contract.roundInfo(id)
        return Round(
            id=id,
            status=RoundStatus(info.status),
            paid=int(info.paid),
            approvals=int(info.approvals).bit_count(),
            open_from=to_time(info.openFrom) if info.openFrom else None,
        )

    def is_collected(self, published: PublishedRound, member: int) -> bool:
        """Whether a member has collected from it."""
        return bool(self.contract.isClaimed(self.get(published).id, member))

    def announce(self, published: PublishedRound, document: bytes) -> Call:
        """Makes a round known; ``document`` is the keccak256 of the published file."""
        facts = {
            "members": counted.members(len(published.values)),
            "total": published.in_tokens(int(published.round.total)),
            "symbol": published.round.symbol,
        }
        sentence = Text("Announce a round of {total} {symbol} for {members}.", facts)
        return self._call("announce", published.terms(), document, sentence=sentence)

    def allow(self, published: PublishedRound) -> Call:
        """Lets the rounds take what a round needs from the sender's tokens."""
        token, total = at("CommunityToken", published.round.token), int(published.round.total)
        facts = {"total": published.in_tokens(total), "symbol": published.round.symbol}
        arguments = (str(self.contract.address), total)
        return Call(token, "CommunityToken", "approve", arguments, Text("Allow {total} {symbol}.", facts))

    def fund(self, published: PublishedRound) -> Call:
        """Pays a whole round in, from the sender's allowance."""
        facts = {"total": published.in_tokens(int(published.round.total)), "symbol": published.round.symbol}
        return self._call(
            "fund", published.terms(), sentence=Text("Pay {total} {symbol} into the round.", facts)
        )

    def attest(self, validator: int, published: PublishedRound) -> Call:
        """A validator of the round's programme approves it."""
        facts = {
            "total": published.in_tokens(int(published.round.total)),
            "symbol": published.round.symbol,
            "members": counted.members(len(published.values)),
        }
        return self._both_doors(
            "attest",
            validator,
            published.terms(),
            sentence=Text("Approve a round of {total} {symbol} for {members}.", facts),
        )

    def cancel(self, published: PublishedRound) -> Call:
        """Stops a round before it opens; what was paid in goes back to its funder."""
        return self._call("cancel", published.terms(), sentence=Text("Cancel the round."))

    def end(self, published: PublishedRound) -> Call:
        """Sends what nobody collected of a round that is over back to its funder; anyone may."""
        return self._call("end", published.terms(), sentence=Text("End the round."))

    def claim(self, member: int, rounds: Sequence[PublishedRound]) -> Call:
        """Collects a member's share of one or several rounds. KeyError for one without the member."""
        entries = [(one.terms(), one.shares[member], one.proof(member)) for one in rounds]
        return self._both_doors(
            "claim",
            member,
            entries,
            sentence=Text("Collect from {rounds}.", {"rounds": counted.rounds(len(entries))}),
        )
