"""What somebody who lost everything can do here: ask the office, consent with the new passkey, finish."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import streamlit as st

from app import data
from app.jobs import Job, Status
from app.signing import Signed
from app.words import language
from cercle import Community
from cercle.config import load_config
from cercle.credentials import Passkey
from cercle.recoveries import MARGIN
from cercle.recovery_requests import RecoveryRequest, RecoveryRequests
from cercle.texts import Text

CODE, KEY = "r", "finish-recovery"


class Step(Enum):
    """How a request stands."""

    Asked = "the office has to make sure who it is"
    Recognised = "the office starts the recovery"
    Consent = "the new passkey has to say yes"
    Running = "the waiting time runs"
    Ready = "it can be finished"
    Done = "the new passkey opens the account"


def requests() -> RecoveryRequests:
    """The community's requests."""
    return RecoveryRequests.in_folder(data.community().record.folder)


def ask(said: str, made: Passkey) -> None:
    """Keeps a request; its code stands in the address bar from now on."""
    st.query_params[CODE] = requests().ask(said, made.key, made.credential_id).code


def new_account(request: RecoveryRequest) -> str:
    """Where the account of the new passkey is, or would be."""
    return data.community().accounts.address_of(request.key)


def passkey(request: RecoveryRequest) -> Passkey:
    """The new passkey, of an account of its own."""
    return Passkey(request.credential, request.key, new_account(request))


def step(request: RecoveryRequest) -> Step:
    """How a request stands, asked of the chain."""
    if request.member is None:
        return Step.Asked
    community, me = data.community(), request.member
    wallet = str(community.members.get(me).wallet)
    of_account = community.accounts.is_deployed(wallet)
    if wallet == new_account(request) or (of_account and request.key in community.accounts.keys(wallet)):
        return Step.Done
    running = data.recovery_of(me)
    if running is not None and running.by in (str(request.key), new_account(request)):
        return Step.Ready if data.now() >= running.ready_at else Step.Running
    fresh = request.deadline is not None and request.deadline > community.node.now()
    return Step.Recognised if of_account or fresh else Step.Consent


def ready_at(request: RecoveryRequest) -> datetime | None:
    """When the waiting time is over; None while none runs."""
    running = data.recovery_of(request.member or 0)
    return running.ready_at if running else None


def consent_data(request: RecoveryRequest) -> list[dict[str, Any]]:
    """What the new passkey's account signs, good for a day once the office may use it."""
    community = data.community()
    file = community.record.files.config
    holding = load_config(file).roles.get("recovery") if file.is_file() else None
    deadline = community.node.now() + (holding.delay if holding else 0) + MARGIN
    return [community.members.bind_wallet_data(int(request.member or 0), new_account(request), deadline)]


def keep_consent(request: RecoveryRequest, signed: Signed) -> None:
    """The office can start the recovery now."""
    requests().consent(request.code, int(signed.typed_data["message"]["deadline"]), signed.signature)


def finish(request: RecoveryRequest) -> None:
    """Has the recovery completed in the background; anyone may, and twice does no harm."""
    member, community, relay = int(request.member or 0), data.community(), data.relay()
    running = data.recovery_of(member)
    if running is None:
        return

    def work() -> Text:
        relay.send(member, running.finish(community, member))
        remember(community, request)
        return Text("Your number and your account are yours again.")

    data.jobs().submit(member, KEY, Text("Giving you your account back…"), work)


def is_running(request: RecoveryRequest) -> bool:
    """Whether finishing it is on its way."""
    job = _job(request)
    return job is not None and job.status is Status.Running


def failure(request: RecoveryRequest) -> str | None:
    """Why finishing it did not work, in the reader's language."""
    job = _job(request)
    return job.said[language()] if job is not None and job.status is Status.Failed else None


def _job(request: RecoveryRequest) -> Job | None:
    found = [one for one in data.jobs().unseen(request.member or 0) if one.key == KEY]
    return found[-1] if found else None


def remember(community: Community, request: RecoveryRequest) -> None:
    """From now on the new passkey logs in to the account it was given."""
    wallet = str(community.members.get(int(request.member or 0)).wallet)
    data.credentials().remember(Passkey(request.credential, request.key, wallet))
