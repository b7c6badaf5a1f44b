"""How somebody who is invited joins: with a passkey or a wallet, and with a signature that says yes."""

from __future__ import annotations

import streamlit as st

from app import data, joining, signing
from app.components import promise
from app.visits import Visit
from app.words import t
from cercle.privacy.purposes import Purpose


def show(visit: Visit, name: str, consents: list[Purpose]) -> None:
    """First with what they join; then, with it, the charter."""
    if visit.address is None:
        _choose(visit, name)
    else:
        _accept(visit, consents)


def _choose(visit: Visit, name: str) -> None:
    """With a passkey, which most people have in their pocket; quietly, with a wallet."""
    promise.passkey()
    label = t("Join with Face ID or fingerprint")
    visit.passkey = signing.passkey_create("join-passkey", label, name=name or t("Member"))
    with st.expander(t("I have a wallet")):
        promise.wallet()
        visit.wallet = signing.connect_wallet("join-wallet", t("Connect my wallet"), primary=False)
    if visit.address is not None:
        st.rerun()


def _accept(visit: Visit, consents: list[Purpose]) -> None:
    """The signature that says yes; then it is sent."""
    st.markdown(t("One more time, to say yes to the charter:"))
    who, label = visit.passkey or str(visit.wallet), t("I accept the charter and join")
    if visit.wallet and not data.relay_health().open:
        if joining.pay(visit, label, consents):
            st.rerun()
    elif signed := signing.sign("join", label, who, joining.to_sign(visit)):
        joining.start(visit, signed[0], consents)
        st.rerun()
    if st.button(t("Join in another way"), type="tertiary"):
        visit.passkey = visit.wallet = None
        st.rerun()
