"""Who is in front of the screen, and who signs for them.

Members come by passkey or wallet (``login.py``) and are kept by a cookie; on the local chain, demo people come by
``?me=<number>``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from app import data
from app.demo import DemoPerson, DemoSigner
from app.sessions import COOKIE, Session
from app.wallet import tell
from app.words import LANGUAGE, language, t
from cercle.credentials import Passkey
from cercle.errors import SignatureProblem
from cercle.signers import Signer
from cercle.texts import Text

MEMBER = "me"  # of a demo person, in the address bar, so that a reload finds it again
_HERE = "who is here"
_PAGE = "page shown last"
_NOBODY = SignatureProblem(Text("Nobody is logged in."), Text("Choose who you are first."))


def member() -> int | None:
    """The number of the member who is logged in; None for a visitor."""
    if (person := _demo_person()) is not None:
        return person.member
    session = _session()
    return session.member if session else None


def me() -> int:
    """The member who is logged in, on pages that only members see; who is logged out while one is being made gets the
    visitors' page instead."""
    number = member()
    if number is None:
        st.rerun()
    return number


def wallet() -> str | None:
    """The wallet of who is logged in: of a browser, of a passkey account, or a demo person's; None for a visitor."""
    if (person := _demo_person()) is not None:
        return DemoSigner(data.community().node, person.key).address
    session = _session()
    return session.wallet if session else None


def signatory() -> str | Passkey:
    """Who signs in the browser: the wallet's address, or the passkey the member came with. Not for demo people."""
    session = _session()
    if session is None:
        raise _NOBODY
    if session.credential is None:
        return session.wallet
    passkey = data.credentials().find(session.credential)
    if passkey is None:
        raise SignatureProblem(Text("This passkey is not known any more."), Text("Log in again."))
    return passkey


def is_demo() -> bool:
    """Whether the one who is logged in is one of the demo's people, whose keys this computer has."""
    return _demo_person() is not None


def signer() -> Signer:
    """A demo person's own key. Members of the real kind sign in their browser: see ``signatory``."""
    person = _demo_person()
    if person is None:
        raise _NOBODY
    return DemoSigner(data.community().node, person.key)


# -- coming and going -----------------------------------------------------------------------------


@dataclass
class Here:
    """Who is in front of this page. A plain object: changing it is nothing at which Streamlit stops a run."""

    demo: str
    session: str | None = None
    ticket: str | None = None
    just_came: bool = False
    then: tuple[str, dict[str, str]] | None = None
    leftovers: bool = False


def here() -> Here:
    """The same object for as long as the page is open."""
    found: Here = st.session_state.setdefault(_HERE, Here(st.query_params.get(MEMBER, "")))
    return found


def log_in(number: int, *, passkey: Passkey | None = None, page: Here | None = None) -> None:
    """Logs a member in whose signature was checked; the browser fetches its cookie on the next run. ``page`` is
    ``here()``, for who calls this where Streamlit must not be touched."""
    page = page or here()
    data.refresh()
    address = data.community().members.get(number).wallet
    if address is None:
        raise SignatureProblem(Text("This member has not joined yet."), Text("Open the invitation link."))
    credential = passkey.credential_id if passkey else None
    session, ticket = data.sessions().begin(number, address, credential, int(time.time()))
    page.demo, page.session, page.ticket = "", session.id, ticket
    page.just_came = page.leftovers = True


def log_out(*, everywhere: bool = False) -> None:
    """Ends the session, or all of the member's; a cookie that is still in a browser means nothing any more."""
    page, session = here(), _session()
    if session is not None and everywhere:
        data.sessions().end_all(session.member)
    elif session is not None:
        data.sessions().end(session)
    page.demo, page.session, page.ticket, page.leftovers = "", None, None, True


def act_as(number: int) -> None:
    """Logs in as one of the demo's people."""
    page = here()
    page.demo, page.just_came, page.leftovers = str(number), True, True


def sweep() -> None:
    """What one person left in the page is not for the next one. At the beginning of every run."""
    page = here()
    if page.leftovers:
        for key in list(st.session_state):
            if key not in (LANGUAGE, _HERE):
                del st.session_state[key]
        if st.query_params.get(MEMBER, page.demo) != page.demo:
            del st.query_params[MEMBER]
        page.leftovers = False


def keep() -> None:
    """Has the browser fetch its cookie, if somebody has just logged in here."""
    page, session = here(), _session()
    if session is None or session.has_cookie:
        page.ticket = None
    if page.ticket is not None:
        with st.container(key="keep-session"):
            tell("keep", {"do": "post", "url": "/session", "body": {"ticket": page.ticket}})


def _demo_person() -> DemoPerson | None:
    asked = here().demo
    return next((one for one in data.demo_people() if str(one.member) == asked), None)


def _session() -> Session | None:
    """The session that began in this page, else the one of the browser's cookie. It ends when the member's wallet is
    another one, or their account takes their passkey no more."""
    table, now = data.sessions(), int(time.time())
    if begun := here().session:
        session = table.with_id(begun, now)
    else:
        token = st.context.cookies.get(COOKIE)
        session = table.with_token(token, now) if isinstance(token, str) else None
    if session is not None and not _still_theirs(session):
        table.end(session)
        return None
    return session


def _still_theirs(session: Session) -> bool:
    if data.wallet_of(session.member) != session.wallet:
        return False
    if session.credential is None:
        return True
    passkey = data.credentials().find(session.credential)
    return passkey is not None and data.is_accepted(passkey)


# -- the page -------------------------------------------------------------------------------------


def just_came() -> bool:
    """Whether somebody has just logged in; says so once."""
    page = here()
    came, page.just_came = page.just_came, False
    return came


def come_back_to(view: str, **query: str) -> None:
    """Where a visitor goes on once they have logged in, and the way to the login."""
    here().then = (view, query)
    st.page_link("views/enter.py", label=t("Log in"), icon=":material/login:")


def go_on(first: Any) -> None:
    """To the page that a visitor came for, else to the first one."""
    page = here()
    (view, query), page.then = page.then or ("", {}), None
    # A new page forgets the address bar, and who came by a link may read another language than their browser's.
    st.switch_page(f"views/{view}.py" if view else first, query_params={**query, "lang": language()})


def goes_on_to(page: str) -> bool:
    """Whether somebody comes from another page; a reload comes from none."""
    before, st.session_state[_PAGE] = st.session_state.get(_PAGE, page), page
    return bool(before != page)


def keep_in_address_bar(**what: str | None) -> None:
    """Puts who and which language into the address bar, where a reload or a shared link finds them."""
    for name, value in what.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value


def start(key: str, doing: Text, work: Callable[[], Text]) -> bool:
    """Has a job done in the background for the member; False if one runs under this key already."""
    return data.jobs().submit(me(), key, doing, work)
