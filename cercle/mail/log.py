"""What was told to whom and when, so that nothing is told twice. No address and no content: numbers and hashes.

A letter is written down before it is handed to the mail server. A run that was killed in between leaves it ``sending``:
nobody knows whether it went, so it is ``unsure`` and not sent again; each thing is told at most once. Only warnings
about a wallet are sent again in that case: twice is better than never.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    func,
    insert,
    select,
    update,
)

from cercle.mail.kinds import Kind
from cercle.sql import create_tables

Item = tuple[Kind, str]
"""What is told: its kind, and which one: a contribution's or an order's id, a month, an invitation's address."""

_metadata = MetaData()
_told = Table(
    "told",
    _metadata,
    Column("letter", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("member", Integer, nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("at", String, nullable=False),  # ISO, UTC: texts sort as the moments do
)
_refused = Table(
    "refused_addresses",
    _metadata,
    Column("member", Integer, primary_key=True),
    Column("address", String, nullable=False),  # a digest, to see when the directory has another one
    Column("at", String, nullable=False),
)
_no_invitations = Table(
    "no_invitations",
    _metadata,
    Column("member", Integer, primary_key=True),
    Column("at", String, nullable=False),
)


class State(StrEnum):
    """What became of a letter."""

    Sending = "sending"
    Sent = "sent"
    Unsure = "unsure"


@dataclass(frozen=True)
class Telling:
    """How often something was told to a member, and when last."""

    times: int
    last: datetime


class MailLog:
    """A community's log: ``mail.sqlite`` in its folder."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        create_tables(self._engine, _metadata)

    @classmethod
    def in_folder(cls, folder: Path) -> MailLog:
        """The log beside a community's other data."""
        return cls(f"sqlite:///{folder / 'mail.sqlite'}")

    # -- what was told ----------------------------------------------------------------------------

    def told(self) -> dict[int, dict[Item, Telling]]:
        """Member → what they were told already."""
        query = select(
            _told.c.member,
            _told.c.kind,
            _told.c.item,
            func.count().label("times"),
            func.max(_told.c.at).label("last"),
        ).group_by(_told.c.member, _told.c.kind, _told.c.item)
        found: dict[int, dict[Item, Telling]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                telling = Telling(row.times, datetime.fromisoformat(row.last))
                found.setdefault(row.member, {})[Kind(row.kind), row.item] = telling
        return found

    def begin(self, letter: str, member: int, items: Iterable[Item], at: datetime) -> None:
        """Writes a letter down that is about to be sent; on the disk when this returns."""
        rows = [
            {
                "letter": letter,
                "member": member,
                "kind": kind,
                "item": item,
                "state": State.Sending,
                "at": _text(at),
            }
            for kind, item in items
        ]
        with self._engine.begin() as connection:
            connection.execute(insert(_told), rows)

    def end(self, letter: str, state: State) -> None:
        """Says what became of it."""
        with self._engine.begin() as connection:
            connection.execute(update(_told).where(_told.c.letter == letter).values(state=state))

    def undo(self, letter: str) -> None:
        """It was not sent for certain: as if it had never been begun."""
        with self._engine.begin() as connection:
            connection.execute(delete(_told).where(_told.c.letter == letter))

    def settle(self) -> list[int]:
        """After a run that was killed: its letters are unsure, warnings are as if never begun. Returns the members
        whose letters are unsure. Only while no other run is sending."""
        begun = _told.c.state == State.Sending
        with self._engine.begin() as connection:
            connection.execute(delete(_told).where(begun, _told.c.kind == Kind.Recovery))
            members = connection.execute(select(_told.c.member).where(begun).distinct()).scalars().all()
            connection.execute(update(_told).where(begun).values(state=State.Unsure))
        return sorted(members)

    # -- addresses that are none, and people who want no invitation ---------------------------------

    def refuse(self, member: int, email: str, at: datetime) -> None:
        """The mail server says that nobody can be written to at this address."""
        with self._engine.begin() as connection:
            connection.execute(delete(_refused).where(_refused.c.member == member))
            connection.execute(
                insert(_refused), {"member": member, "address": _digest(member, email), "at": _text(at)}
            )

    def refused(self, emails: Mapping[int, str]) -> list[int]:
        """Which of these members have an address that was refused; not once they have another one."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_refused)).all()
        return sorted(
            row.member for row in rows if row.address == _digest(row.member, emails.get(row.member, ""))
        )

    def stop_invitations(self, member: int) -> None:
        """This person wants no more invitations."""
        if member not in self.without_invitations():
            with self._engine.begin() as connection:
                connection.execute(
                    insert(_no_invitations), {"member": member, "at": _text(datetime.now(UTC))}
                )

    def without_invitations(self) -> frozenset[int]:
        """Who wants no more invitations."""
        with self._engine.connect() as connection:
            return frozenset(connection.execute(select(_no_invitations.c.member)).scalars())

    # -- what a person may ask for ------------------------------------------------------------------

    def of(self, member: int) -> list[dict[str, str]]:
        """What was told to a member: kind, which one, what became of it, when. Oldest first."""
        query = select(_told).where(_told.c.member == member).order_by(_told.c.at)
        with self._engine.connect() as connection:
            return [
                {"kind": row.kind, "item": row.item, "state": row.state, "at": row.at}
                for row in connection.execute(query)
            ]

    def forget(self, member: int) -> None:
        """Erases what was told to a member. That they want no invitations is kept: forgetting it would write to them."""
        with self._engine.begin() as connection:
            for table in (_told, _refused):
                connection.execute(delete(table).where(table.c.member == member))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _digest(member: int, email: str) -> str:
    return hashlib.sha256(f"{member} {email.lower()}".encode()).hexdigest()[:16]
