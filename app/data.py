"""What the pages show: the one module that connects to the chain, and the only one that caches."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import ape
import streamlit as st
from ape.exceptions import ApeException

from app import demo, stories, words
from app.jobs import Jobs
from cercle import Community, chain
from cercle.config import load_config
from cercle.config_models import CommunityConfig
from cercle.config_models import Programme as ProgrammeConfig
from cercle.documents import AnyDocument, Bilingual, DocumentMissing, DocumentTampered, Evidence
from cercle.errors import CercleError, NodeUnreachable
from cercle.history import ContributionRecord, OrderRecord, ProgrammeRecord, ServiceRecord
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.states import ContributionStatus, OrderStatus, ProgrammeStatus, ServiceStatus
from cercle.texts import Text
from cercle.units import to_time

FRESH = 2.0  # seconds a list may be old; after a job of ours it is read anew at once

# The history changes while it is refreshed: one thread at a time reads or refreshes it.
_history_lock = threading.RLock()


# -- the connection -------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _node() -> Node:
    """Connects Ape once; a network that is connected already (tests, a host program) is used as it is."""
    if ape.networks.active_provider is None:
        network = os.environ.get("CERCLE_NETWORK") or chain.NETWORK
        if network == chain.NETWORK:
            chain.join()
        try:
            ape.networks.parse_network_choice(network).__enter__()
        except ApeException as problem:
            raise NodeUnreachable(
                Text("The network {network} cannot be reached.", {"network": network}),
                Text("Check CERCLE_NETWORK, and start the local chain with `make chain`."),
            ) from problem
    return Node()


@st.cache_resource(show_spinner=False, max_entries=1)
def _community(record: str) -> Community:
    deployed = DeploymentRecord.model_validate_json(record)
    deployed.check(_node())
    return Community(_node(), deployed)


@st.cache_data(ttl=FRESH, show_spinner=False)
def _refreshed() -> tuple[str, datetime]:
    """Which community there is, and the chain's clock; the community's history is up to date."""
    node = _node()
    deployed = DeploymentRecord.load(node)
    deployed.check_chain(node)
    record = deployed.model_dump_json()
    with _history_lock:
        _community(record).history.refresh()
    # A chain of this computer makes blocks only when somebody sends something: its clock is that of the next one.
    clock = node.request("eth_getBlockByNumber", "pending" if node.is_local else "latest", False)
    return record, to_time(int(clock["timestamp"], 16))


def community() -> Community:
    """The community of this process's network. Raises ``CercleError`` when there is none, or its node is silent."""
    return _community(_refreshed()[0])


def _folder() -> str:
    """Tells one community's cached answers from another's."""
    return str(community().record.folder)


def now() -> datetime:
    """The chain's clock."""
    return _refreshed()[1]


def refresh() -> None:
    """Forgets what may have changed by something we sent."""
    _refreshed.clear()
    _paper.clear()


@st.cache_resource(show_spinner=False)
def _jobs(folder: str) -> Jobs:
    return Jobs(community().record.folder / "jobs.sqlite")


def jobs() -> Jobs:
    """What members asked to be sent."""
    return _jobs(_folder())


# -- people ---------------------------------------------------------------------------------------


@st.cache_data(ttl=60, show_spinner=False)
def _names(folder: str) -> dict[int, str]:
    return community().directory.names()


def names() -> dict[int, str]:
    """Member number → name, of those the directory knows."""
    return _names(_folder())


@st.cache_resource(ttl=60, show_spinner=False)
def _applied_config(folder: str) -> CommunityConfig | None:
    file = community().record.files.config
    return load_config(file) if file.is_file() else None


def community_name() -> Bilingual:
    """What the community calls itself."""
    config, slug = _applied_config(_folder()), community().name.capitalize()
    return Bilingual(fr=config.name.fr, en=config.name.en) if config else Bilingual(fr=slug, en=slug)


def demo_people() -> list[demo.DemoPerson]:
    """Whom the demo suggests to act as; nobody unless the chain is one of this computer."""
    return demo.people_in(community().record.folder) if community().node.is_local else []


def balance(member: int) -> Decimal:
    """A member's tokens, read from the chain."""
    joined = community().history.members.get(member)
    return community().token.balance(joined.wallet) if joined else Decimal(0)


# -- documents ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """What a hash stands for: a document and who confirmed it, or what is wrong with it."""

    document: AnyDocument | None
    confirmed_by: tuple[int, ...] = ()
    problem: Text | None = None

    @property
    def title(self) -> Bilingual | str | None:
        """The document's title, in both languages or as its author wrote it."""
        return getattr(self.document, "title", None)


