"""Ask to join: who one is, for the office to decide; the invitation comes by e-mail."""

import streamlit as st

from app import data
from app.components import empty
from app.words import either, language, plain, t
from cercle.errors import InputProblem

SENT = "asked to join"


def show() -> None:
    """The form, or that it was sent."""
    st.title(t("Ask to join"))
    if st.session_state.get(SENT):
        empty.show(
            t("Thank you. The office looks at it, and the invitation comes to your e-mail."),
            t("Nothing came after a few days? Look among unwanted messages, or write to the office."),
        )
        return
    st.markdown(t("For people who belong to {community} and have no invitation yet.",
                  community=plain(either(data.community_name()))))  # fmt: skip
    with st.form("ask"):
        name = st.text_input(t("Your name"), max_chars=100, autocomplete="name")
        email = st.text_input(t("Your e-mail"), max_chars=254, autocomplete="email")
        why = st.text_area(t("How do you belong to the community? (such as your year)"), max_chars=500)
        st.caption(t("The office sees this, nobody else; it is forgotten once it was decided."))
        if st.form_submit_button(t("Send"), type="primary", width="stretch"):
            send(name, email, why)


def send(name: str, email: str, why: str) -> None:
    """Keeps the request; says what is missing."""
    came_by = st.query_params.get("from", "")
    referrer = int(came_by) if came_by.isdecimal() else 0
    source = st.context.ip_address or ""
    try:
        data.join_requests().add(name, email, language(), why, referrer, source=source)
    except InputProblem as problem:
        st.error(problem.in_(language()), icon=":material/error:")
        return
    st.session_state[SENT] = True
    st.rerun()


show()
