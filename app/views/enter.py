"""Who are you? Log in with a passkey or a wallet; on the local chain, act as one of the demo's people."""

from typing import Any

import streamlit as st

from app import data, login, session, signing, wallet
from app.login import Challenge
from app.sessions import NONCE_LASTS
from app.wallet import Prepared
from app.words import either, plain, t

SOON = NONCE_LASTS - 60  # a challenge nobody has signed yet is made anew before it is too old
_WALLET = "wallet that logs in"


def show() -> None:
    """The ways in."""
    st.title(t("Who are you?"))
    with st.container(border=True, key="log-in"):
        by_passkey()
        by_wallet()
    st.page_link("views/join.py", label=t("I have an invitation"), icon=":material/group_add:")
    st.page_link("views/lost.py", label=t("I lost my phone or wallet"), icon=":material/phonelink_erase:")
    if people := data.demo_people():
        demo(people)


def by_passkey() -> None:
    """One button: the device shows the passkeys it has for this site."""
    page = session.here()

    def prepare() -> Prepared[Challenge]:
        challenge = login.for_passkey()
        return Prepared([signing.assertion_step(challenge.nonce, [])], challenge)

    def check(results: list[Any], challenge: Challenge) -> bool:
        (answer,) = results or [None]
        member, passkey = login.by_passkey(challenge, signing.assertion(answer))
        session.log_in(member, passkey=passkey, page=page)
        return True

    if wallet.ask("passkey-login", t("Log in with Face ID or fingerprint"), prepare, check, good_for=SOON):
        st.rerun()


def by_wallet() -> None:
    """In two presses: which account, then its signature."""
    page = session.here()
    address: str | None = st.session_state.get(_WALLET)
    if address is None:
        if found := signing.connect_wallet("wallet-login", t("Log in with my wallet"), primary=False):
            st.session_state[_WALLET] = found
            st.rerun()
        return

    def prepare() -> Prepared[Challenge]:
        challenge = login.for_wallet(address)
        return Prepared([{"do": "message", "account": address, "message": challenge.message}], challenge)

    def check(results: list[Any], challenge: Challenge) -> bool:
        (written,) = results or [None]
        session.log_in(login.by_wallet(challenge, address, written), page=page)
        return True

    st.caption(t("Your wallet's account"))
    st.code(address, language=None, wrap_lines=True)
    label = t("Sign to log in")
    if wallet.ask("wallet-proof", label, prepare, check, about=address, good_for=SOON, primary=False):
        st.rerun()
    if st.button(t("Another account"), type="tertiary"):
        del st.session_state[_WALLET]
        st.rerun()


def demo(people: list[Any]) -> None:
    """Those whom the demo suggests."""
    st.subheader(t("Only looking around?"))
    st.markdown(t("Everything here is made up. Choose somebody and look around."))
    with st.grid(2, min_column_width=260):
        for person in people:
            with st.container(border=True):
                st.markdown(f"**{plain(person.name)}**  \n{plain(either(person.role))}")
                chosen = t("Act as {name}", name=person.name)
                if st.button(chosen, key=f"act-as-{person.member}", width="stretch"):
                    session.act_as(person.member)
                    st.rerun()


show()