@st.cache_data(ttl=30, show_spinner=False)
def _paper(folder: str, document: bytes) -> Paper:
    try:
        stored = community().documents.get(document)
    except DocumentMissing:
        return Paper(None, problem=Text("Its text is missing here."))
    except DocumentTampered:
        return Paper(None, problem=Text("Its text was changed since it was recorded: do not rely on it."))
    registry = str(community().contributions.contract.address)
    chain_id = community().record.chain_id
    confirmed = [
        one.beneficiary
        for one in stored.confirmations
        if _wallet(one.beneficiary) == one.wallet and one.verify(chain_id, registry)
    ]
    return Paper(stored.document, tuple(confirmed))


def paper(document: bytes) -> Paper:
    """A document by its hash; a missing or tampered one says so."""
    return _paper(_folder(), document)


def _wallet(member: int) -> str | None:
    joined = community().history.members.get(member)
    return joined.wallet if joined else None


# -- programmes and contributions -----------------------------------------------------------------


def unit(programme: int) -> Bilingual | None:
    """What a programme counts, such as hours; None where nobody said."""
    terms = _applied_programme(programme)
    return Bilingual(fr=terms.unit.fr, en=terms.unit.en) if terms else None


def requires_confirmation(programme: int) -> bool:
    """Whether a programme's contributions count once a beneficiary has confirmed them."""
    terms = _applied_programme(programme)
    return terms is not None and terms.requires_confirmation


def _applied_programme(number: int) -> ProgrammeConfig | None:
    config, keys = _applied_config(_folder()), community().record.programmes
    found = [config.programmes.get(key) for key, one in keys.items() if config and one == number]
    return found[0] if found else None


def programme(number: int) -> ProgrammeRecord:
    """A programme by number."""
    return community().history.programmes[number]


def open_programmes() -> list[ProgrammeRecord]:
    """Where one can contribute now."""
    with _history_lock:
        programmes = list(community().history.programmes.values())
    return [one for one in programmes if one.status is ProgrammeStatus.Open]


def seats(member: int) -> list[ProgrammeRecord]:
    """The programmes a member validates."""
    with _history_lock:
        programmes = list(community().history.programmes.values())
    return [one for one in programmes if member in one.validators]


def _contributions() -> list[ContributionRecord]:
    with _history_lock:
        return list(community().history.contributions.values())


def contributions_of(member: int) -> list[ContributionRecord]:
    """What a member contributed, newest first."""
    return [one for one in reversed(_contributions()) if one.member == member]


def claim_from(contribution: ContributionRecord) -> datetime | None:
    """From when a contribution's tokens can be collected; None if they cannot."""
    return community().rewards.claim_from(contribution)


def to_collect(member: int) -> list[ContributionRecord]:
    """What a member can collect now, oldest first."""
    with _history_lock:
        return community().rewards.claimable(member, now())


def coming(member: int) -> list[tuple[datetime, ContributionRecord]]:
    """What a member can collect later, soonest first."""
    with _history_lock:
        return community().rewards.coming(member, now())


def to_confirm(member: int) -> list[tuple[ContributionRecord, Evidence]]:
    """What waits for approval, names the member as a beneficiary, and was not confirmed by them yet."""
    found = []
    for one in _contributions():
        if one.status is ContributionStatus.Pending and one.member != member:
            read = paper(one.evidence)
            named = isinstance(read.document, Evidence) and member in read.document.beneficiaries
            if named and member not in read.confirmed_by:
                found.append((one, read.document))
    return found  # type: ignore[return-value]


def to_review(member: int, programme_id: int) -> list[tuple[ContributionRecord, Paper]]:
    """What a validator can vote on in a programme: first what beneficiaries confirmed, then the oldest."""
    queue = [
        (one, paper(one.evidence))
        for one in _contributions()
        if one.programme == programme_id
        and one.status is ContributionStatus.Pending
        and member not in one.approvals | one.rejections | {one.member}
    ]
    return sorted(queue, key=lambda row: (-len(row[1].confirmed_by), row[0].submitted_at))


def challengeable(member: int, programme_id: int) -> list[ContributionRecord]:
    """What was accepted in a programme and can still be challenged, the soonest to be paid first."""
    found = []
    for one in _contributions():
        if one.programme == programme_id and one.status is ContributionStatus.Accepted and one.challenge is None:
            start = claim_from(one)
            if start is not None and now() < start and one.member != member:
                found.append(one)
    return sorted(found, key=lambda one: one.decided_at or one.submitted_at)


