"""What the pages show: the one module that connects to the chain, and the only one that caches."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal

import ape
import streamlit as st
from ape.exceptions import ApeException

from app import demo, words
from app.jobs import Jobs
from app.sessions import Sessions
from app.visits import Visits
from cercle import Community, chain
from cercle.certificates import Verdict, check, read_certificate
from cercle.config import load_config
from cercle.config_models import CommunityConfig, RelayTerms
from cercle.config_models import Programme as ProgrammeConfig
from cercle.credentials import Credentials, Passkey
from cercle.documents import Bilingual
from cercle.errors import CercleError, NodeUnreachable
from cercle.history import History
from cercle.join_requests import JoinRequests
from cercle.lifeline import submissions
from cercle.mail.out import WaysOut
from cercle.node import Node
from cercle.papers import Paper, read_paper
from cercle.passkeys import PublicKey
from cercle.privacy.purposes import Purpose
from cercle.record import DeploymentRecord
from cercle.relay import Health, Relay
from cercle.running_recovery import RunningRecovery, running_recovery
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
    _keys_of.clear()
    _recovery_of.clear()
    _relay_health.clear()


@st.cache_resource(show_spinner=False)
def _jobs(folder: str) -> Jobs:
    return Jobs(community().record.folder / "jobs.sqlite")


def jobs() -> Jobs:
    """What members asked to be sent."""
    return _jobs(_folder())


# -- people ---------------------------------------------------------------------------------------


@st.cache_resource(ttl=60, show_spinner=False)
def _names(folder: str) -> dict[int, str]:
    return community().directory.names()


@st.cache_resource(ttl=60, show_spinner=False)
def _shown_names(folder: str, language: str) -> dict[int, str]:
    agreed = community().consents.members(Purpose.NameShown)
    return {
        one: found if one in agreed else words.t("member {number}", number=one)
        for one, found in _names(folder).items()
    }


def names() -> dict[int, str]:
    """Everybody in the directory as the other members see them: by name who agreed to that, else by number."""
    return _shown_names(_folder(), words.language())


def own_name(member: int) -> str:
    """What a page calls a member to themselves; empty where the directory does not know them."""
    return _names(_folder()).get(member, "")


def forget_names() -> None:
    """After somebody's name, or their consent to show it, has changed: else it takes up to a minute."""
    _names.clear()
    _shown_names.clear()


@st.cache_resource(ttl=60, show_spinner=False)
def _applied_config(folder: str) -> CommunityConfig | None:
    file = community().record.files.config
    return load_config(file) if file.is_file() else None


def config() -> CommunityConfig | None:
    """The YAML that was applied last; None for a community that was set up without one."""
    return _applied_config(_folder())


@st.cache_resource(show_spinner=False)
def ways_out() -> WaysOut:
    """Reads and follows the links at the foot of e-mails; from the second time on without the chain."""
    return WaysOut(community().record.folder)


def community_name() -> Bilingual:
    """What the community calls itself."""
    applied, slug = config(), community().name.capitalize()
    return Bilingual(fr=applied.name.fr, en=applied.name.en) if applied else Bilingual(fr=slug, en=slug)


def demo_people() -> list[demo.DemoPerson]:
    """Whom the demo suggests to act as; nobody unless the chain is one of this computer."""
    return demo.people_in(community().record.folder) if community().node.is_local else []


def wallet_of(member: int) -> str | None:
    """A member's wallet now; None until they have joined."""
    joined = community().history.members.get(member)
    return joined.wallet if joined else None


def balance(member: int) -> Decimal:
    """A member's tokens, read from the chain."""
    wallet = wallet_of(member)
    return community().token.balance(wallet) if wallet else Decimal(0)


# -- who logs in, and the relay -------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _sessions(folder: str) -> Sessions:
    return Sessions.in_folder(community().record.folder)


def sessions() -> Sessions:
    """Who is logged in."""
    return _sessions(_folder())


@st.cache_resource(show_spinner=False)
def _visits(folder: str) -> Visits:
    return Visits()


def visits() -> Visits:
    """Whoever is joining."""
    return _visits(_folder())


