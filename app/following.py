"""What became of the request of somebody who lost everything, and what they can do now."""

from __future__ import annotations

import streamlit as st

from app import data, recovering, session, signing
from app.components import running
from app.recovering import Step
from app.words import say, t
from cercle.recovery_requests import RecoveryRequest
from cercle.texts import Text

_MESSAGES = {
    Step.Asked: ("support_agent", Text("Write this code down and give it to the office. It makes sure that it is you, "
                                       "for instance by calling you. Then come back to this page.")),
    Step.Recognised: ("check", Text("The office knows that it is you, and starts now. Come back tomorrow.")),
}  # fmt: skip


def show(request: RecoveryRequest) -> None:
    """How the request stands, and what the person can do now."""
    st.caption(t("Your request"))
    st.code(request.code, language=None)
    if recovering.is_running(request):
        return running.show(
            lambda: recovering.is_running(request), lambda: t("Giving you your account back…")
        )
    if failure := recovering.failure(request):
        st.error(failure, icon=":material/error:")
    step = recovering.step(request)
    if step in _MESSAGES:
        icon, message = _MESSAGES[step]
        st.info(say(message), icon=f":material/{icon}:")
    else:
        {Step.Consent: _consent, Step.Running: _running, Step.Ready: _ready, Step.Done: _done}[step](request)
    return None


def _consent(request: RecoveryRequest) -> None:
    """An ordinary wallet was lost: the new account says yes to the number."""
    st.info(t("The office knows that it is you. Say yes with this device; then tell the office: it has one day."),
            icon=":material/fingerprint:")  # fmt: skip
    who = recovering.passkey(request)
    if signed := signing.sign(
        "lost-consent", t("Yes, this is me"), who, lambda: recovering.consent_data(request)
    ):
        recovering.keep_consent(request, signed[0])
        st.rerun()


def _running(request: RecoveryRequest) -> None:
    """The waiting time, in which the old phone or wallet can still object."""
    moment = {"moment": recovering.ready_at(request)}
    st.info(say(Text("The waiting time runs until {moment}. Come back to this page then.", moment)),
            icon=":material/hourglass:")  # fmt: skip


def _ready(request: RecoveryRequest) -> None:
    """Nobody objected."""
    st.success(t("The waiting time is over, and nobody objected."), icon=":material/check_circle:")
    if st.button(t("Get my account back"), type="primary", width="stretch"):
        recovering.finish(request)
        st.rerun()


def _done(request: RecoveryRequest) -> None:
    """It is theirs again."""
    recovering.remember(data.community(), request)
    st.success(t("Your number and your account are yours again."), icon=":material/check_circle:")
    if session.member() is None:
        st.page_link("views/enter.py", label=t("Log in"), icon=":material/login:")
