"""Who is logged in: a table on the server, so that logging out ends it.

A browser holds a random token in a cookie that scripts cannot read; the table holds its hash. A session begins without
a token: the page that logged somebody in gives the browser a ticket, good once and for a minute, and the browser takes
it to ``/session``, which puts the token into the cookie.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
    update,
)

COOKIE = "cercle"
LASTS = int(timedelta(days=30).total_seconds())
TICKET_LASTS = 60
NONCE_LASTS = 300

_metadata = MetaData()
_sessions = Table(
    "sessions",
    _metadata,
    Column("id", String, primary_key=True),
    Column("token", LargeBinary, unique=True),
    Column("ticket", LargeBinary, unique=True),
    Column("ticket_expires", Integer),
    Column("member", Integer, nullable=False, index=True),
    Column("wallet", String, nullable=False),
    Column("credential", LargeBinary),
    Column("created", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("expires", Integer, nullable=False),
)
_nonces = Table(
    "nonces",
    _metadata,
    Column("nonce", LargeBinary, primary_key=True),
    Column("expires", Integer, nullable=False),
)


@dataclass(frozen=True)
class Session:
    """A member on a browser. ``credential`` is the passkey they came with, None for a wallet; ``has_cookie`` says
    whether their browser has taken its token."""

    id: str
    member: int
    wallet: str
    credential: bytes | None
    has_cookie: bool = False


class Sessions:
    """The sessions of one community. Times in seconds since 1970, of this computer's clock."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        _metadata.create_all(self._engine)

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """The table kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'sessions.sqlite'}")

    # -- what a login signs -----------------------------------------------------------------------

    def nonce(self, now: int) -> bytes:
        """A new number used once; 32 random bytes."""
        nonce = secrets.token_bytes(32)
        with self._engine.begin() as connection:
            connection.execute(delete(_nonces).where(_nonces.c.expires <= now))
            connection.execute(insert(_nonces).values(nonce=_hash(nonce), expires=now + NONCE_LASTS))
        return nonce

    def use(self, nonce: bytes, now: int) -> bool:
        """Uses a nonce up; False if it was used, is too old, or was never given out."""
        fresh = (_nonces.c.nonce == _hash(nonce)) & (_nonces.c.expires > now)
        with self._engine.begin() as connection:
            return connection.execute(delete(_nonces).where(fresh)).rowcount == 1

    # -- sessions ---------------------------------------------------------------------------------

    def begin(self, member: int, wallet: str, credential: bytes | None, now: int) -> tuple[Session, str]:
        """Logs a member in; the session, and the ticket with which their browser gets its cookie."""
        session, ticket = (
            Session(secrets.token_hex(16), member, wallet, credential),
            secrets.token_urlsafe(32),
        )
        row = {
            "id": session.id, "member": member, "wallet": wallet, "credential": credential, "ticket": _hash(ticket.encode()), "ticket_expires": now + TICKET_LASTS,
            "created": now, "used": now, "expires": now + LASTS,
        }  # fmt: skip
        with self._engine.begin() as connection:
            connection.execute(delete(_sessions).where(_sessions.c.expires <= now))
            connection.execute(insert(_sessions).values(row))
        return session, ticket

    def token_for(self, ticket: str, now: int) -> str | None:
        """Takes a ticket for a new token; None if the ticket was taken, is too old, or was never given out."""
        token = secrets.token_urlsafe(32)
        good = (_sessions.c.ticket == _hash(ticket.encode())) & (_sessions.c.ticket_expires > now)
        values = {"token": _hash(token.encode()), "ticket": None, "ticket_expires": None}
        with self._engine.begin() as connection:
            taken = connection.execute(update(_sessions).where(good).values(values)).rowcount == 1
        return token if taken else None

    def with_id(self, session_id: str, now: int) -> Session | None:
        """A session by its id, if it has not ended."""
        return self._find(_sessions.c.id == session_id, now)

    def with_token(self, token: str, now: int) -> Session | None:
        """A session by what the browser's cookie holds, if it has not ended."""
        return self._find(_sessions.c.token == _hash(token.encode()), now)

    def end(self, session: Session) -> None:
        """Logs out here."""
        self._end(_sessions.c.id == session.id)

    def end_all(self, member: int) -> None:
        """Logs a member out everywhere."""
        self._end(_sessions.c.member == member)

    def _find(self, condition: Any, now: int) -> Session | None:
        with self._engine.begin() as connection:
            row = connection.execute(select(_sessions).where(condition, _sessions.c.expires > now)).first()
            if row is None:
                return None
            if now >= row.used + 3_600:  # to the hour is precise enough, and spares a write
                connection.execute(update(_sessions).where(_sessions.c.id == row.id).values(used=now))
        return Session(row.id, row.member, row.wallet, row.credential, row.token is not None)

    def _end(self, condition: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(_sessions).where(condition))


def _hash(secret: bytes) -> bytes:
    return sha256(secret).digest()