@st.cache_resource(show_spinner=False)
def _join_requests(folder: str) -> JoinRequests:
    return JoinRequests.in_folder(community().record.folder)


def join_requests() -> JoinRequests:
    """Who asks to join."""
    return _join_requests(_folder())


@st.cache_resource(show_spinner=False)
def _credentials(folder: str) -> Credentials:
    return Credentials.in_folder(community().record.folder)


def credentials() -> Credentials:
    """The passkeys that were created here."""
    return _credentials(_folder())


@st.cache_data(ttl=60, show_spinner=False)
def _keys_of(folder: str, account: str) -> list[PublicKey] | None:
    accounts = community().accounts
    return accounts.keys(account) if accounts.is_deployed(account) else None


def is_accepted(passkey: Passkey) -> bool:
    """Whether a passkey's account takes it: one of its passkeys, or the one it is opened with."""
    keys = _keys_of(_folder(), passkey.account)
    if keys is None:
        return community().accounts.address_of(passkey.key) == passkey.account
    return passkey.key in keys


@st.cache_resource(show_spinner=False)
def _relay(folder: str) -> Relay:
    applied = config()
    return Relay.of(community(), applied.relay if applied else RelayTerms())


def relay() -> Relay:
    """Sends what members have signed, and pays for it."""
    return _relay(_folder())


@st.cache_data(ttl=10, show_spinner=False)
def _relay_health(folder: str) -> Health:
    return relay().health()


def relay_health() -> Health:
    """Whether the relay sends at the moment, in words."""
    return _relay_health(_folder())


@st.cache_data(ttl=10, show_spinner=False)
def _recovery_of(folder: str, member: int) -> RunningRecovery | None:
    return running_recovery(community(), member)


def recovery_of(member: int) -> RunningRecovery | None:
    """Who is taking over a member's number or account, if somebody is."""
    return _recovery_of(_folder(), member)


def is_passkey_account(member: int) -> bool:
    """Whether a member signs with passkeys: their wallet is an account of this community's factory."""
    wallet = wallet_of(member)
    return wallet is not None and community().accounts.is_deployed(wallet)


# -- documents ------------------------------------------------------------------------------------


@st.cache_resource(ttl=30, show_spinner=False)
def _paper(folder: str, document: bytes) -> Paper:
    return read_paper(community(), document)


def paper(document: bytes) -> Paper:
    """A document by its hash; a missing or tampered one says so."""
    return _paper(_folder(), document)


# -- printed records ------------------------------------------------------------------------------


@st.cache_data(ttl=10, max_entries=256, show_spinner=False)
def _verdict(folder: str, code: str) -> Verdict:
    here, certificate = community(), read_certificate(code)
    with history() as past:
        submitted = submissions(past, certificate.member)
    return check(here, certificate, submitted)


def verdict(code: str) -> Verdict:
    """What a printed record's code proves now. Raises ``CertificateRefused``."""
    return _verdict(_folder(), code)


# -- what programmes and services are called ------------------------------------------------------


def name(member: int) -> str:
    """Who a member is to the others; their number unless they agreed to be named."""
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


def unit_name(programme: int) -> str:
    """What a programme counts, in the reader's language."""
    found = unit(programme)
    return words.either(found) if found else words.t("unit")


def requires_confirmation(programme: int) -> bool:
    """Whether a programme's contributions count once a beneficiary has confirmed them."""
    terms = _applied_programme(programme)
    return terms is not None and terms.requires_confirmation


def _applied_programme(number: int) -> ProgrammeConfig | None:
    applied, keys = config(), community().record.programmes
    found = [applied.programmes.get(key) for key, one in keys.items() if applied and one == number]
    return found[0] if found else None


# -- the contracts' own constants -----------------------------------------------------------------


@st.cache_data(show_spinner=False)
def _arbitration_period(folder: str) -> timedelta:
    return timedelta(seconds=int(community().services.contract.ARBITRATION_PERIOD()))


def arbitration_period() -> timedelta:
    """How long an arbiter has to decide a dispute."""
    return _arbitration_period(_folder())
