"""The connection to the chain, made once for the process, and what was seen there last."""

from __future__ import annotations

import logging
import os
from datetime import datetime

import ape
import streamlit as st
from ape.exceptions import ApeException

from app.data.watch import Progress, Seen, Watch
from cercle import Community, chain
from cercle.asked import read_new_evidence
from cercle.errors import CercleError, NodeUnreachable
from cercle.index.lists import Lists
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.records import ProgrammeRecord, ServiceRecord
from cercle.texts import Text
from cercle.units import to_time

_log = logging.getLogger(__name__)


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
    found = Community(_node(), deployed)
    found.past = found.index
    return found


@st.cache_resource(show_spinner=False, max_entries=1)
def _lists(record: str) -> Lists:
    found = _community(record)
    return found.index.lists(found.record.files.rounds)


@st.cache_resource(show_spinner=False, on_release=Watch.stop)
def _watch() -> Watch:
    return Watch(_look)


def _look(number: int, tell: Progress) -> Seen:
    """Which community there is, and the chain's clock; the community's index is up to date, published lists too."""
    node = _node()
    deployed = DeploymentRecord.load(node)
    deployed.check_chain(node)
    record = deployed.model_dump_json()
    found = _community(record)
    found.index.sync(tell)
    read_new_evidence(found)
    for problem in _lists(record).look():
        _log.warning("A list of a round was left out. %s", problem)
    return Seen(found, str(deployed.folder), to_time(node.now()), number)


def community() -> Community:
    """The community of this process's network. Raises ``CercleError`` when there is none, or its node is silent."""
    return _watch().seen().community


def folder() -> str:
    """Tells one community's cached answers from another's."""
    return _watch().seen().folder


def alive() -> bool:
    """Whether the community can be reached now."""
    _watch().look()
    try:
        community()
    except CercleError:
        return False
    return True


def now() -> datetime:
    """The chain's clock."""
    return _watch().seen().now


def look_again() -> None:
    """Waits until what we have just sent is in the index."""
    _watch().look()


# Few, asked for on every page, and often: kept from one look to the next.


@st.cache_resource(show_spinner=False, max_entries=1)
def _programmes(folder: str, look: int) -> dict[int, ProgrammeRecord]:
    return community().index.programmes()


def programmes() -> dict[int, ProgrammeRecord]:
    """All programmes, by number."""
    return _programmes(folder(), _watch().seen().number)


@st.cache_resource(show_spinner=False, max_entries=1)
def _services(folder: str, look: int) -> dict[int, ServiceRecord]:
    return community().index.services()


def services() -> dict[int, ServiceRecord]:
    """All services, by number."""
    return _services(folder(), _watch().seen().number)
