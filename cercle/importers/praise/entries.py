"""The table of entries: who thanked whom for what, and what each validator made of it."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from cercle.importers.praise.cells import moment, number, truth
from cercle.importers.praise.parameters import Scoring
from cercle.importers.praise.people import People, Person, read_persons
from cercle.importers.praise.round import PraiseEntry, PraiseScore
from cercle.importers.problems import Problems, TableRow, read_table
from cercle.ledger import digest_of
from cercle.texts import Text
from cercle.units import to_hundredths

RECEIVER = ("TO USER ACCOUNT", "TO ETH ADDRESS")
GIVER = ("FROM USER ACCOUNT", "FROM ETH ADDRESS")


class EntryTable:
    """The rows of one file; the people they name are read at once, the entries when it is known who is who."""

    def __init__(self, file: Path, scoring: Scoring, problems: Problems) -> None:
        self._file, self._problems = file, problems
        self._largest = max(scoring.praise_quantify_allowed_values)
        self._validators = range(1, scoring.number_of_quantifiers_per_praise_receiver + 1)
        validators = [(f"QUANTIFIER {n} USERNAME", f"QUANTIFIER {n} ETH ADDRESS") for n in self._validators]
        pairs = [RECEIVER, GIVER, *validators]
        self._rows = self._read([column for pair in pairs for column in pair])
        self._named = [read_persons(file, self._rows, *pair, problems) for pair in pairs]

    def persons(self) -> Iterator[Person]:
        """Yields the people of every place that names one."""
        for persons in self._named:
            yield from persons.values()

    def entries(self, people: People) -> list[PraiseEntry]:
        """Returns the entries in the order of the file; those in which something is wrong are noted and left out."""
        entries: list[PraiseEntry] = []
        lines: dict[str, int] = {}
        for row in self._rows:
            first = lines.setdefault(row["ID"].strip(), row.line)
            if first != row.line:
                values = {"id": row["ID"], "first": first}
                self._note(row.line, "ID “{id}” is already on line {first}: give each entry its own.", values)
            if entry := self._entry(row, people):
                entries.append(entry)
        return entries

    def _read(self, people_columns: list[str]) -> list[TableRow]:
        required = ["ID", "DATE", "REASON", "AVG SCORE", *people_columns]
        for n in self._validators:
            required += [f"SCORE {n}", f"DUPLICATE ID {n}", f"DISMISSED {n}"]
        rows = read_table(self._file, required, self._problems)
        for column in rows[0].cells if rows else ():
            if re.search(r"\b(SCORE|DUPLICATE|DISMISSED|QUANTIFIER)\b", column) and column not in required:
                message = (
                    "unknown column “{column}”: parameters.json says {count} validators score each entry."
                )
                self._note(1, message, {"column": column, "count": len(self._validators)})
        return rows

    def _entry(self, row: TableRow, people: People) -> PraiseEntry | None:
        before = len(self._problems.found)
        for column in ("ID", "REASON"):
            if not row[column].strip():
                self._note(row.line, "{column} is empty: fill it in.", {"column": column})
        # Whoever is missing here has an address that is wrong, which is noted already.
        named = [persons.get(row.line) for persons in self._named]
        keys = [people.key(self._file, row.line, person) if person else "" for person in named]
        receiver, giver, *scorers = keys
        for scorer in sorted({scorer for scorer in scorers if scorer and scorers.count(scorer) > 1}):
            message = "“{scorer}” scores this entry twice: keep one of them."
            self._note(row.line, message, {"scorer": scorer})
        at, day, average, scores = datetime.min, date.min, Decimal(0), []
        with self._problems.at(self._file, row.line):
            at, day = moment(row["DATE"].strip())
        with self._problems.at(self._file, row.line):
            average = number("AVG SCORE", row["AVG SCORE"], self._largest, 2)
        for n, scorer in enumerate(scorers, 1):
            with self._problems.at(self._file, row.line):
                scores.append(self._score(row, n, scorer))
        if len(self._problems.found) > before or None in named:
            return None
        return PraiseEntry(
            id=row["ID"].strip(),
            line=row.line,
            at=at,
            date=day,
            giver=giver,
            receiver=receiver,
            reason=row["REASON"].strip(),
            scores=tuple(scores),
            units_hundredths=to_hundredths(average),
            digest=digest_of(row.cells),
        )

    def _score(self, row: TableRow, n: int, scorer: str) -> PraiseScore:
        return PraiseScore(
            scorer=scorer,
            score=number(f"SCORE {n}", row[f"SCORE {n}"], self._largest, 2),
            duplicate_of=row[f"DUPLICATE ID {n}"].strip() or None,
            dismissed=truth(f"DISMISSED {n}", row[f"DISMISSED {n}"]),
        )

    def _note(self, line: int, message: str, values: dict[str, object]) -> None:
        self._problems.add(self._file, line, Text(message, values))