# -- services and orders --------------------------------------------------------------------------


def open_services() -> list[ServiceRecord]:
    """What can be ordered now; sold-out ones last."""
    with _history_lock:
        services = list(community().history.services.values())
    return sorted((one for one in services if one.status is ServiceStatus.Open), key=lambda one: one.stock == 0)


def service(number: int) -> ServiceRecord:
    """A service by number."""
    return community().history.services[number]


def orders_of(member: int) -> list[OrderRecord]:
    """A member's orders, newest first."""
    with _history_lock:
        orders = list(community().history.orders.values())
    return [one for one in reversed(orders) if one.member == member]


def orders_counted(member: int, service: int) -> int:
    """How many orders of a service count towards a member's limit: those that were not given back whole."""
    given_back = (OrderStatus.Cancelled, OrderStatus.Refused, OrderStatus.Expired)
    return sum(one.service == service and one.status not in given_back for one in orders_of(member))


def orders_for(provider: int) -> list[OrderRecord]:
    """Orders a provider has to do with now, the oldest first."""
    live = (OrderStatus.Open, OrderStatus.Fulfilled, OrderStatus.Disputed)
    with _history_lock:
        orders = list(community().history.orders.values())
    return [one for one in orders if one.provider == provider and one.status in live]


def to_fulfil(provider: int) -> list[OrderRecord]:
    """Orders that a provider can still render."""
    return [one for one in orders_for(provider) if one.status is OrderStatus.Open]


@st.cache_data(show_spinner=False)
def _arbitration_period(catalog: str) -> timedelta:
    return timedelta(seconds=int(community().services.contract.ARBITRATION_PERIOD()))


def order_deadline(order: OrderRecord) -> datetime | None:
    """When an order's present state ends; None when the order has ended. The contract's own rule."""
    terms, since = service(order.service), order.changed_at or order.ordered_at
    if order.status is OrderStatus.Open:
        return order.ordered_at + terms.fulfil_window
    if order.status is OrderStatus.Fulfilled:
        return since + terms.confirm_window
    if order.status is OrderStatus.Disputed:
        return since + _arbitration_period(str(community().services.contract.address))
    return None


# -- titles, amounts, what happened ---------------------------------------------------------------


def name(member: int) -> str:
    """Who a member is; their number where the directory does not know them."""
    return names().get(member) or words.t("member {number}", number=member)


def tokens(amount: Decimal) -> str:
    """An amount with the token's own name."""
    return f"{words.number(amount)} {community().token.name}"


def programme_title(number: int) -> str:
    """A programme's title in the reader's language."""
    title = paper(programme(number).document).title
    return words.either(title) if isinstance(title, Bilingual) else words.t("programme {number}", number=number)


def service_title(number: int) -> str:
    """A service's title in the reader's language."""
    title = paper(service(number).document).title
    return words.either(title) if isinstance(title, Bilingual) else words.t("service {number}", number=number)


def contribution_title(contribution: ContributionRecord) -> str:
    """A contribution's title as its member wrote it; its programme's where that is not to be had."""
    title = paper(contribution.evidence).title
    return title if isinstance(title, str) else programme_title(contribution.programme)


def story_of(contribution: ContributionRecord) -> stories.Story:
    """How a contribution stands."""
    quorum = programme(contribution.programme).quorum
    return stories.of_contribution(contribution, quorum=quorum, claim_from=claim_from(contribution), now=now())


def story_of_order(order: OrderRecord) -> stories.Story:
    """How an order stands."""
    return stories.of_order(order, deadline=order_deadline(order), now=now())


@dataclass(frozen=True)
class Happened:
    """Something of a member's that changed."""

    at: datetime
    title: str
    story: stories.Story
    amount: Decimal


def happened(member: int, most: int = 8) -> list[Happened]:
    """The last changes of what a member contributed and ordered, newest first."""
    done = [(one.decided_at or one.submitted_at, one) for one in contributions_of(member)]
    bought = [(one.changed_at or one.ordered_at, one) for one in orders_of(member)]
    rows: list[Happened] = []
    for at, one in sorted([*done, *bought], key=lambda row: row[0], reverse=True)[:most]:
        if isinstance(one, OrderRecord):
            rows.append(Happened(at, service_title(one.service), story_of_order(one), -one.price))
        else:
            rows.append(Happened(at, contribution_title(one), story_of(one), one.reward))
    return rows


def alive() -> bool:
    """Whether the community can be reached now."""
    _refreshed.clear()
    try:
        community()
    except CercleError:
        return False
    return True
