"""What somebody says they did."""

from __future__ import annotations

import streamlit as st

from app.words import number, plain, say, t
from cercle.documents import Evidence
from cercle.texts import Text


def details(document: Evidence | None, problem: Text | None, people: list[str], reference: bytes) -> None:
    """The whole document behind one click: text, links, beneficiaries, and its reference for who wants to check."""
    with st.expander(t("Details")):
        if problem is not None:
            st.warning(say(problem), icon=":material/warning:")
        if document is not None:
            if document.text:
                st.markdown(plain(document.text))
            for link in document.links:
                st.code(link, language=None, wrap_lines=True)
        if people:
            st.markdown(t("For: {people}", people=plain(", ".join(people))))
        st.caption(t("Reference"))
        st.code(reference.hex(), language=None, wrap_lines=True)


def confirmed(by: list[str], named: int) -> str:
    """Who of the beneficiaries has confirmed it; nothing where none was named."""
    if by:
        return f":green-badge[:material/verified: {t('confirmed by {people}', people=plain(', '.join(by)))}]"
    return (
        f":gray-badge[{t('not confirmed yet (beneficiaries: {count})', count=number(named))}]"
        if named
        else ""
    )
