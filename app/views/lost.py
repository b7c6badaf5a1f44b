"""I lost my phone or wallet: a new passkey and a request to the office, then what became of it."""

import streamlit as st

from app import following, recovering, signing
from app.components import promise
from app.words import language, t
from cercle.errors import InputProblem

SAID = "what somebody who lost everything says"


def show() -> None:
    """The form, or the request that was made."""
    st.title(t("I lost my phone or wallet"))
    code = st.query_params.get(recovering.CODE)
    if not code:
        return ask()
    try:
        request = recovering.requests().get(code)
    except InputProblem as problem:
        st.warning(problem.in_(language()), icon=":material/info:")
        return ask()
    return following.show(request)


def ask() -> None:
    """Who one is, then a new passkey."""
    st.markdown(t("Your number, and whatever waits for you, is not lost. The office makes sure that it is you; then, "
                  "after a waiting time, this device gets you in."))  # fmt: skip
    promise.passkey_account()
    promise.wallet()
    said = st.session_state.get(SAID, "")
    if not said:
        with st.form("lost"):
            words = st.text_area(t("Your name, your e-mail, and how the office can call you"), max_chars=500)
            if st.form_submit_button(t("Next"), type="primary", width="stretch") and words.strip():
                st.session_state[SAID] = words.strip()
                st.rerun()
    elif made := signing.passkey_create(
        "lost-passkey", t("Use this device from now on"), name=said.splitlines()[0][:60]
    ):
        recovering.ask(said, made)
        st.rerun()
    with st.expander(t("I have asked already")):
        code = st.text_input(t("The code of your request"), key="lost-code")
        if st.button(t("Look how it stands")) and code:
            st.query_params[recovering.CODE] = code.strip().upper()
            st.rerun()


show()
