"""Tables that other parts of Cercle keep about members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Table, false, func, or_

from cercle.privacy.places.tables import in_folder, table_place
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community


def wallets_of(community: Community, member: int) -> list[str]:
    """Every wallet a member ever had, in their order."""
    return community.index.sync().wallets_of(member)


def _by_account(table: Table, community: Community, member: int) -> ColumnElement[bool]:
    return table.c.account.in_(wallets_of(community, member))


def _by_number_or_words(table: Table, community: Community, member: int) -> ColumnElement[bool]:
    """Recognised as the member, or written with their name or e-mail before anybody recognised them."""
    person = community.directory.person(member)
    known = [one for one in (person.name, person.email) if one] if person else []
    said = (table.c.said.icontains(one, autoescape=True) for one in known)
    return or_(table.c.member == member, *(table.c.member.is_(None) & one for one in said))


def _by_email(table: Table, community: Community, member: int) -> ColumnElement[bool]:
    """Before they had a number; as a referrer their number goes when the request is decided."""
    person = community.directory.person(member)
    return func.lower(table.c.email) == (person.email or "").lower() if person else false()


JOINING = table_place(
    "requests to join",
    in_folder("join_requests.sqlite"),
    "join_requests",
    holds=Text("Your request to join, until it is decided."),
    fields={
        "email": Text("Your e-mail address."),
        "name": Text("Your name."),
        "language": Text("The language you are written to in."),
        "message": Text("What you wrote."),
        "at": Text("When."),
    },
    match=_by_email,
)
ATTENDANCES = table_place(
    "attendances",
    in_folder("gatherings.sqlite"),
    "attendance",
    holds=Text("Gatherings where you confirmed that you were there."),
    fields={
        "code": Text("The gathering's code."),
        "statement": Text("What you said."),
        "wallet": Text("The wallet you signed with."),
        "signature": Text("Your signature."),
        "at": Text("When."),
    },
    seconds={"at"},
)
GIFTS = table_place(
    "gatherings",
    in_folder("gatherings.sqlite"),
    "gift",
    holds=Text("Gatherings where you gave something."),
    fields={
        "code": Text("The gathering's code."),
        "hundredths": Text("How much, in hundredths of the programme's unit."),
        "evidence": Text("The hash of the evidence made of it."),
    },
)
SESSIONS = table_place(
    "logins",
    in_folder("sessions.sqlite"),
    "sessions",
    holds=Text("Where you are logged in."),
    fields={
        "wallet": Text("The wallet you logged in with."),
        "created": Text("When you logged in."),
        "used": Text("When this was last used."),
        "expires": Text("Until when you stay logged in."),
    },
    seconds={"created", "used", "expires"},
)
PASSKEYS = table_place(
    "passkeys",
    in_folder("credentials.sqlite"),
    "credentials",
    holds=Text("The public halves of your passkeys; the secret ones never leave your devices."),
    fields={
        "id": Text("How your device calls the passkey."),
        "x": Text("The first half of its public key."),
        "y": Text("The second half of its public key."),
        "account": Text("The account it signs for."),
    },
    match=_by_account,
)
RECOVERIES = table_place(
    "recovery requests",
    in_folder("recovery_requests.sqlite"),
    "recovery_request",
    holds=Text("Your requests for help after a lost phone or wallet."),
    fields={
        "code": Text("The code you were given."),
        "said": Text("What you wrote about who you are."),
        "asked_at": Text("When you asked."),
    },
    match=_by_number_or_words,
)
JOBS = table_place(
    "actions on the dashboard",
    in_folder("jobs.sqlite"),
    "job",
    holds=Text("What you asked the dashboard to send, and what came of it."),
    fields={
        "key": Text("What it was."),
        "status": Text("Whether it was done."),
        "said": Text("What you were told."),
    },
)
