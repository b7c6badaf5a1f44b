"""A list of people to enrol, which any spreadsheet can write: the columns `key, name` and, where known, `wallet`."""

from collections.abc import Collection
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from cercle.importers.cells import parse_address
from cercle.importers.problems import Problems, TableRow, read_table

MAX_TEXT = 200


@dataclass(frozen=True)
class PersonRow:
    """One person; ``cells`` holds the columns asked for besides."""

    line: int
    key: str
    name: str
    wallet: str | None
    cells: dict[str, str]


def read_people_csv(path: str | PathLike[str], besides: Collection[str] = ()) -> tuple[PersonRow, ...]:
    """Reads people in the order of the file; ``besides`` are further columns, required too (in capitals).

    Raises ImportRefused, with every problem found; then nothing was read.
    """
    file = Path(path)
    problems = Problems()
    rows = read_table(file, ("KEY", "NAME", *besides), problems)
    unknown = sorted(set(rows[0].cells) - {"KEY", "NAME", "WALLET", *besides}) if rows else []
    if unknown:
        names = ", ".join(f"“{name.lower()}”" for name in unknown)
        problems.add(file, 1, f"unknown columns: {names}. Remove or rename them.")
    people = [_person(file, row, besides, problems) for row in rows]
    for column in ("key", "wallet"):
        seen: dict[str, int] = {}
        for person in people:
            value = getattr(person, column)
            first = seen.setdefault(value, person.line) if value else person.line
            if first != person.line:
                problems.add(file, person.line, f"{column} “{value}” is already on line {first}: keep one.")
    problems.refuse_if_any()
    return tuple(people)


def _person(file: Path, row: TableRow, besides: Collection[str], problems: Problems) -> PersonRow:
    key, name = row["KEY"].strip(), row["NAME"].strip()
    for column, text in (("key", key), ("name", name)):
        if not text:
            problems.add(file, row.line, f"the {column} is empty: fill it in.")
        elif len(text) > MAX_TEXT:
            problems.add(file, row.line, f"the {column} is longer than {MAX_TEXT} characters: shorten it.")
    wallet = None
    with problems.at(file, row.line):
        wallet = parse_address(row.cells.get("WALLET", "").strip())
    return PersonRow(row.line, key, name, wallet, {column: row[column].strip() for column in besides})
