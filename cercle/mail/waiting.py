"""What waits for whom, for the whole community at once: each contribution and order is looked at once, however many
members there are. Who is waited for is said in ``cercle.duties``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cercle import duties
from cercle.community import Community
from cercle.documents import Bilingual
from cercle.mail.kinds import Kind
from cercle.mail.log import Item
from cercle.papers import read_paper
from cercle.records import OrderRecord
from cercle.states import ContributionStatus
from cercle.texts import Text

Title = Bilingual | Text


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a member. ``title`` is the programme's or the service's, never what a member wrote:
    that stays in the dashboard. ``other`` is the member on the other side."""

    member: int
    kind: Kind
    key: str
    title: Title
    amount: Decimal = Decimal(0)
    other: int | None = None
    until: datetime | None = None

    @property
    def item(self) -> Item:
        """What the log knows it by."""
        return self.kind, self.key


def waiting(community: Community, now: datetime) -> Iterator[Waiting]:
    """Everything that waits for anybody at a time of the chain's clock. The history must be fresh."""
    titles = Titles(community)
    yield from _contributions(community, now, titles)
    for order in list(community.history.orders.values()):
        yield from _order(community, order, now, titles)
    for member, amount in list(community.history.owed.items()):
        kept = Text("kept for you until you could be paid")
        yield Waiting(member, Kind.Collect, f"owed:{amount}", kept, amount)


class Titles:
    """What programmes and services are called, each document read once."""

    def __init__(self, community: Community) -> None:
        self._community = community
        self._found: dict[bytes, Title] = {}

    def programme(self, number: int) -> Title:
        """A programme's title; its number where its text is not here."""
        document = self._community.history.programmes[number].document
        return self._title(document, Text("programme {number}", {"number": number}))

    def service(self, number: int) -> Title:
        """A service's title; its number where its text is not here."""
        document = self._community.history.services[number].document
        return self._title(document, Text("service {number}", {"number": number}))

    def _title(self, document: bytes, otherwise: Text) -> Title:
        if document not in self._found:
            title = read_paper(self._community, document).title
            self._found[document] = title if isinstance(title, Bilingual) else otherwise
        return self._found[document]


def _contributions(community: Community, now: datetime, titles: Titles) -> Iterator[Waiting]:
    for one in list(community.history.contributions.values()):
        key, title = one.id.hex(), titles.programme(one.programme)
        if community.rewards.collectable(one, now):
            yield Waiting(one.member, Kind.Collect, key, title, one.reward)
        if one.status is ContributionStatus.Pending:
            for member in duties.reviewers(one, community.history.programmes[one.programme]):
                yield Waiting(member, Kind.Review, key, title, one.reward, one.member)
            for member in duties.confirmers(one, read_paper(community, one.evidence)):
                yield Waiting(member, Kind.Confirm, key, title, one.reward, one.member)


def _order(community: Community, order: OrderRecord, now: datetime, titles: Titles) -> Iterator[Waiting]:
    fulfiller, confirmer = duties.fulfiller(order), duties.confirmer_of_order(order)
    if fulfiller is None and confirmer is None:
        return
    service = community.history.services[order.service]
    until = duties.order_deadline(order, service, _NO_ARBITRATION)
    if until is None or until <= now:  # too late: it is not theirs to do any more
        return
    key, title = order.id.hex(), titles.service(order.service)
    if fulfiller is not None:
        yield Waiting(fulfiller, Kind.Fulfil, key, title, order.price, order.member, until)
    if confirmer is not None:
        yield Waiting(confirmer, Kind.Order, key, title, order.price, order.provider, until)


_NO_ARBITRATION = timedelta(0)  # disputed orders wait for an arbiter, not for a member
