"""What members, validators and providers have to do with: lists from the community's index, never all of anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app import data, stories
from app.words import day, t
from cercle import duties
from cercle.documents import Evidence
from cercle.index.queries_contributions import Rewards
from cercle.index.queries_services import UNDER_WAY
from cercle.papers import Paper
from cercle.records import ContributionRecord, OrderRecord, ProgrammeRecord, ServiceRecord, ShareRecord
from cercle.states import OrderStatus, ProgrammeStatus

A_PAGE = 20  # cards: more of them take a page longer than the 150 ms it has


def open_programmes() -> list[ProgrammeRecord]:
    """Where one can contribute now."""
    return [one for one in data.programmes().values() if one.status is ProgrammeStatus.Open]


def seats(member: int) -> list[ProgrammeRecord]:
    """The programmes a member validates."""
    return [one for one in data.programmes().values() if member in one.validators]


def contributions_of(member: int, before: bytes | None, most: int) -> list[ContributionRecord]:
    """A page of what a member contributed, newest first."""
    return data.community().index.contributions_of(member, before=before, most=most)


def claim_from(contribution: ContributionRecord) -> datetime | None:
    """From when a contribution's tokens can be collected; None if they cannot."""
    return data.community().rewards.claim_from(contribution, data.programmes()[contribution.programme])


def rewards_of(member: int) -> Rewards:
    """What a member can collect now and later, however much it is."""
    community = data.community()
    return community.index.rewards_of(member, data.now(), community.rewards.resolution_period)


def to_collect(member: int) -> list[ContributionRecord]:
    """What a member can collect now: the oldest, as many as go together."""
    community = data.community()
    return community.index.collectable(member, data.now(), community.rewards.resolution_period)


def owed(member: int) -> Decimal:
    """What the catalogue keeps for a member whose payments waited."""
    return data.community().index.owed(member)


def coming(member: int, most: int) -> list[tuple[datetime, ContributionRecord]]:
    """What a member can collect later, soonest first."""
    community = data.community()
    rows = community.index.coming(member, data.now(), community.rewards.resolution_period, most)
    starts = [(claim_from(one), one) for one in rows]
    return [(start, one) for start, one in starts if start is not None]


def to_confirm(member: int, most: int) -> tuple[list[tuple[ContributionRecord, Evidence]], int]:
    """What waits for approval, names the member as a beneficiary, and was not confirmed by them yet; and how many more
    there are."""
    index, found = data.community().index, []
    rows = index.asked_of(member, most)
    for one in rows:
        read = data.paper(one.evidence)
        if isinstance(read.document, Evidence) and member in duties.confirmers(one, read):
            found.append((one, read.document))
    return found, index.asked_count(member) - len(rows) if len(rows) == most else 0


def reviews(member: int) -> dict[int, int]:
    """How many contributions a validator can vote on, by programme they have a seat in."""
    waiting = data.community().index.reviews(member)
    return {seat.id: waiting.get(seat.id, 0) for seat in seats(member)}


def to_review(member: int, programme_id: int, most: int) -> list[tuple[ContributionRecord, Paper]]:
    """What a validator can vote on in a programme: first what beneficiaries confirmed, then the oldest."""
    rows = data.community().index.to_review(member, programme_id, most)
    return [(one, data.paper(one.evidence)) for one in rows]


def challengeable(member: int, programme_id: int, most: int) -> tuple[list[ContributionRecord], int]:
    """What was accepted in a programme and can still be challenged, the soonest to be paid first; and how many."""
    return data.community().index.challengeable(member, programme_id, data.now(), most)


# -- services and orders --------------------------------------------------------------------------


def open_services(after: int | None, most: int) -> list[ServiceRecord]:
    """A page of what can be ordered now; sold-out ones last."""
    found = [one for one in data.services().values() if one.takes_orders]
    found.sort(key=lambda one: one.stock == 0)
    first = 1 + next((place for place, one in enumerate(found) if one.id == after), -1)
    return found[first : first + most]


def service(number: int) -> ServiceRecord:
    """A service by number."""
    return data.services()[number]


def orders_of(member: int, before: bytes | None, most: int) -> list[OrderRecord]:
    """A page of a member's orders, newest first."""
    return data.community().index.orders_of(member, before=before, most=most)


def orders_counted(member: int) -> dict[int, int]:
    """How many orders of each service count towards a member's limit: those that were not given back whole."""
    return data.community().index.orders_counted(member)


def orders_for(provider: int, after: bytes | None, most: int) -> list[OrderRecord]:
    """A page of the orders a provider has to do with now, the oldest first."""
    return data.community().index.orders_for(provider, UNDER_WAY, after=after, most=most)


@dataclass(frozen=True)
class Orders:
    """How many orders wait: for a member to confirm, for them to fulfil; and how many they provide that go on."""

    to_confirm: int
    to_fulfil: int
    provided: int


def orders_waiting(member: int) -> Orders:
    """How many orders wait for a member, as who ordered and as who provides: ``duties`` in numbers."""
    index = data.community().index
    mine, provided = index.orders_under_way(member=member), index.orders_under_way(provider=member)
    return Orders(mine[OrderStatus.Fulfilled], provided[OrderStatus.Open], provided.total())


def order_deadline(order: OrderRecord) -> datetime | None:
    """When an order's present state ends; None when the order has ended. The contract's own rule."""
    return duties.order_deadline(order, service(order.service), data.arbitration_period())


# -- how things stand -----------------------------------------------------------------------------


def contribution_title(contribution: ContributionRecord) -> str:
    """A contribution's title as its member wrote it; its programme's where that is not to be had."""
    title = data.paper(contribution.evidence).title
    return title if isinstance(title, str) else data.programme_title(contribution.programme)


def share_title(share: ShareRecord) -> str:
    """What a collected share of a round is called."""
    return t("Round of {day}", day=day(share.opened_at))


def story_of(contribution: ContributionRecord) -> stories.Story:
    """How a contribution stands."""
    quorum = data.programmes()[contribution.programme].quorum
    return stories.of_contribution(
        contribution, quorum=quorum, claim_from=claim_from(contribution), now=data.now()
    )


def story_of_order(order: OrderRecord) -> stories.Story:
    """How an order stands."""
    return stories.of_order(order, deadline=order_deadline(order), now=data.now())
