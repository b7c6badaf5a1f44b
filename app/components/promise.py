"""What is kept when a phone or a wallet is lost, said before it matters."""

from __future__ import annotations

import streamlit as st

from app.words import t


def passkey() -> None:
    """For whoever joins with a face or a finger."""
    st.caption(
        t(
            "It costs nothing and nothing is installed. If you lose this phone, the community can give your number and "
            "all your tokens to your next one, after a waiting time in which you are told."
        )
    )


def passkey_account() -> None:
    """For whoever lost the device they joined on."""
    st.caption(
        t(
            "If you joined with a face, a finger or a device's code: your number and all your tokens come back to you."
        )
    )


def wallet() -> None:
    """For whoever joins with a wallet of their own."""
    st.caption(
        t(
            "If you lose a wallet of your own, the community can give your number a new one, but the tokens that were "
            "in the old one are lost for ever."
        )
    )
