"""What members, validators and providers have to do with: lists from the community's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app import data, stories
from cercle import duties
from cercle.documents import Evidence
from cercle.history import ContributionRecord, OrderRecord, ProgrammeRecord, ServiceRecord
from cercle.papers import Paper
from cercle.states import ContributionStatus, OrderStatus, ProgrammeStatus


def programme(number: int) -> ProgrammeRecord:
    """A programme by number."""
    return data.community().history.programmes[number]


def open_programmes() -> list[ProgrammeRecord]:
    """Where one can contribute now."""
    with data.history() as history:
        programmes = list(history.programmes.values())
    return [one for one in programmes if one.status is ProgrammeStatus.Open]


def seats(member: int) -> list[ProgrammeRecord]:
    """The programmes a member validates."""
    with data.history() as history:
        programmes = list(history.programmes.values())
    return [one for one in programmes if member in one.validators]


def _contributions() -> list[ContributionRecord]:
    with data.history() as history:
        return list(history.contributions.values())


def contributions_of(member: int) -> list[ContributionRecord]:
    """What a member contributed, newest first."""
    return [one for one in reversed(_contributions()) if one.member == member]


def claim_from(contribution: ContributionRecord) -> datetime | None:
    """From when a contribution's tokens can be collected; None if they cannot."""
    return data.community().rewards.claim_from(contribution)


def to_collect(member: int) -> list[ContributionRecord]:
    """What a member can collect now, oldest first."""
    rewards, now = data.community().rewards, data.now()
    with data.history():
        return rewards.claimable(member, now)


def owed(member: int) -> Decimal:
    """What the catalogue keeps for a member whose payments waited."""
    with data.history() as history:
        return history.owed.get(member, Decimal(0))


def coming(member: int) -> list[tuple[datetime, ContributionRecord]]:
    """What a member can collect later, soonest first."""
    rewards, now = data.community().rewards, data.now()
    with data.history():
        return rewards.coming(member, now)


def to_confirm(member: int) -> list[tuple[ContributionRecord, Evidence]]:
    """What waits for approval, names the member as a beneficiary, and was not confirmed by them yet."""
    found = []
    for one in _contributions():
        if one.status is ContributionStatus.Pending and one.member != member:
            read = data.paper(one.evidence)
            if isinstance(read.document, Evidence) and member in duties.confirmers(one, read):
                found.append((one, read.document))
    return found


def to_review(member: int, programme_id: int) -> list[tuple[ContributionRecord, Paper]]:
    """What a validator can vote on in a programme: first what beneficiaries confirmed, then the oldest."""
    validated = programme(programme_id)
    queue = [
        (one, data.paper(one.evidence))
        for one in _contributions()
        if one.programme == programme_id and member in duties.reviewers(one, validated)
    ]
    return sorted(queue, key=lambda row: (-len(row[1].confirmed_by), row[0].submitted_at))


def challengeable(member: int, programme_id: int) -> list[ContributionRecord]:
    """What was accepted in a programme and can still be challenged, the soonest to be paid first."""
    found = []
    for one in _contributions():
        if (
            one.programme == programme_id
            and one.status is ContributionStatus.Accepted
            and one.challenge is None
        ):
            start = claim_from(one)
            if start is not None and data.now() < start and one.member != member:
                found.append(one)
    return sorted(found, key=lambda one: one.decided_at or one.submitted_at)


# -- services and orders --------------------------------------------------------------------------


def open_services() -> list[ServiceRecord]:
    """What can be ordered now; sold-out ones last."""
    with data.history() as history:
        services = list(history.services.values())
    return sorted((one for one in services if one.takes_orders), key=lambda one: one.stock == 0)


def service(number: int) -> ServiceRecord:
    """A service by number."""
    return data.community().history.services[number]


def orders_of(member: int) -> list[OrderRecord]:
    """A member's orders, newest first."""
    with data.history() as history:
        orders = list(history.orders.values())
    return [one for one in reversed(orders) if one.member == member]


def to_confirm_order(member: int) -> list[OrderRecord]:
    """A member's orders that were rendered and not confirmed yet."""
    return [one for one in orders_of(member) if duties.confirmer_of_order(one) == member]


def orders_counted(member: int, service: int) -> int:
    """How many orders of a service count towards a member's limit: those that were not given back whole."""
    given_back = (OrderStatus.Cancelled, OrderStatus.Refused, OrderStatus.Expired)
    return sum(one.service == service and one.status not in given_back for one in orders_of(member))


def orders_for(provider: int) -> list[OrderRecord]:
    """Orders a provider has to do with now, the oldest first."""
    live = (OrderStatus.Open, OrderStatus.Fulfilled, OrderStatus.Disputed)
    with data.history() as history:
        orders = list(history.orders.values())
    return [one for one in orders if one.provider == provider and one.status in live]


def to_fulfil(provider: int) -> list[OrderRecord]:
    """Orders that a provider can still render."""
    return [one for one in orders_for(provider) if duties.fulfiller(one) == provider]


def order_deadline(order: OrderRecord) -> datetime | None:
    """When an order's present state ends; None when the order has ended. The contract's own rule."""
    return duties.order_deadline(order, service(order.service), data.arbitration_period())


# -- how things stand -----------------------------------------------------------------------------


def contribution_title(contribution: ContributionRecord) -> str:
    """A contribution's title as its member wrote it; its programme's where that is not to be had."""
    title = data.paper(contribution.evidence).title
    return title if isinstance(title, str) else data.programme_title(contribution.programme)


def story_of(contribution: ContributionRecord) -> stories.Story:
    """How a contribution stands."""
    quorum = programme(contribution.programme).quorum
    return stories.of_contribution(
        contribution, quorum=quorum, claim_from=claim_from(contribution), now=data.now()
    )


def story_of_order(order: OrderRecord) -> stories.Story:
    """How an order stands."""
    return stories.of_order(order, deadline=order_deadline(order), now=data.now())


@dataclass(frozen=True)
class Happened:
    """Something of a member's that changed."""

    at: datetime
    title: str
    story: stories.Story
    amount: Decimal


def happened(member: int, most: int = 8) -> list[Happened]:
    """The last changes of what a member contributed and ordered, newest first."""
    mine = sorted(contributions_of(member), key=_changed, reverse=True)[:most]
    rows = [Happened(_changed(one), contribution_title(one), story_of(one), one.reward) for one in mine]
    for order in sorted(orders_of(member), key=_changed, reverse=True)[:most]:
        title = data.service_title(order.service)
        rows.append(Happened(_changed(order), title, story_of_order(order), -order.price))
    return sorted(rows, key=lambda row: row.at, reverse=True)[:most]


def _changed(one: ContributionRecord | OrderRecord) -> datetime:
    """When it last changed."""
    if isinstance(one, OrderRecord):
        return one.changed_at or one.ordered_at
    return one.decided_at or one.submitted_at
