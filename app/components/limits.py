"""What no check of a printed record can say."""

from __future__ import annotations

import streamlit as st

from app.words import plain, t


def show() -> None:
    """Said with every answer, so that nobody takes it for more."""
    with st.container(border=True, key="limits"):
        st.markdown(f"**{t('What this does not say')}**")
        for limit in (
            t(
                "Who the person is. The chain knows a number only; a name on the paper was added by its holder."
            ),
            t("That it happened as it was told. Validators of the community vouched for it."),
            t("That there was nothing else: a record may leave a period out."),
            t("What comes later: open this page again for the state of that day."),
        ):
            st.markdown(f"- {plain(limit)}")
