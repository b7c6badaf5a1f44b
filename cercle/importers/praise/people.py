"""Who is who in a round: people are told apart by pseudonym, and by address where that is not enough."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cercle.errors import InputProblem
from cercle.importers.cells import parse_address
from cercle.importers.praise.round import PraiseMember
from cercle.importers.problems import Problems, TableRow
from cercle.texts import Text


@dataclass(frozen=True)
class Person:
    """A person as one place in the files names them."""

    pseudonym: str | None
    address: str | None


def read_persons(
    file: Path, rows: Iterable[TableRow], pseudonym: str | None, address: str, problems: Problems
) -> dict[int, Person]:
    """Reads the people of one pair of columns, by line; the pseudonym must be there where it has a column.

    A line whose cells are wrong is noted in `problems` and left out.
    """
    found: dict[int, Person] = {}
    for row in rows:
        with problems.at(file, row.line):
            name = row[pseudonym].strip() if pseudonym else None
            if name == "":
                raise InputProblem(Text("{column} is empty: fill it in.", {"column": pseudonym}))
            found[row.line] = Person(name, parse_address(row[address].strip()))
    return found


class People:
    """Everybody whom a round's files name; ``met`` holds those asked for so far, by member key."""

    def __init__(self, sightings: Iterable[Person], problems: Problems) -> None:
        self.met: dict[str, PraiseMember] = {}
        self._problems = problems
        self._addresses: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for person in sightings:
            if person.pseudonym and person.address:
                self._addresses[person.pseudonym].add(person.address)
                self._names[person.address].add(person.pseudonym)

    def key(self, file: Path, line: int, person: Person) -> str:
        """Returns a person's member key, or an empty text after noting that it cannot be told."""
        key = ""
        with self._problems.at(file, line):
            member = self._member(person)
            self.met.setdefault(member.key, member)
            key = member.key
        return key

    def _member(self, person: Person) -> PraiseMember:
        name, address = person.pseudonym or "", person.address
        if address is None:
            known = self._addresses.get(name, set())
            if len(known) > 1:
                message = "“{name}” stands for {count} addresses: say here which one is meant."
                raise InputProblem(Text(message, {"name": name, "count": len(known)}))
            address = next(iter(known), None)
        if address is None:
            return PraiseMember(name, (name,), None)
        names = tuple(sorted(self._names.get(address, ())))
        told_apart = len(names) == 1 and len(self._addresses[names[0]]) == 1
        return PraiseMember(names[0] if told_apart else address, names, address)
