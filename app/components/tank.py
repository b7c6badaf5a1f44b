"""Whether the community can pay for what members send."""

from __future__ import annotations

import streamlit as st

from app.words import plain, say
from cercle.relay import Health


def show(health: Health) -> None:
    """Nothing while it can; else the reason, and what to do."""
    if not health.open:
        st.warning(plain(say(health.sentence)), icon=":material/local_gas_station:")
