"""The directory, what a member agreed to, and what they asked to be erased."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cercle.privacy.places.base import Place, Record, nothing
from cercle.privacy.purposes import wording_of
from cercle.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from cercle.community import Community


def _directory(community: Community, member: int) -> list[Record]:
    person = community.directory.person(member)
    return [asdict(person)] if person else []


def _forget(community: Community, member: int) -> None:
    community.directory.erase(member)


def _consents(community: Community, member: int) -> list[Record]:
    return [
        {
            "purpose": one.purpose.value,
            "wording": {lang: wording_of(one.purpose, one.wording).in_(lang) for lang in LANGUAGES},
            "given_at": one.given_at.isoformat(),
            "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            "language": one.language,
            "source": one.source,
        }
        for one in community.consents.of(member)
    ]


def _reduce(community: Community, member: int) -> None:
    community.consents.reduce_to_proof(member)


def _request(community: Community, member: int) -> list[Record]:
    found = community.erasures.request_of(member)
    if found is None:
        return []
    return [
        {
            "asked_at": found.asked_at.isoformat(),
            "decide_before": found.decide_before.isoformat(),
            "decided_at": found.decided_at.isoformat() if found.decided_at else None,
            "answer": found.answer,
            "receipt": found.receipt,
        }
    ]


DIRECTORY = Place(
    name="directory",
    holds=Text("Who is behind your number."),
    fields={
        "member": Text("Your number; it stands for you everywhere else."),
        "key": Text("How the community's own lists call you."),
        "name": Text("Your name."),
        "email": Text("Your e-mail address."),
        "language": Text("The language you are written to in."),
        "year": Text("Your year, as the community counts it."),
        "kind": Text("What the office calls you: member, validator, partner or institution."),
    },
    export=_directory,
    erase=_forget,
    tables=frozenset({"people"}),
)

CONSENTS = Place(
    name="consents",
    holds=Text("What you agreed to, and when you took it back."),
    fields={
        "purpose": Text("What for."),
        "wording": Text("The sentence you agreed to."),
        "given_at": Text("When you agreed."),
        "withdrawn_at": Text("When you took it back; empty while it holds."),
        "language": Text("The language you were asked in."),
        "source": Text("Where you agreed."),
    },
    export=_consents,
    erase=_reduce,
    destroys=lambda record: record["withdrawn_at"] is None or bool(record["source"]),
    stays=Text(
        "For each consent its purpose and the two dates under your number: the proof that it was given and withdrawn, "
        "should anybody ask why you were written to."
    ),
    tables=frozenset({"consents"}),
)

REQUESTS = Place(
    name="erasure request",
    holds=Text("Your request to be erased."),
    fields={
        "asked_at": Text("When you asked."),
        "decide_before": Text("Until when the office has to answer."),
        "decided_at": Text("When the office decided."),
        "answer": Text("Why it was declined."),
        "receipt": Text("The hash of the receipt, once it was carried out."),
    },
    export=_request,
    erase=nothing,
    stays=Text(
        "The dates of your request and the receipt, under your number: the proof that it was honoured."
    ),
    tables=frozenset({"erasure_requests"}),
)
