"""Gatherings: what happened in a room, confirmed by those who were there.

Whoever has a seat on a programme opens a gathering: a title, a day, who gave how much, and until when its code works.
Attendees scan the code and sign an ``Attendance``, which says all of that. Closing it makes one piece of evidence for
each giver, which names everybody who attended, with their signatures as its confirmations; the seat records them in
one batch. Kept in three tables of the community's folder:

    gathering    code, programme, title, day, until (seconds), closed
    gift         code, member, hundredths, evidence (the document's hash, once there is one)
    attendance   code, member, statement, wallet, signature, at (seconds)

A gift's evidence is written down before anything is sent, and never changes: closing again, after a kill or for what
was left out, records nothing twice.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sql

from cercle.documents import Attendance, Gift, Statement
from cercle.errors import InputProblem
from cercle.sql import create_tables
from cercle.texts import Text
from cercle.units import to_hundredths, to_time, to_units

_LETTERS = string.ascii_letters + string.digits  # nothing that a command takes for an option
_metadata = sql.MetaData()
_gatherings = sql.Table(
    "gathering",
    _metadata,
    sql.Column("code", sql.String, primary_key=True),
    sql.Column("programme", sql.Integer, nullable=False),
    sql.Column("title", sql.String, nullable=False),
    sql.Column("day", sql.Date, nullable=False),
    sql.Column("until", sql.Integer, nullable=False),
    sql.Column("closed", sql.Boolean, nullable=False, default=False),
)
_gifts = sql.Table(
    "gift",
    _metadata,
    sql.Column("code", sql.String, primary_key=True),
    sql.Column("member", sql.Integer, primary_key=True),
    sql.Column("hundredths", sql.Integer, nullable=False),
    sql.Column("evidence", sql.LargeBinary),
)
_attendances = sql.Table(
    "attendance",
    _metadata,
    sql.Column("code", sql.String, primary_key=True),
    sql.Column("member", sql.Integer, primary_key=True),
    sql.Column("statement", sql.String, nullable=False),
    sql.Column("wallet", sql.String, nullable=False),
    sql.Column("signature", sql.LargeBinary, nullable=False),
    sql.Column("at", sql.Integer, nullable=False),
)


@dataclass(frozen=True)
class Attended:
    """Somebody's signed attendance."""

    member: int
    statement: Statement
    wallet: str
    signature: bytes
    at: datetime


@dataclass(frozen=True)
class Gathering:
    """A gathering: ``given`` and ``evidence`` by the giver's member number."""

    code: str
    programme: int
    title: str
    day: date
    until: datetime
    closed: bool
    given: Mapping[int, Decimal]
    evidence: Mapping[int, bytes]
    attended: tuple[Attended, ...]

    def attendance(self, statement: Statement) -> Attendance:
        """What an attendee signs."""
        gifts = [Gift(member=one, hundredths=to_hundredths(units)) for one, units in self.given.items()]
        return Attendance(
            gathering=self.code, title=self.title, day=self.day, programme=self.programme,
            given=tuple(gifts), statement=statement,
        )  # fmt: skip

    def require_open(self, now: datetime) -> None:
        """Raises ``InputProblem`` once it is closed, or its code has expired."""
        if self.closed:
            raise InputProblem(
                Text("The list of “{title}” is closed.", {"title": self.title}), _ASK_THE_ORGANISER
            )
        if now >= self.until:
            raise InputProblem(
                Text("This code worked until {until}.", {"until": self.until}), _ASK_THE_ORGANISER
            )


