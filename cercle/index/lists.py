"""Published rounds' lists in the index: who is on which list, taken in only if the list is the one on chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eth_utils.crypto import keccak
from sqlalchemy import select
from sqlalchemy.engine import Engine

from cercle.errors import InputProblem
from cercle.index.tables import entries, lists, rounds
from cercle.rounds.published import PublishedRound
from cercle.texts import Text


@dataclass(frozen=True)
class Share:
    """A member's share of a round, in the smallest unit of the round's token."""

    round: bytes
    amount: int


def take_in(engine: Engine, folder: Path) -> list[Text]:
    """Takes in the lists of a folder that belong to announced rounds; says what is wrong with the others.

    A list belongs to a round when its root, recomputed from its entries, and all its other terms are those that were
    announced. What was taken in before, and no longer lies there, goes.
    """
    problems: list[Text] = []
    with engine.begin() as connection:
        announced = list(connection.execute(select(rounds)))
        known = {row.round: row.file for row in connection.execute(select(lists))}
        there = {row.id for row in announced}
        found: set[bytes] = set()
        for file in sorted(folder.glob("*.json")):
            content = file.read_bytes()
            digest = keccak(content)
            if id := next((one for one in known.keys() & there if known[one] == digest), None):
                found.add(id)
                continue
            try:
                published = PublishedRound.read(file)
                published.require_sound()
            except InputProblem as problem:
                problems.append(
                    Text("{file}: {problem}", {"file": file.name, "problem": str(problem.problem)})
                )
                continue
            id = next((row.id for row in announced if _same(row, published)), None)
            if id is None:
                problems.append(
                    Text("{file} is the list of no round that was announced.", {"file": file.name})
                )
                continue
            connection.execute(entries.delete().where(entries.c.round == id))
            connection.execute(lists.delete().where(lists.c.round == id))
            connection.execute(lists.insert().values(round=id, file=digest))
            rows = [
                {"round": id, "member": member, "amount": amount}
                for member, amount in published.shares.items()
            ]
            connection.execute(entries.insert(), rows)
            found.add(id)
        for gone in set(known) - found:
            connection.execute(entries.delete().where(entries.c.round == gone))
            connection.execute(lists.delete().where(lists.c.round == gone))
    return problems


def _same(row: object, published: PublishedRound) -> bool:
    root, token, total, funder, programme, opens, ends, salt = published.terms()
    theirs = (root, bytes.fromhex(token[2:]), total, bytes.fromhex(funder[2:]), programme, opens, ends, salt)
    names = ("root", "token", "total", "funder", "programme", "opens", "ends", "salt")
    return theirs == tuple(getattr(row, name) for name in names)


def shares_of(engine: Engine, member: int) -> Iterator[Share]:
    """A member's shares of the rounds whose lists were taken in."""
    with engine.connect() as connection:
        for row in connection.execute(select(entries).where(entries.c.member == member)):
            yield Share(row.round, row.amount)
