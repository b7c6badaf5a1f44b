"""What the pages show: the one module that connects to the chain, and the only one that caches."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import ape
import streamlit as st
from ape.exceptions import ApeException
from eth_utils.address import is_same_address

from app import demo, words
from app.jobs import Jobs
from cercle import Community, chain
from cercle.config import load_config
from cercle.config_models import CommunityConfig
from cercle.config_models import Programme as ProgrammeConfig
from cercle.documents import AnyDocument, Bilingual, DocumentMissing, DocumentTampered
from cercle.errors import CercleError, NodeUnreachable
from cercle.history import History
from cercle.members import NOBODY
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.texts import Text
from cercle.units import to_time

FRESH = 2.0  # seconds a list may be old; after a job of ours it is read anew at once

# The history changes while it is refreshed: one thread at a time refreshes it or goes through it.
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


def alive() -> bool:
    """Whether the community can be reached now."""
    _refreshed.clear()
    try:
        community()
    except CercleError:
        return False
    return True


def now() -> datetime:
    """The chain's clock."""
    return _refreshed()[1]


@contextmanager
def history() -> Iterator[History]:
    """What happened, up to date; it does not change meanwhile. Ask nothing else of this module until it is left:
    whoever refreshes waits for this lock while holding the cache's."""
    found = community().history
    with _history_lock:
        yield found


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


@st.cache_resource(ttl=30, show_spinner=False)
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
        if is_same_address(_wallet(one.beneficiary), one.wallet) and one.verify(chain_id, registry)
    ]
    return Paper(stored.document, tuple(confirmed))


def paper(document: bytes) -> Paper:
    """A document by its hash; a missing or tampered one says so."""
    return _paper(_folder(), document)


def _wallet(member: int) -> str:
    joined = community().history.members.get(member)
    return joined.wallet if joined else NOBODY


# -- what programmes and services are called ------------------------------------------------------


def name(member: int) -> str:
    """Who a member is; their number where the directory does not know them."""
    return names().get(member) or words.t("member {number}", number=member)


def tokens(amount: Decimal) -> str:
    """An amount with the token's own name."""
    return f"{words.number(amount)} {community().token.name}"


def programme_title(number: int) -> str:
    """A programme's title in the reader's language."""
    title = paper(community().history.programmes[number].document).title
    return (
        words.either(title) if isinstance(title, Bilingual) else words.t("programme {number}", number=number)
    )


def service_title(number: int) -> str:
    """A service's title in the reader's language."""
    title = paper(community().history.services[number].document).title
    return words.either(title) if isinstance(title, Bilingual) else words.t("service {number}", number=number)


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


# -- the contracts' own constants -----------------------------------------------------------------


@st.cache_data(show_spinner=False)
def _arbitration_period(folder: str) -> timedelta:
    return timedelta(seconds=int(community().services.contract.ARBITRATION_PERIOD()))


def arbitration_period() -> timedelta:
    """How long an arbiter has to decide a dispute."""
    return _arbitration_period(_folder())
