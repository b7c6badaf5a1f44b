"""Who people are to one another, and who logs in."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from app import demo, words
from app.data.connection import community, folder
from app.sessions import Sessions
from app.visits import Visits
from cercle.credentials import Credentials, Passkey
from cercle.join_requests import JoinRequests
from cercle.passkeys import PublicKey
from cercle.privacy.purposes import Purpose
from cercle.running_recovery import RunningRecovery, running_recovery

FEW = 500  # people among whom one chooses from a list; of more, by a part of the name
FOUND = 20  # at once
_SOUGHT = 200  # of whom some do not want to be named
_KEPT = 50_000  # names


@st.cache_resource(ttl=60, max_entries=_KEPT, show_spinner=False)
def _own_name(folder: str, member: int) -> str:
    person = community().directory.person(member)
    return person.name if person else ""


@st.cache_resource(ttl=60, max_entries=_KEPT, show_spinner=False)
def _shown_name(folder: str, member: int) -> str:
    agreed = community().consents.has(member, Purpose.NameShown)
    return _own_name(folder, member) if agreed else ""


def own_name(member: int) -> str:
    """What a page calls a member to themselves; empty where the directory does not know them."""
    return _own_name(folder(), member)


def name(member: int) -> str:
    """Who a member is to the others; their number unless they agreed to be named."""
    return _shown_name(folder(), member) or _number(member)


def _number(member: int) -> str:
    return words.t("member {number}", number=member)


@st.cache_resource(ttl=60, show_spinner=False)
def _few(folder: str) -> dict[int, str] | None:
    """Everybody, by name who agreed to that; None where they are many."""
    if community().directory.count() > FEW:
        return None
    agreed = community().consents.members(Purpose.NameShown)
    return {
        member: name if member in agreed else "" for member, name in community().directory.names().items()
    }


def everybody() -> dict[int, str] | None:
    """Everybody in the directory as the other members see them; None where they are more than ``FEW``."""
    few = _few(folder())
    return None if few is None else {member: name or _number(member) for member, name in few.items()}


def find_people(sought: str) -> dict[int, str]:
    """Members whose name contains what is sought, as far as they agreed to be named, and the one with that number."""
    sought = sought.strip()
    found = community().directory.named(sought, _SOUGHT) if sought else {}
    agreed = community().consents.among(found, Purpose.NameShown)
    shown = [member for member in found if member in agreed][:FOUND]
    if sought.isdecimal() and own_name(int(sought)):
        shown.append(int(sought))
    return {member: name(member) for member in shown}


def forget_names() -> None:
    """After somebody's name, or their consent to show it, has changed: else it takes up to a minute."""
    _own_name.clear()
    _shown_name.clear()
    _few.clear()


def demo_people() -> list[demo.DemoPerson]:
    """Whom the demo suggests to act as; nobody unless the chain is one of this computer."""
    return demo.people_in(community().record.folder) if community().node.is_local else []


def wallet_of(member: int) -> str | None:
    """A member's wallet now; None until they have joined."""
    joined = community().index.member(member)
    return joined.wallet if joined else None


def balance(member: int) -> Decimal:
    """A member's tokens, read from the chain."""
    wallet = wallet_of(member)
    return community().token.balance(wallet) if wallet else Decimal(0)


# -- who logs in ----------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _sessions(folder: str) -> Sessions:
    return Sessions.in_folder(community().record.folder)


def sessions() -> Sessions:
    """Who is logged in."""
    return _sessions(folder())


@st.cache_resource(show_spinner=False)
def _visits(folder: str) -> Visits:
    return Visits()


def visits() -> Visits:
    """Whoever is joining."""
    return _visits(folder())


@st.cache_resource(show_spinner=False)
def _join_requests(folder: str) -> JoinRequests:
    return JoinRequests.in_folder(community().record.folder)


def join_requests() -> JoinRequests:
    """Who asks to join."""
    return _join_requests(folder())


@st.cache_resource(show_spinner=False)
def _credentials(folder: str) -> Credentials:
    return Credentials.in_folder(community().record.folder)


def credentials() -> Credentials:
    """The passkeys that were created here."""
    return _credentials(folder())


@st.cache_data(ttl=60, show_spinner=False)
def _keys_of(folder: str, account: str) -> list[PublicKey] | None:
    accounts = community().accounts
    return accounts.keys(account) if accounts.is_deployed(account) else None


def is_accepted(passkey: Passkey) -> bool:
    """Whether a passkey's account takes it: one of its passkeys, or the one it is opened with."""
    keys = _keys_of(folder(), passkey.account)
    if keys is None:
        return community().accounts.address_of(passkey.key) == passkey.account
    return passkey.key in keys


def is_passkey_account(member: int) -> bool:
    """Whether a member signs with passkeys: their wallet is an account of this community's factory."""
    wallet = wallet_of(member)
    return wallet is not None and community().accounts.is_deployed(wallet)


@st.cache_data(ttl=10, show_spinner=False)
def _recovery_of(folder: str, member: int) -> RunningRecovery | None:
    return running_recovery(community(), member)


def recovery_of(member: int) -> RunningRecovery | None:
    """Who is taking over a member's number or account, if somebody is."""
    return _recovery_of(folder(), member)


def forget_keys() -> None:
    """After something that we sent may have changed them."""
    _keys_of.clear()
    _recovery_of.clear()
