"""Consents: who agreed to what, when, in which words, and until when. Nothing is overwritten: it is a proof."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, insert, select, update

from cercle.privacy.database import consents, now, read, written
from cercle.privacy.purposes import Purpose, wording_version


@dataclass(frozen=True)
class Consent:
    """A consent, running or ended. ``source`` is where it was given, such as ``dashboard`` or ``reunion form 2025``."""

    member: int
    purpose: Purpose
    given_at: datetime
    withdrawn_at: datetime | None
    wording: int
    language: str
    source: str

    def holds_at(self, moment: datetime) -> bool:
        """From the moment it was given until just before it was withdrawn."""
        return self.given_at <= moment and (self.withdrawn_at is None or moment < self.withdrawn_at)


class Consents:
    """The consents of a community's members: ``community.consents``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def give(
        self, member: int, purpose: Purpose, *, language: str, source: str, at: datetime | None = None
    ) -> None:
        """A member agrees, in a language, to today's wording. One that runs already goes on, unless its wording is
        an older one: then that one ends and a new one begins. ``at`` is for consents given elsewhere before."""
        self.give_many([member], purpose, language=language, source=source, at=at)

    def give_many(
        self,
        members: Iterable[int],
        purpose: Purpose,
        *,
        language: str,
        source: str,
        at: datetime | None = None,
    ) -> None:
        """The same for many members at once, all or none: consents that the community holds already."""
        version, moment = wording_version(purpose), written(at or now())
        with self._engine.begin() as connection:
            running = {row.member: row.wording for row in connection.execute(_running(purpose))}
            new = [one for one in dict.fromkeys(members) if running.get(one) != version]
            outdated = [one for one in new if one in running]
            for one in outdated:
                _end(connection, one, purpose, moment)
            rows = [
                {
                    "member": one,
                    "purpose": purpose,
                    "given_at": moment,
                    "wording": version,
                    "language": language,
                    "source": source,
                }
                for one in new
            ]
            if rows:
                connection.execute(insert(consents), rows)

    def withdraw(self, member: int, purpose: Purpose, at: datetime | None = None) -> None:
        """A member no longer agrees; nothing happens where they never did."""
        with self._engine.begin() as connection:
            _end(connection, member, purpose, written(at or now()))

    def has(self, member: int, purpose: Purpose, at: datetime | None = None) -> bool:
        """Whether a member agrees now, or agreed at a moment of the past."""
        if at is not None:
            return any(one.purpose is purpose and one.holds_at(at) for one in self.of(member))
        with self._engine.connect() as connection:
            return (
                connection.execute(_running(purpose).where(consents.c.member == member)).first() is not None
            )

    def of(self, member: int) -> list[Consent]:
        """Everything a member ever agreed to, oldest first."""
        query = select(consents).where(consents.c.member == member).order_by(consents.c.id)
        with self._engine.connect() as connection:
            return [_consent(row) for row in connection.execute(query)]

    def among(self, members: Collection[int], purpose: Purpose) -> frozenset[int]:
        """Those of some members who agree now."""
        with self._engine.connect() as connection:
            query = _running(purpose).where(consents.c.member.in_(members))
            return frozenset(row.member for row in connection.execute(query))

    def members(self, purpose: Purpose) -> frozenset[int]:
        """Everybody who agrees now."""
        with self._engine.connect() as connection:
            return frozenset(row.member for row in connection.execute(_running(purpose)))

    def reduce_to_proof(self, member: int) -> None:
        """Ends a member's consents and keeps of each only what proves that it was given and withdrawn: number,
        purpose, wording and the two moments."""
        with self._engine.begin() as connection:
            for purpose in Purpose:
                _end(connection, member, purpose, written(now()))
            connection.execute(
                update(consents).where(consents.c.member == member).values(language="", source="")
            )


def _running(purpose: Purpose):  # type: ignore[no-untyped-def]
    return select(consents.c.member, consents.c.wording).where(
        consents.c.purpose == purpose, consents.c.withdrawn_at.is_(None)
    )


def _end(connection: Connection, member: int, purpose: Purpose, moment: str) -> None:
    connection.execute(
        update(consents)
        .where(consents.c.member == member, consents.c.purpose == purpose, consents.c.withdrawn_at.is_(None))
        .values(withdrawn_at=moment)
    )


def _consent(row: Row[tuple[object, ...]]) -> Consent:
    return Consent(
        member=row.member,
        purpose=Purpose(row.purpose),
        given_at=read(row.given_at),
        withdrawn_at=read(row.withdrawn_at) if row.withdrawn_at else None,
        wording=row.wording,
        language=row.language,
        source=row.source,
    )
