"""What joining takes: the link, what is waiting, what is signed, and the job that binds the wallet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st

from app import collecting, data, lists, plans, sending, wallet
from app.jobs import Job, Status
from app.signing import Signed
from app.visits import Visit
from app.words import language, t
from cercle.calls import Call
from cercle.enrolment import activation
from cercle.links import read_code
from cercle.privacy.purposes import Purpose
from cercle.texts import Text

CODE, VISIT, KEY = "code", "visit", "join"
HOUR = 3_600
_WELCOME = Text("Welcome: you are a member now.")
_SIGNED = "the visit that was signed in this session"


def arrive() -> Visit | None:
    """The visit of whoever opened a link, whose code leaves the address bar; None without a link. Raises
    ``InputProblem`` for a link that was cut."""
    if code := st.query_params.get(CODE):
        visit = data.visits().begin(read_code(code))
        st.query_params.pop(CODE)
        st.query_params[VISIT] = visit.name
        return visit
    return data.visits().find(st.query_params.get(VISIT, ""))


def name(visit: Visit) -> str:
    """Whom the link invites; empty where the directory does not know them (any more)."""
    person = data.community().directory.person(visit.code.member)
    return person.name if person else ""


def waiting(member: int) -> tuple[str, int]:
    """What is recorded for a number: the tokens that are accepted or theirs in a round, empty for none; and how many
    contributions still wait."""
    tokens = " + ".join(one.shown for one in collecting.waiting(member))
    return tokens, lists.rewards_of(member).pending


def to_sign(visit: Visit) -> Callable[[], list[dict[str, Any]]]:
    """What the newcomer's wallet signs: this number, this wallet, this charter."""
    community, address = data.community(), str(visit.address)

    def typed_data() -> list[dict[str, Any]]:
        return [community.members.join_data(visit.code.member, address, community.node.now() + HOUR)]

    return typed_data


def start(visit: Visit, signed: Signed, consents: Collection[Purpose]) -> None:
    """Has the relay send the signed activation in the background; a second time does nothing more."""
    community, relay, member, passkey = data.community(), data.relay(), visit.code.member, visit.passkey
    address = str(visit.address)

    def send() -> None:
        if community.members.get(member).wallet == address:
            return
        if passkey and not community.accounts.is_deployed(address):
            relay.send(member, community.accounts.create(passkey.key))
        call = activation(
            community, visit.code, address,
            deadline=signed.typed_data["message"]["deadline"], wallet_signature=signed.signature,
            referrer=visit.code.referrer if Purpose.Referrer in consents else 0,
        )  # fmt: skip
        relay.send(member, call)

    _submit(visit, consents, send)


def pay(visit: Visit, label: str, consents: Collection[Purpose]) -> bool:
    """While the relay sends nothing: the button of a wallet that sends the activation itself, and whether it did."""
    community, member, address = data.community(), visit.code.member, str(visit.wallet)

    def build() -> list[Call]:
        deadline = community.node.now() + HOUR
        return [activation(community, visit.code, address, deadline=deadline, wallet_signature=b"")]

    def prepare() -> wallet.Prepared[plans.Plan]:
        plan = plans.plan(member, address, sending.calls(build, _WELCOME))
        return wallet.Prepared(plan.prompts(), plan)

    answers = wallet.ask("join-pay", label, prepare, lambda given, plan: plan.answered(given), about=address)
    if answers is None:
        return False
    plan = answers.plan
    _submit(visit, consents, lambda: plan.work.run(answers, [part.task for part in plan.parts]))
    return True


def signed_here(visit: Visit) -> bool:
    """Whether it was in this session that the newcomer signed; a link that was passed on logs nobody in."""
    return bool(st.session_state.get(_SIGNED) == visit.name)


def is_running(visit: Visit) -> bool:
    """Whether the activation is on its way."""
    job = _job(visit)
    return job is not None and job.status is Status.Running


def what_runs(visit: Visit) -> str:
    """What is being done for them, in the reader's language."""
    opening = visit.passkey and not data.community().accounts.is_deployed(visit.passkey.account)
    return t("Your account is being opened…") if opening else t("You are being entered…")


def failure(visit: Visit) -> str | None:
    """Why the last activation did not work, in the reader's language."""
    job = _job(visit)
    return job.said[language()] if job is not None and job.status is Status.Failed else None


def has_joined(visit: Visit) -> bool:
    """Whether the number belongs to the wallet of this visit: asked of the chain."""
    wallet = data.community().members.get(visit.code.member).wallet
    return wallet is not None and wallet == visit.address


def _job(visit: Visit) -> Job | None:
    found = [one for one in data.jobs().unseen(visit.code.member) if one.key == KEY]
    return found[-1] if found else None


def _submit(visit: Visit, consents: Collection[Purpose], send: Callable[[], object]) -> None:
    community, member, spoken, agreed = data.community(), visit.code.member, language(), tuple(consents)

    def work() -> Text:
        send()
        for purpose in agreed:
            community.consents.give(member, purpose, language=spoken, source="joining")
        return _WELCOME

    st.session_state[_SIGNED] = visit.name
    data.jobs().submit(member, KEY, Text("You are being entered as a member…"), work)
