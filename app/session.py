"""Who is in front of the screen, and who signs for them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import data
from app.demo import DemoPerson, DemoSigner
from cercle.errors import SignatureProblem
from cercle.signers import Signer
from cercle.texts import Text

MEMBER = "me"  # in the session, and in the address bar, so that a reload finds it again
_JUST_CAME = "just came"
_PAGE = "page shown last"


def _demo_person() -> DemoPerson | None:
    asked = st.session_state.setdefault(MEMBER, st.query_params.get(MEMBER, ""))
    return next((one for one in data.demo_people() if str(one.member) == asked), None)


def member() -> int | None:
    """The number of the member who is logged in; None for a visitor."""
    person = _demo_person()
    return person.member if person else None


def me() -> int:
    """The member who is logged in, on pages that only members see."""
    number = member()
    assert number is not None, "a page for members was shown to a visitor"
    return number


def signer() -> Signer:
    """Who signs and sends for the member: the one place where wallets, passkeys and the relay will come in."""
    person = _demo_person()
    if person is None:
        raise SignatureProblem(Text("Nobody is logged in."), Text("Choose who you are first."))
    return DemoSigner(data.community().node, person.key)


def act_as(number: int) -> None:
    """Logs in as one of the demo's people."""
    st.session_state[MEMBER] = str(number)
    st.session_state[_JUST_CAME] = True


def just_came() -> bool:
    """Whether somebody has just logged in; says so once."""
    return bool(st.session_state.pop(_JUST_CAME, False))


def goes_on_to(page: str) -> bool:
    """Whether somebody comes from another page; a reload comes from none."""
    before, st.session_state[_PAGE] = st.session_state.get(_PAGE, page), page
    return bool(before != page)


def keep_in_address_bar(**what: str | None) -> None:
    """Puts who and which language into the address bar, where a reload or a shared link finds them."""
    for name, value in what.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value


def start(key: str, doing: Text, work: Callable[[Signer], Text]) -> bool:
    """Has a job done in the background for the member; False if one runs under this key already."""
    who = signer()
    return data.jobs().submit(me(), key, doing, lambda: work(who))
