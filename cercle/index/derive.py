"""How things stand, from the events: steps of SQL over the events after a position.

Each step reads the events that are new and changes only what they touch, in the engine, set by set. The steps over all
events at once (``rebuild``) and over them chunk by chunk (``sync``) give the same rows: a test holds them to it.
The SQL is the part that SQLite and PostgreSQL share, but where a statement is given for each.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection

from cercle.index import derive_contributions, derive_members, derive_services, derive_token
from cercle.index.tables import derived

NOBODY = bytes(20)


# Who fails here rolls everything back. SQLite's way of undoing one statement only, which is for others, would copy every
# page that the statement changes into memory first.
_WRITES = re.compile(r"\b(INSERT|UPDATE) ")


@dataclass(frozen=True)
class Step:
    """Statements, and the kinds of events that make them necessary."""

    kinds: frozenset[str]
    statements: tuple[tuple[TextClause, tuple[str, ...]], ...]  # with the names of their parameters


@cache
def steps(dialect: str) -> tuple[Step, ...]:
    """What an engine is told, in this order."""
    found = []
    for module in (derive_members, derive_contributions, derive_services, derive_token):
        for kinds, statements in module.STEPS:
            texts = [one if isinstance(one, str) else one[dialect] for one in statements]
            if dialect == "sqlite":
                texts = [_WRITES.sub(r"\1 OR FAIL ", one, count=1) for one in texts]
            clauses = tuple((text(one), tuple(re.findall(r"(?<!:):(\w+)", one))) for one in texts)
            found.append(Step(frozenset(kinds.split()), clauses))
    return tuple(found)


def derive(connection: Connection, after: int, kinds: Collection[str]) -> None:
    """Brings the derived tables up to date with the events after a position; ``kinds`` are those among them."""
    present, known = frozenset(kinds), {"after": after, "nobody": NOBODY}
    for step in steps(connection.dialect.name):
        if step.kinds & present:
            for clause, names in step.statements:
                connection.execute(clause, {name: known[name] for name in names})


def derive_anew(connection: Connection, kinds: Collection[str]) -> None:
    """Forgets what was derived, and derives it from all events."""
    for table in reversed(derived.sorted_tables):
        connection.execute(table.delete())
    derive(connection, -1, kinds)
