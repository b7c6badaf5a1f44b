"""What a check found: green where all of it stands, red where something was taken back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.words import plain, t


def genuine(sentence: str) -> None:
    """All of it stands."""
    st.success(f"**{t('This record is genuine.')}**  \n{plain(sentence)}", icon=":material/verified:")


def changed(sentence: str, revoked: Sequence[str], challenged: int) -> None:
    """It is genuine, but not all of it stands any more; ``revoked`` are days."""
    said = [plain(sentence)]
    if revoked:
        said.append(
            t(
                "Taken back since this record was made, after a challenge, on: {days}.",
                days=", ".join(revoked),
            )
        )
    if challenged:
        said.append(t("Being looked into now, and not counted: {count}.", count=str(challenged)))
    title = f"**{t('Not all of this record stands any more.')}**"
    (st.error if revoked else st.warning)("  \n".join([title, *said]), icon=":material/history:")


def refused(problem: str) -> None:
    """It proves nothing."""
    st.error(f"**{t('This cannot be confirmed.')}**  \n{plain(problem)}", icon=":material/gpp_bad:")
