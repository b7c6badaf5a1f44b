"""What a member can collect with one button, and what comes later: rewards, shares of rounds, and what was kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from app import data, lists, sending
from app.words import number, plain
from cercle import counted
from cercle.calls import Call
from cercle.records import ContributionRecord
from cercle.rounds import Share
from cercle.texts import Text

AT_ONCE = 10  # rounds in one transaction


@dataclass(frozen=True)
class Amount:
    """Some of a token, under the name people call it by."""

    tokens: Decimal
    token: str

    @property
    def shown(self) -> str:
        """Such as 1,234.5 Merci."""
        return f"{number(self.tokens)} {plain(self.token)}"

    @property
    def text(self) -> Text:
        """The same for a sentence."""
        return Text("{tokens} {token}", {"tokens": self.tokens, "token": self.token})


@dataclass(frozen=True)
class Ready:
    """What can be collected now: as much as goes together, and what there is in all, the community's tokens first."""

    contributions: list[ContributionRecord]
    shares: list[Share]
    owed: Decimal
    in_all: list[Amount]

    @property
    def together(self) -> list[Amount]:
        """What the button brings: one amount for each token."""
        rewards = sum((one.reward for one in self.contributions), Decimal(0))
        return [one for one in _amounts(rewards + self.owed, self.shares) if one.tokens]


def ready(member: int) -> Ready:
    """What a member can collect now."""
    contributions, owed = lists.to_collect(member), lists.owed(member)
    shares = [one for one in _shares(member) if one.collectable(data.now())]
    in_all = _amounts(lists.rewards_of(member).now + owed, shares)
    return Ready(contributions, shares[:AT_ONCE], owed, in_all)


def coming(member: int, most: int) -> list[tuple[datetime, Share]]:
    """Shares that can be collected later, soonest first; of rounds that wait for approval with the earliest moment."""
    rows = [(moment, one) for moment, one in _promised(member) if not one.collectable(data.now())]
    return sorted(rows, key=lambda row: row[0])[:most]


def waiting(member: int) -> list[Amount]:
    """Everything that waits for somebody, who may have no wallet yet: accepted, or theirs in a round."""
    rewards = lists.rewards_of(member)
    amounts = _amounts(rewards.now + rewards.later, [one for _, one in _promised(member)])
    return [one for one in amounts if one.tokens]


def work(member: int, ready: Ready) -> sending.Work:
    """Collects it: the contributions in one transaction, the rounds in another."""
    done = Text("{amounts} are yours now.", {"amounts": _joined(ready.together)})
    return sending.calls(lambda: _calls(member, ready), done)


def _calls(member: int, ready: Ready) -> list[Call]:
    community, calls = data.community(), []
    if ready.contributions:
        tokens = sum((one.reward for one in ready.contributions), Decimal(0))
        facts = {
            "tokens": tokens,
            "token": community.token.name,
            "contributions": counted.contributions(len(ready.contributions)),
        }
        said = Text("Collect {tokens} {token} for {contributions}.", facts)
        claim = community.contributions.claim(member, [one.id for one in ready.contributions])
        calls.append(replace(claim, sentence=said))
    if ready.shares:
        amounts = [one for one in _amounts(Decimal(0), ready.shares) if one.tokens]
        facts = {"amounts": _joined(amounts), "rounds": counted.rounds(len(ready.shares))}
        said = Text("Collect {amounts} from {rounds}.", facts)
        published = community.index.lists(community.record.files.rounds).published
        claim = community.rounds.claim(member, [published(one.round) for one in ready.shares])
        calls.append(replace(claim, sentence=said))
    return [*calls, *([community.services.collect_owed(member)] if ready.owed else [])]


def _shares(member: int) -> list[Share]:
    return data.community().index.shares_of(member, data.now())


def _promised(member: int) -> list[tuple[datetime, Share]]:
    rounds = data.community().rounds
    starts = [(rounds.from_when(one, data.now()), one) for one in _shares(member)]
    return [(moment, one) for moment, one in starts if moment is not None]


def _amounts(own: Decimal, shares: Iterable[Share]) -> list[Amount]:
    """The community's own tokens first, even none; then each other token by itself, never added to them."""
    by_token = {str(data.community().token.contract.address): own}
    for one in shares:
        tokens = data.currency(one.token).tokens(one.amount)
        by_token[one.token] = by_token.get(one.token, Decimal(0)) + tokens
    return [Amount(tokens, data.currency(token).name) for token, tokens in by_token.items()]


def _joined(amounts: list[Amount]) -> Text:
    first, *others = amounts
    said = first.text
    for one in others:
        said = Text("{one} + {next}", {"one": said, "next": one.text})
    return said