class Gatherings:
    """A community's gatherings: SQLite in its folder by default, any SQLAlchemy URL otherwise."""

    def __init__(self, url: str) -> None:
        self._engine = sql.create_engine(url)
        create_tables(self._engine, _metadata)

    @classmethod
    def in_folder(cls, folder: Path) -> Gatherings:
        """The gatherings kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'gatherings.sqlite'}")

    def open(
        self, *, programme: int, title: str, day: date, given: Mapping[int, Decimal], until: datetime
    ) -> Gathering:
        """Opens a gathering; ``given`` is in units by member. ``InputProblem`` for what is missing."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(12))
        hundredths = {member: _hundredths(units) for member, units in given.items()}
        if not title.strip():
            raise InputProblem(Text("The gathering has no title."), Text("Say in a few words what it is."))
        if not given:
            raise InputProblem(Text("Nobody gave anything."), Text("Say who gave, and how much."))
        row = {"code": code, "programme": programme, "title": title.strip(), "day": day}
        with self._engine.begin() as connection:
            connection.execute(sql.insert(_gatherings), {**row, "until": int(until.timestamp())})
            connection.execute(
                sql.insert(_gifts),
                [{"code": code, "member": one, "hundredths": many} for one, many in hundredths.items()],
            )
        return self.get(code)

    def get(self, code: str) -> Gathering:
        """A gathering by its code. ``InputProblem`` if there is none."""
        with self._engine.connect() as connection:
            return _read(connection, code)

    def of_programmes(self, programmes: Collection[int]) -> list[Gathering]:
        """The gatherings of some programmes, newest first."""
        chosen = sql.select(_gatherings.c.code).where(_gatherings.c.programme.in_(programmes))
        newest = chosen.order_by(_gatherings.c.day.desc(), _gatherings.c.until.desc())
        with self._engine.connect() as connection:
            return [_read(connection, code) for code in connection.scalars(newest)]

    def attend(self, code: str, attended: Attended) -> bool:
        """Keeps an attendance whose signature was verified; False if the member attended already.

        Raises ``InputProblem`` when the gathering is not open any more.
        """
        with self._engine.begin() as connection:
            # Of a closing and an attendance at the same moment, one waits for the other.
            connection.execute(sql.update(_gatherings).where(_gatherings.c.code == code).values(code=code))
            gathering = _read(connection, code)
            gathering.require_open(attended.at)
            if any(one.member == attended.member for one in gathering.attended):
                return False
            row = {**vars(attended), "code": code, "at": int(attended.at.timestamp())}
            connection.execute(sql.insert(_attendances), row)
        return True

    def close(self, code: str) -> Gathering:
        """Nobody can attend any more."""
        with self._engine.begin() as connection:
            connection.execute(sql.update(_gatherings).where(_gatherings.c.code == code).values(closed=True))
        return self.get(code)

    def keep_evidence(self, code: str, member: int, evidence: bytes) -> None:
        """Writes down the document of a gift, unless it has one."""
        mine = sql.and_(_gifts.c.code == code, _gifts.c.member == member, _gifts.c.evidence.is_(None))
        with self._engine.begin() as connection:
            connection.execute(sql.update(_gifts).where(mine).values(evidence=evidence))


def link(base_url: str, code: str) -> str:
    """The address that attendees scan, on the dashboard at ``base_url``."""
    return f"{base_url.rstrip('/')}/event?g={code}"


def _read(connection: sql.Connection, code: str) -> Gathering:
    row = connection.execute(sql.select(_gatherings).where(_gatherings.c.code == code)).one_or_none()
    if row is None:
        raise InputProblem(Text("This code belongs to no gathering here."), _ASK_THE_ORGANISER)
    gifts = connection.execute(
        sql.select(_gifts).where(_gifts.c.code == code).order_by(_gifts.c.member)
    ).all()
    attended = connection.execute(
        sql.select(_attendances)
        .where(_attendances.c.code == code)
        .order_by(_attendances.c.at, _attendances.c.member)
    )
    return Gathering(
        code=code, programme=row.programme, title=row.title, day=row.day,
        until=to_time(row.until), closed=row.closed,
        given={gift.member: to_units(gift.hundredths) for gift in gifts},
        evidence={gift.member: gift.evidence for gift in gifts if gift.evidence},
        attended=tuple(
            Attended(one.member, one.statement, one.wallet, one.signature, to_time(one.at))
            for one in attended
        ),
    )  # fmt: skip


def _hundredths(units: Decimal) -> int:
    try:
        hundredths = to_hundredths(units)
    except ValueError:
        hundredths = 0
    if hundredths <= 0:
        raise InputProblem(
            Text("{units} is not an amount that somebody gave.", {"units": units}),
            Text("Give a number above zero with at most two decimals."),
        )
    return hundredths


_ASK_THE_ORGANISER = Text("Ask whoever organised it for the code of today.")
