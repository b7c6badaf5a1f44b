"""I lost my phone or wallet: a new passkey, a request to the office, and what became of it."""

import streamlit as st

from app import data, recovering, session, signing
from app.components import promise
from app.recovering import Step
from app.words import language, say, t
from cercle.errors import InputProblem
from cercle.recovery_requests import RecoveryRequest
from cercle.texts import Text

SAID = "what somebody who lost everything says"
MESSAGES = {
    Step.Asked: ("support_agent", Text("Write this code down and give it to the office. It makes sure that it is you, "
                                       "for instance by calling you. Then come back to this page.")),
    Step.Recognised: ("check", Text("The office knows that it is you, and starts now. Come back tomorrow.")),
}  # fmt: skip


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
    return follow(request)


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


def follow(request: RecoveryRequest) -> None:
    """How the request stands, and what the person can do now."""
    st.caption(t("Your request"))
    st.code(request.code, language=None)
    if recovering.is_running(request):
        return watch(request)
    if failure := recovering.failure(request):
        st.error(failure, icon=":material/error:")
    step = recovering.step(request)
    if step in MESSAGES:
        icon, message = MESSAGES[step]
        st.info(say(message), icon=f":material/{icon}:")
    else:
        {Step.Consent: consent, Step.Running: running, Step.Ready: ready, Step.Done: done}[step](request)
    return None


def consent(request: RecoveryRequest) -> None:
    """An ordinary wallet was lost: the new account says yes to the number."""
    st.info(t("The office knows that it is you. Say yes with this device; then tell the office: it has one day."),
            icon=":material/fingerprint:")  # fmt: skip
    who = recovering.passkey(request)
    if signed := signing.sign(
        "lost-consent", t("Yes, this is me"), who, lambda: recovering.consent_data(request)
    ):
        recovering.keep_consent(request, signed[0])
        st.rerun()


def running(request: RecoveryRequest) -> None:
    """The waiting time, in which the old phone or wallet can still object."""
    moment = {"moment": recovering.ready_at(request)}
    st.info(say(Text("The waiting time runs until {moment}. Come back to this page then.", moment)),
            icon=":material/hourglass:")  # fmt: skip


def ready(request: RecoveryRequest) -> None:
    """Nobody objected."""
    st.success(t("The waiting time is over, and nobody objected."), icon=":material/check_circle:")
    if st.button(t("Get my account back"), type="primary", width="stretch"):
        recovering.finish(request)
        st.rerun()


@st.fragment(run_every=0.5)
def watch(request: RecoveryRequest) -> None:
    """While it is being finished."""
    if not recovering.is_running(request):
        st.rerun()
    st.info(t("Giving you your account back…"), icon="spinner")


def done(request: RecoveryRequest) -> None:
    """It is theirs again."""
    recovering.remember(data.community(), request)
    st.success(t("Your number and your account are yours again."), icon=":material/check_circle:")
    if session.member() is None:
        st.page_link("views/enter.py", label=t("Log in"), icon=":material/login:")


show()
