"""A list of people, which any spreadsheet can write: the columns `name` and `key` or `e-mail`; where they are known
`language`, `year`, `kind`, `wallet`, `referrer` and `e-mail consent`. French column names and cells do as well."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from cercle.directory import KINDS
from cercle.errors import InputProblem
from cercle.importers.cells import has_controls, parse_address, parse_email
from cercle.importers.problems import Problems, TableRow, read_table
from cercle.texts import LANGUAGES, Text

MAX_TEXT = 200
SEPARATORS = ",;\t"  # what a spreadsheet writes between cells depends on the country it is set to
COLUMNS = ("KEY", "NAME", "EMAIL", "LANGUAGE", "YEAR", "KIND", "WALLET", "REFERRER", "EMAIL CONSENT")
OTHER_NAMES = MappingProxyType(
    {
        "CLÉ": "KEY",
        "CLE": "KEY",
        "IDENTIFIANT": "KEY",
        "NOM": "NAME",
        "E-MAIL": "EMAIL",
        "MAIL": "EMAIL",
        "COURRIEL": "EMAIL",
        "LANGUE": "LANGUAGE",
        "ANNÉE": "YEAR",
        "ANNEE": "YEAR",
        "PROMOTION": "YEAR",
        "TYPE": "KIND",
        "PORTEFEUILLE": "WALLET",
        "PARRAIN": "REFERRER",
        "E-MAIL CONSENT": "EMAIL CONSENT",
        "CONSENTEMENT E-MAIL": "EMAIL CONSENT",
    }
)
_LANGUAGES = {"français": "fr", "francais": "fr", "french": "fr", "anglais": "en", "english": "en"}
_KINDS = {
    "membre": "member",
    "validateur": "validator",
    "validatrice": "validator",
    "partenaire": "partner",
    "prestataire": "partner",
    "provider": "partner",
    "établissement": "institution",
    "école": "institution",
}
_YES_OR_NO = {"yes": True, "oui": True, "1": True, "no": False, "non": False, "0": False, "": None}


T = TypeVar("T")


@dataclass(frozen=True)
class PersonRow:
    """One person; ``consent`` is whether they agreed to be e-mailed, None where nothing is said; ``referrer`` names
    a member as the directory does; ``cells`` holds the columns asked for besides."""

    line: int
    key: str
    name: str
    wallet: str | None
    cells: dict[str, str]
    email: str | None = None
    language: str | None = None
    year: int | None = None
    kind: str | None = None
    referrer: str | None = None
    consent: bool | None = None


def read_people_csv(path: str | PathLike[str], besides: Collection[str] = ()) -> tuple[PersonRow, ...]:
    """Reads people in the order of the file; ``besides`` are further columns, required too (in capitals).

    A person without a key is called by their e-mail. Raises ImportRefused, with every problem found; then nothing
    was read.
    """
    file = Path(path)
    problems = Problems()
    rows = read_table(file, ("NAME", *besides), problems, separators=SEPARATORS, other_names=OTHER_NAMES)
    columns = rows[0].cells.keys() if rows else set()
    if rows and not columns & {"KEY", "EMAIL"}:
        problems.add(file, 1, Text("missing columns: “key”, or “e-mail”. Add one of them to the header."))
    if unknown := sorted(columns - {*COLUMNS, *besides}):
        names = ", ".join(f"“{name.lower()}”" for name in unknown)
        problems.add(file, 1, Text("unknown columns: {columns}. Remove or rename them.", {"columns": names}))
    problems.refuse_if_any()
    people = [_person(file, row, besides, problems) for row in rows]
    for column in ("key", "email", "wallet"):
        _refuse_doubles(file, column, people, problems)
    problems.refuse_if_any()
    return tuple(people)


def _refuse_doubles(file: Path, column: str, people: Collection[PersonRow], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for person in people:
        value = getattr(person, column)
        first = seen.setdefault(value, person.line) if value else person.line
        if first != person.line and not (column == "email" and person.key == value):
            facts = {"column": column, "value": value, "line": str(first)}
            problems.add(
                file, person.line, Text("{column} “{value}” is already on line {line}: keep one.", facts)
            )


def _person(file: Path, row: TableRow, besides: Collection[str], problems: Problems) -> PersonRow:
    cells = {column: row.cells.get(column, "").strip() for column in COLUMNS}

    def read(parse: Callable[[str], T | None], column: str) -> T | None:
        found: T | None = None
        with problems.at(file, row.line):
            found = parse(cells[column])
        return found

    email = read(parse_email, "EMAIL")
    key = cells["KEY"] if "KEY" in row.cells else cells["EMAIL"].lower()
    for column, text in (("key", key), ("name", cells["NAME"])):
        facts = {"column": column, "most": str(MAX_TEXT)}
        if not text:
            problems.add(file, row.line, Text("the {column} is empty: fill it in.", facts))
        elif len(text) > MAX_TEXT:
            problems.add(
                file, row.line, Text("the {column} is longer than {most} characters: shorten it.", facts)
            )
        elif has_controls(text):
            problems.add(
                file, row.line, Text("the {column} holds a line break or an invisible character.", facts)
            )
    return PersonRow(
        row.line,
        key,
        cells["NAME"],
        read(parse_address, "WALLET"),
        {column: row[column].strip() for column in besides},
        email,
        read(_language, "LANGUAGE"),
        read(_year, "YEAR"),
        read(_kind, "KIND"),
        cells["REFERRER"] or None,
        read(_consent, "EMAIL CONSENT"),
    )


def _language(text: str) -> str | None:
    language = _LANGUAGES.get(text.lower(), text.lower())
    if language and language not in LANGUAGES:
        raise InputProblem(Text("language “{text}”: write fr or en.", {"text": text[:40]}))
    return language or None


def _year(text: str) -> int | None:
    if text and not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise InputProblem(
            Text("year “{text}”: write it with four digits, such as 2019.", {"text": text[:40]})
        )
    return int(text) if text else None


def _kind(text: str) -> str | None:
    kind = _KINDS.get(text.lower(), text.lower())
    if kind and kind not in KINDS:
        known = ", ".join(KINDS)
        raise InputProblem(Text("kind “{text}”: there are {known}.", {"text": text[:40], "known": known}))
    return kind or None


def _consent(text: str) -> bool | None:
    if text.lower() not in _YES_OR_NO:
        raise InputProblem(Text("e-mail consent “{text}”: write yes or no.", {"text": text[:40]}))
    return _YES_OR_NO[text.lower()]
