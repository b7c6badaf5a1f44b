"""Who is behind a member number: kept in SQL, never on chain.

``key`` is how the community's own lists call the person (an e-mail, a student number, a pseudonym); it is what a
spreadsheet's ``member`` column holds. Consents, exports and erasures are in ``cercle.privacy``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
    text,
    update,
)

from cercle.errors import InputProblem
from cercle.sql import create_tables
from cercle.texts import Text

KINDS = ("member", "validator", "partner", "institution")

_metadata = MetaData()
_people = Table(
    "people",
    _metadata,
    Column("member", Integer, primary_key=True),
    Column("key", String, unique=True, nullable=False),
    Column("name", String, nullable=False),
    Column("email", String),
    Column("language", String),
    Column("year", Integer),
    Column("kind", String),
)


@dataclass(frozen=True)
class Person:
    """A member's entry in the directory. What is None was never told.

    ``language`` is one of ``texts.LANGUAGES``; ``year`` of graduation, or whatever year the community counts by;
    ``kind`` one of ``KINDS``: what the office calls them, and no right whatsoever on chain.
    """

    member: int
    key: str
    name: str
    email: str | None = None
    language: str | None = None
    year: int | None = None
    kind: str | None = None


_columns = tuple(_people.c[one.name] for one in fields(Person))


class Directory:
    """The community's directory: SQLite in its folder by default, any SQLAlchemy URL otherwise."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        create_tables(self._engine, _metadata)
        _add_new_columns(self._engine)

    @classmethod
    def in_folder(cls, folder: Path) -> Directory:
        """The directory kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'directory.sqlite'}")

    def add(self, people: Iterable[Person]) -> None:
        """Adds people, all or none; who is there already stays as they are. ``InputProblem`` names a number or key
        that is taken."""
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
        new = [asdict(person) for person in rows if person.member not in known]
        if new:
            with self._engine.begin() as connection:
                connection.execute(insert(_people), new)

    def change(self, *people: Person) -> None:
        """Replaces entries by other ones of the same members, all or none. ``InputProblem`` if there is none."""
        with self._engine.begin() as connection:
            for person in people:
                of_member = _people.c.member == person.member
                changed = connection.execute(update(_people).where(of_member).values(**asdict(person)))
                if not changed.rowcount:
                    raise InputProblem(
                        Text("The directory does not know member {member}.", {"member": person.member}),
                        Text("Check the number: ape run members list --all shows everybody."),
                    )

    def erase(self, member: int) -> Person | None:
        """Forgets a member's entry for ever and returns what it was; the number stays given out."""
        known = self.person(member)
        with self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":  # overwrites what it deletes
                connection.execute(text("PRAGMA secure_delete = ON"))
            connection.execute(delete(_people).where(_people.c.member == member))
        return known

    def person(self, member: int) -> Person | None:
        """A member's entry; None if there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(*_columns).where(_people.c.member == member)).first()
        return Person(*row) if row else None

    def people(self) -> list[Person]:
        """Everybody, by number."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(*_columns).order_by(_people.c.member))
            return [Person(*row) for row in rows]

    def count(self) -> int:
        """How many people it holds."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(_people)).scalar_one())

    def named(self, sought: str, most: int) -> dict[int, str]:
        """People whose name contains what is sought, capital letters or not: number → name."""
        # SQLite knows small and capital letters without accents only.
        ways = {sought, sought.lower(), sought.upper(), sought.capitalize(), sought.title()}
        found = or_(*(_people.c.name.icontains(one, autoescape=True) for one in ways))
        query = select(_people.c.member, _people.c.name).where(found).order_by(_people.c.name).limit(most)
        with self._engine.connect() as connection:
            return {row.member: row.name for row in connection.execute(query)}

    def keys(self) -> dict[str, int]:
        """Key → member number."""
        return {person.key: person.member for person in self.people()}

    def names(self) -> dict[int, str]:
        """Member number → name."""
        return {person.member: person.name for person in self.people()}

    def emails(self) -> dict[str, int]:
        """E-mail, in small letters → member number."""
        return {person.email.lower(): person.member for person in self.people() if person.email}


def _add_new_columns(engine: Engine) -> None:
    """A directory of an earlier version gets the columns it has not, all of them empty."""
    present = {column["name"] for column in inspect(engine).get_columns(_people.name)}
    with engine.begin() as connection:
        for name in (one.name for one in fields(Person) if one.name not in present):
            kind = _people.c[name].type.compile(engine.dialect)
            connection.execute(text(f"ALTER TABLE {_people.name} ADD COLUMN {name} {kind}"))
