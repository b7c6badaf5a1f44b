"""Requests of people who lost their phone or wallet, kept until the office has made sure who they are.

Whoever asks makes a new passkey, says in their own words who they are, and gets a code under which they find their
request again. Nothing happens until the office recognises them (``recognise``): then, where the member's wallet is a
passkey account, the new passkey is to become one of its keys; an ordinary wallet is to be replaced by a new passkey
account, to which that account has to consent (``consent``), within a day of being used.

Format of one request, by column:

    code         what the person keeps, and the office types
    said         who they say they are, and how to reach them
    key          the new passkey: ``str(PublicKey)``
    credential   its credential id, for logging in later
    asked_at     by this computer's clock
    member       whom the office recognised; none before
    deadline     of the consent, seconds; none before
    consent      the new account's signature of ``Members.bind_wallet_data``
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from cercle.errors import InputProblem
from cercle.passkeys import PublicKey
from cercle.sql import create_tables
from cercle.texts import Text

MOST = 500
"""Requests that may wait at once: anybody can ask."""
_LONGEST = 500
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another one
_metadata = sql.MetaData()
_requests = sql.Table(
    "recovery_request",
    _metadata,
    sql.Column("code", sql.String, primary_key=True),
    sql.Column("said", sql.String, nullable=False),
    sql.Column("key", sql.String, nullable=False),
    sql.Column("credential", sql.LargeBinary, nullable=False),
    sql.Column("asked_at", sql.DateTime, nullable=False),
    sql.Column("member", sql.Integer),
    sql.Column("deadline", sql.Integer),
    sql.Column("consent", sql.LargeBinary),
)


@dataclass(frozen=True)
class RecoveryRequest:
    """Somebody who lost what they signed with."""

    code: str
    said: str
    key: PublicKey
    credential: bytes
    asked_at: datetime
    member: int | None = None
    deadline: int | None = None
    consent: bytes | None = None


class RecoveryRequests:
    """A community's requests: SQLite in its folder by default, any SQLAlchemy URL otherwise."""

    def __init__(self, url: str) -> None:
        self._engine = sql.create_engine(url)
        create_tables(self._engine, _metadata)

    @classmethod
    def in_folder(cls, folder: Path) -> RecoveryRequests:
        """The requests kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'recovery_requests.sqlite'}")

    def ask(self, said: str, key: PublicKey, credential: bytes) -> RecoveryRequest:
        """Keeps a request; the same passkey again is the same request. ``InputProblem`` if it says nothing."""
        known = self._select(_requests.c.credential == credential)
        if known:
            return known[0]
        if not said.strip() or len(said) > _LONGEST:
            raise InputProblem(
                Text("Nobody can tell who you are."),
                Text("Write your name and your e-mail, in a line or two."),
            )
        if len(self.waiting()) >= MOST:
            raise InputProblem(
                Text("Too many requests wait already."), Text("Call or write to the community's office.")
            )
        code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        row = {"code": code, "said": said.strip(), "key": str(key), "credential": credential}
        with self._engine.begin() as connection:
            connection.execute(
                sql.insert(_requests), {**row, "asked_at": datetime.now(UTC).replace(tzinfo=None)}
            )
        return self.get(code)

    def get(self, code: str) -> RecoveryRequest:
        """A request by its code, however it is typed. ``InputProblem`` if there is none."""
        found = self._select(_requests.c.code == code.strip().upper())
        if not found:
            raise InputProblem(
                Text("There is no request {code}.", {"code": code.strip()[:20]}),
                Text("Check the code: twelve letters and figures, in three groups."),
            )
        return found[0]

    def waiting(self) -> list[RecoveryRequest]:
        """Those whom the office has not recognised yet, the oldest first."""
        return self._select(_requests.c.member.is_(None))

    def recognise(self, code: str, member: int) -> RecoveryRequest:
        """The office has made sure that this is a member. ``InputProblem`` if it was somebody else before."""
        known = self.get(code)
        if known.member not in (None, member):
            raise InputProblem(
                Text(
                    "Request {code} is that of member {member}.", {"code": known.code, "member": known.member}
                ),
                Text("Have the person ask again."),
            )
        return self._change(known.code, member=member)

    def consent(self, code: str, deadline: int, signature: bytes) -> RecoveryRequest:
        """The new account consents, until a deadline in seconds; in place of what it consented to before."""
        return self._change(self.get(code).code, deadline=deadline, consent=signature)

    def forget(self, code: str) -> None:
        """Once it is over, or was not theirs to ask."""
        with self._engine.begin() as connection:
            connection.execute(sql.delete(_requests).where(_requests.c.code == self.get(code).code))

    def _change(self, code: str, **values: Any) -> RecoveryRequest:
        with self._engine.begin() as connection:
            connection.execute(sql.update(_requests).where(_requests.c.code == code).values(**values))
        return self.get(code)

    def _select(self, which: sql.ColumnElement[bool]) -> list[RecoveryRequest]:
        with self._engine.connect() as connection:
            rows = connection.execute(sql.select(_requests).where(which).order_by(_requests.c.asked_at))
            return [_request(row) for row in rows]


def _request(row: Any) -> RecoveryRequest:
    return RecoveryRequest(
        code=row.code, said=row.said, key=PublicKey.read(row.key), credential=row.credential,
        asked_at=row.asked_at.replace(tzinfo=UTC), member=row.member, deadline=row.deadline, consent=row.consent,
    )  # fmt: skip
