"""Published rounds' lists in the index: who is on which list, taken in only if the list is the one on chain."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Engine, Row

from cercle.errors import InputProblem
from cercle.index.database import one_at_a_time
from cercle.index.tables import entries, lists, rounds
from cercle.rounds.published import PublishedRound
from cercle.texts import Text


class Lists:
    """The lists in a folder, and what the index took in of them.

    A list belongs to a round when its root, recomputed from its entries, and all its other terms are those that were
    announced.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._seen: object = None
        self._mine: set[bytes] = set()

    def look(self) -> list[Text]:
        """As ``take_in``, and at no cost while neither the files, nor what was announced, nor what was taken in have
        changed since the last time. Forgets only what this folder had before: other dashboards may have theirs."""
        if self._state() == self._seen:
            return []
        files = self._files()
        problems = self._take_in(self._mine)
        self._seen = (files, *self._in_the_index())
        return problems

    def take_in(self) -> list[Text]:
        """Takes in the lists that belong to announced rounds, and forgets those that no longer lie there; says what is
        wrong with the others."""
        return self._take_in(set(self._in_the_index()[0]))

    def _take_in(self, before: set[bytes]) -> list[Text]:
        problems: list[Text] = []
        known, announced = self._in_the_index()
        by_content = {digest: id for id, digest in known.items() if id in announced}
        found: set[bytes] = set()
        for file in self._files():
            try:
                content = file.read_bytes()
                digest = _digest(content)
                id = by_content.get(digest) or self._new(content, file, digest)
            except OSError as problem:
                reason = problem.strerror or "?"
                problems.append(
                    Text("{file} cannot be read: {reason}.", {"file": file.name, "reason": reason})
                )
            except InputProblem as problem:
                problems.append(Text("{file}: {problem}", {"file": file.name, "problem": problem.problem}))
            else:
                found.add(id)
        if gone := before - found:
            with self._engine.begin() as connection:
                one_at_a_time(connection)
                for table in (entries, lists):
                    connection.execute(delete(table).where(table.c.round.in_(gone)))
        self._mine = found
        return problems

    def published(self, round: bytes) -> PublishedRound:
        """The list of a round as it was taken in. ``InputProblem`` if it no longer lies there."""
        digest = self._in_the_index()[0].get(round)
        # Whoever announces a round keeps its list under the beginning of its id.
        for file in sorted(self._files(), key=lambda one: not round.hex().startswith(one.stem)):
            with suppress(OSError):  # as unreadable as it was when it was left out
                content = file.read_bytes()
                if _digest(content) == digest:
                    return PublishedRound.parse(content, file)
        raise InputProblem(
            Text("The published list of this round is not here at the moment."),
            Text("Nothing is lost: try again later, or tell the community's office."),
        )

    def _new(self, content: bytes, file: Path, digest: bytes) -> bytes:
        """Checks a list that the index does not know and takes it in; the round it belongs to."""
        published = PublishedRound.parse(content, file)
        published.require_sound()
        with self._engine.connect() as connection:
            id = next((row.id for row in connection.execute(select(rounds)) if _same(row, published)), None)
        if id is None:
            raise InputProblem(Text("This is the list of no round that was announced."))
        shares = published.shares.items()
        rows = [{"round": id, "member": member, "amount": amount} for member, amount in shares]
        # Another dashboard of the same database may be taking it in too: it has the same shares.
        with self._engine.begin() as connection:
            one_at_a_time(connection)
            for table in (entries, lists):
                connection.execute(delete(table).where(table.c.round == id))
            connection.execute(lists.insert().values(round=id, file=digest))
            connection.execute(entries.insert(), rows)
        return bytes(id)

    def _state(self) -> object:
        return self._files(), *self._in_the_index()

    def _files(self) -> dict[Path, tuple[int, int, int]]:
        """What lies in the folder, and by what a change of it is noticed."""
        found = {}
        for file in sorted(self._folder.glob("*.json")):
            with suppress(OSError):  # it went meanwhile
                about = file.stat()
                if S_ISREG(about.st_mode):
                    found[file] = (about.st_ino, about.st_size, about.st_mtime_ns)
        return found

    def _in_the_index(self) -> tuple[dict[bytes, bytes], set[bytes]]:
        """The lists that were taken in, by round, as the hashes of their files; and the rounds that were announced."""
        with self._engine.connect() as connection:
            known = {row.round: row.file for row in connection.execute(select(lists))}
            return known, set(connection.execute(select(rounds.c.id)).scalars())


def _digest(content: bytes) -> bytes:
    """By which we know a file again: nobody else's business, so the fastest one that other threads need not wait for."""
    return sha256(content).digest()


def _same(row: Row[Any], published: PublishedRound) -> bool:
    root, token, total, funder, programme, opens, ends, salt = published.terms()
    theirs = (root, bytes.fromhex(token[2:]), total, bytes.fromhex(funder[2:]), programme, opens, ends, salt)
    names = ("root", "token", "total", "funder", "programme", "opens", "ends", "salt")
    return theirs == tuple(getattr(row, name) for name in names)
