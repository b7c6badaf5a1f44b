"""Who is behind a member number: kept in SQL, never on chain.

``key`` is how the community's own lists call the person (an e-mail, a student number, a pseudonym); it is what a
spreadsheet's ``member`` column holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select

from cercle.errors import InputProblem
from cercle.texts import Text

_metadata = MetaData()
_people = Table(
    "people",
    _metadata,
    Column("member", Integer, primary_key=True),
    Column("key", String, unique=True, nullable=False),
    Column("name", String, nullable=False),
)


@dataclass(frozen=True)
class Person:
    """A member's entry in the directory."""

    member: int
    key: str
    name: str


class Directory:
    """The community's directory: SQLite in its folder by default, any SQLAlchemy URL otherwise."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        _metadata.create_all(self._engine)

    @classmethod
    def in_folder(cls, folder: Path) -> Directory:
        """The directory kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'directory.sqlite'}")

    def add(self, people: Iterable[Person]) -> None:
        """Adds people, all or none. ``InputProblem`` names a number or key that is taken."""
        rows = list(people)
        known = {person.member: person for person in self.people()}
        keys = {person.key: person for person in known.values()}
        for person in rows:
            taken = known.get(person.member) or keys.get(person.key)
            if taken is not None and (taken.member, taken.key) != (person.member, person.key):
                raise InputProblem(
                    Text(
                        "{key} cannot be member {member}: the directory has {taken_key} as member {taken_member}.",
                        {
                            "key": person.key,
                            "member": person.member,
                            "taken_key": taken.key,
                            "taken_member": taken.member,
                        },
                    ),
                    Text("Correct the list; one person has one number."),
                )
        new = [vars(person) for person in rows if person.member not in known]
        if new:
            with self._engine.begin() as connection:
                connection.execute(insert(_people), new)

    def people(self) -> list[Person]:
        """Everybody, by number."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_people).order_by(_people.c.member))
            return [Person(row.member, row.key, row.name) for row in rows]

    def keys(self) -> dict[str, int]:
        """Key → member number."""
        return {person.key: person.member for person in self.people()}

    def names(self) -> dict[int, str]:
        """Member number → name."""
        return {person.member: person.name for person in self.people()}
