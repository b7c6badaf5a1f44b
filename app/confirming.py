"""Where members confirm what they decided: one dialog, what is signed in sentences, one button of the browser's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import streamlit as st

from app import data, plans, session, wallet
from app.sending import Work
from app.wallet import Prepared
from app.words import plain, say, t
from cercle.credentials import Passkey
from cercle.errors import CercleError
from cercle.texts import Text

_PENDING = "what waits to be confirmed"


@dataclass
class Pending:
    """A decision that its member has not confirmed yet."""

    key: str
    doing: Text
    plan: plans.Plan
    was_asked: bool = False
    is_done: bool = False
    id: str = field(default_factory=lambda: uuid4().hex)

    def prepare(self) -> Prepared[plans.Plan]:
        """What the browser is asked. Of what a wallet sends itself, the first part may have gone through before the
        member refused the next one: then only the rest is asked again."""
        if self.was_asked and self.plan.pays_gas:
            self.plan = plans.plan(self.plan.member, self.plan.who, self.plan.work)
        self.was_asked = True
        return Prepared(self.plan.prompts(), self.plan)


def begin(key: str, doing: Text, work: Work) -> None:
    """Has a member's decision done: a demo person's at once, anybody else's once they have confirmed it in their
    browser. Deciding the same again meanwhile changes nothing."""
    if session.is_demo():
        signer = session.signer()
        session.start(key, doing, lambda: work.run(signer, work.steps()))
        return
    waits = _pending()
    if waits is not None and waits.key == key:
        return
    try:
        plan = plans.plan(session.me(), session.signatory(), work)
    except CercleError as problem:
        session.start(key, doing, _raising(problem))
        return
    if plan.prompts():
        st.session_state[_PENDING] = Pending(key, doing, plan)
        return
    answers, tasks = plan.answered([]), [part.task for part in plan.parts]
    session.start(key, doing, lambda: work.run(answers, tasks))


def show() -> None:
    """The dialog, while something waits. Call it once, at the end of a page."""
    if _pending() is not None:
        st.dialog(t("Confirm"), on_dismiss=_dismiss)(_ask)()


def _ask() -> None:
    waits = _pending()
    if waits is None:  # somebody logged out meanwhile, in another tab
        st.rerun()
    for sentence in waits.plan.sentences:
        st.markdown(f":material/check: {plain(say(sentence))}")
    if waits.plan.pays_gas:
        st.caption(t("Your wallet sends this itself, and pays the network's fee."))
    elif isinstance(waits.plan.who, Passkey):
        st.caption(t("Your face, your finger or your device's code confirms it. It costs you nothing."))
    else:
        st.caption(t("Your wallet shows it again and asks you to sign. It costs you nothing."))
    label = t("Confirm") if isinstance(waits.plan.who, Passkey) else t("Confirm in my wallet")
    jobs = data.jobs()

    def start(given: list[Any], asked: plans.Plan) -> bool:
        answers = asked.answered(given)
        tasks = [part.task for part in asked.parts]
        jobs.submit(asked.member, waits.key, waits.doing, lambda: asked.work.run(answers, tasks))
        waits.is_done = True
        return True

    if wallet.ask("confirm", label, waits.prepare, start, about=waits.id):
        st.rerun()


def _pending() -> Pending | None:
    """What waits, if it is for who is logged in now."""
    waits: Pending | None = st.session_state.get(_PENDING)
    if waits is None or waits.is_done or waits.plan.member != session.member():
        return None
    return waits


def _dismiss() -> None:
    st.session_state.pop(_PENDING, None)
    wallet.forget("confirm")


def _raising(problem: CercleError) -> Callable[[], Text]:
    def work() -> Text:
        raise problem

    return work
