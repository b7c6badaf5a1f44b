"""People who ask to join. Kept in SQL until somebody decides; who is declined is forgotten.

Anybody on the internet can ask, so nothing here says whether an e-mail is known, and nobody is written to before an
admin has approved them.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    func,
    insert,
    select,
    text,
)

from cercle.errors import InputProblem
from cercle.importers.cells import has_controls, parse_email
from cercle.importers.people import MAX_TEXT
from cercle.sql import create_tables
from cercle.texts import LANGUAGES, Text

MAX_MESSAGE = 1000
HOUR = timedelta(hours=1)
PER_HOUR = 100  # from everybody
PER_HOUR_AND_SOURCE = 5
MOST_WAITING = 5_000

_metadata = MetaData()
_requests = Table(
    "join_requests",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("email", String, unique=True, nullable=False),
    Column("name", String, nullable=False),
    Column("language", String, nullable=False),
    Column("message", String, nullable=False),
    Column("referrer", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice
)


@dataclass(frozen=True)
class JoinRequest:
    """Somebody who asks to join; ``referrer`` is the member whose link they came by, 0 for nobody."""

    number: int
    email: str
    name: str
    language: str
    message: str
    referrer: int
    at: datetime


class JoinRequests:
    """The requests that wait. One instance for each process: it remembers who asked how often."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        create_tables(self._engine, _metadata)
        self._asked: dict[str, list[datetime]] = {}
        self._lock = threading.Lock()

    @classmethod
    def in_folder(cls, folder: Path) -> JoinRequests:
        """The requests kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'join_requests.sqlite'}")

    def add(
        self,
        name: str,
        email: str,
        language: str,
        message: str = "",
        referrer: int = 0,
        *,
        source: str = "",
    ) -> None:
        """Keeps a request. Asking again with the same e-mail changes nothing, and is not told apart.

        ``source`` is whatever tells one asker from another (the address the page was opened from): it is remembered
        for an hour, in memory only. Raises ``InputProblem`` for what is not filled in rightly, and for too many.
        """
        row = _checked(name, email, language, message, referrer)
        with self._lock:
            self._require_patience(source)
            with self._engine.begin() as connection:
                same = select(_requests).where(_requests.c.email == row["email"])
                if connection.execute(same).first() is None:
                    connection.execute(insert(_requests), {**row, "at": datetime.now(UTC)})

    def waiting(self) -> list[JoinRequest]:
        """Those nobody has decided on, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_requests).order_by(_requests.c.number))
            return [JoinRequest(**{**row._mapping, "at": row.at.replace(tzinfo=UTC)}) for row in rows]

    def find(self, numbers: Collection[int]) -> list[JoinRequest]:
        """Some of those that wait, by number. ``InputProblem`` names the ones that do not."""
        found = [one for one in self.waiting() if one.number in numbers]
        if missing := sorted(set(numbers) - {one.number for one in found}):
            raise InputProblem(
                Text("No request {numbers} waits.", {"numbers": ", ".join(map(str, missing))}),
                Text("ape run members requests shows those that do."),
            )
        return found

    def forget(self, numbers: Sequence[int]) -> None:
        """Deletes requests for ever: those that were declined, and those that were approved."""
        with self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":  # overwrites what it deletes
                connection.execute(text("PRAGMA secure_delete = ON"))
            connection.execute(delete(_requests).where(_requests.c.number.in_(numbers)))

    def _require_patience(self, source: str) -> None:
        now = datetime.now(UTC)
        recently = {who: [at for at in times if at > now - HOUR] for who, times in self._asked.items()}
        self._asked = {who: times for who, times in recently.items() if times}
        mine = self._asked.get(source, [])
        with self._engine.connect() as connection:
            recent = _requests.c.at > (now - HOUR).replace(tzinfo=None)
            of_all = connection.scalar(select(func.count()).select_from(_requests).where(recent)) or 0
            waiting = connection.scalar(select(func.count()).select_from(_requests)) or 0
        if (source and len(mine) >= PER_HOUR_AND_SOURCE) or of_all >= PER_HOUR or waiting >= MOST_WAITING:
            raise InputProblem(
                Text("Too many requests arrive at the moment."),
                Text("Try again in an hour; nothing was kept."),
            )
        self._asked[source] = [*mine, now]


def _checked(name: str, email: str, language: str, message: str, referrer: int) -> dict[str, str | int]:
    name, message = " ".join(name.split()), message.strip()
    if not name or len(name) > MAX_TEXT or has_controls(name):
        raise InputProblem(Text("Write your name, in at most {most} characters.", {"most": MAX_TEXT}))
    address = parse_email(email)
    if address is None:
        raise InputProblem(Text("Write your e-mail: the invitation is sent there."))
    if len(message) > MAX_MESSAGE or "\0" in message:
        raise InputProblem(
            Text("The message is longer than {most} characters: shorten it.", {"most": MAX_MESSAGE})
        )
    if language not in LANGUAGES:
        raise InputProblem(Text("language “{text}”: write fr or en.", {"text": language[:40]}))
    if not 0 <= referrer < 2**32:
        raise InputProblem(Text("There is no member {member}.", {"member": referrer}))
    return {"name": name, "email": address, "language": language, "message": message, "referrer": referrer}
