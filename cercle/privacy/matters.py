"""What is still open for a member who is to be erased: nothing they earned may be lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cercle import counted
from cercle.privacy.places.relayed import under_way
from cercle.states import ContributionStatus, OrderStatus, ServiceStatus
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community
    from cercle.records import OrderRecord


@dataclass(frozen=True)
class Matters:
    """``waits_for`` has to end first: somebody else's rights hang on it, and the contracts give it a deadline.
    ``to_settle`` is for the person to decide."""

    waits_for: tuple[Text, ...]
    to_settle: tuple[Text, ...]


def open_matters(community: Community, member: int) -> Matters:
    """What is open on chain and in the office for a member."""
    community.history.refresh()
    return Matters(tuple(_waits_for(community, member)), tuple(_to_settle(community, member)))


def _waits_for(community: Community, member: int) -> Iterator[Text]:
    history = community.history
    disputed = [one for one in _orders(community, member) if one.status is OrderStatus.Disputed]
    if disputed:
        yield Text("Orders in dispute, which an arbiter has to decide: {count}.", {"count": len(disputed)})
    challenged = [
        one
        for one in history.contributions.values()
        if one.member == member and one.status is ContributionStatus.Challenged
    ]
    if challenged:
        yield Text(
            "Challenged contributions, which an arbiter has to decide: {count}.", {"count": len(challenged)}
        )
    if sending := under_way(community, member):
        yield Text(
            "Actions that are on their way to the chain, or not final there: {count}.", {"count": sending}
        )
    if community.members.change(member) is not None:
        yield Text("A change of wallet is running.")
    if (community.record.folder / "enrolment.json").exists():
        yield Text("An enrolment was interrupted: run ape run members enrol again.")


def _to_settle(community: Community, member: int) -> Iterator[Text]:
    yield from _tokens(community, member)
    yield from _orders_and_services(community, member)
    seats = [number for number, one in community.history.programmes.items() if member in one.validators]
    if seats:
        yield Text("Programmes they validate: {numbers}.", {"numbers": _listed(seats)})
    gatherings = _open_gatherings(community, member)
    if gatherings:
        yield Text("Gatherings of theirs that are not closed: {titles}.", {"titles": _listed(gatherings)})
    if community.members.get(member).may_act:
        yield Text("They are a member on chain until they leave.")


def _tokens(community: Community, member: int) -> Iterator[Text]:
    rewards, now, found = community.rewards, community.node.time(), community.members.get(member)
    ready = sum((one.reward for one in rewards.claimable(member, now)), Decimal(0))
    ready += community.services.owed(member)
    coming = sum((one.reward for _, one in rewards.coming(member, now)), Decimal(0))
    if ready and found.wallet:
        yield Text("Tokens to collect: {tokens}.", {"tokens": ready})
    if coming and found.wallet:
        yield Text("Tokens that can be collected later: {tokens}.", {"tokens": coming})
    if (ready or coming) and not found.wallet:
        yield Text(
            "Tokens that wait until they join: {tokens}. Their invitation is destroyed, so nobody can collect these.",
            {"tokens": ready + coming},
        )
    if found.wallet and (balance := community.token.balance(found.wallet)):
        yield Text(
            "Tokens in their wallet: {tokens}. They stay theirs, and only theirs.", {"tokens": balance}
        )
    pending = sum(
        one.member == member and one.status is ContributionStatus.Pending
        for one in community.history.contributions.values()
    )
    if pending:
        yield Text(
            "Contributions waiting for approval: {count}. Their evidence is destroyed, so nobody can approve them.",
            {"count": pending},
        )


def _orders_and_services(community: Community, member: int) -> Iterator[Text]:
    open_orders = [
        one for one in _orders(community, member) if one.status in (OrderStatus.Open, OrderStatus.Fulfilled)
    ]
    ordered = [one for one in open_orders if one.member == member]
    if ordered:
        held = sum((one.price for one in ordered), Decimal(0))
        yield Text(
            "Orders of theirs that have not ended: {count}, over {tokens}.",
            {"count": len(ordered), "tokens": counted.tokens(held)},
        )
    if len(open_orders) > len(ordered):
        yield Text(
            "Orders of others that they have to render: {count}.",
            {"count": len(open_orders) - len(ordered)},
        )
    offered = [
        one.id
        for one in community.history.services.values()
        if one.provider == member and one.status in (ServiceStatus.Open, ServiceStatus.Paused)
    ]
    if offered:
        yield Text("Services they offer: {numbers}. Close them first.", {"numbers": _listed(offered)})


def _orders(community: Community, member: int) -> list[OrderRecord]:
    return [one for one in community.history.orders.values() if member in (one.member, one.provider)]


def _open_gatherings(community: Community, member: int) -> list[str]:
    # Not at the top: it builds on the nouns, which are checked by this package.
    from cercle.gatherings import Gatherings

    mine = Gatherings.in_folder(community.record.folder).of_programmes(list(community.history.programmes))
    return [one.title for one in mine if member in one.given and not one.closed]


def _listed(items: list[int] | list[str]) -> str:
    return ", ".join(str(one) for one in items)
