"""What can be wrong with an imported file, and reading tables so that everything wrong is told at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from cercle import counted
from cercle.errors import CercleError, InputProblem
from cercle.texts import Text

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
MAX_CELL = 131_072  # characters; the csv module's limit, stated here so that nobody else's setting counts
SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class ImportProblem:
    """One thing wrong: the line it begins on (None: the file as a whole), a sentence, and the file's name."""

    line: int | None
    message: Text
    file: str = ""

    def in_(self, language: str) -> str:
        """The problem and its place in a language of ``texts.LANGUAGES``."""
        values = {"file": self.file, "line": self.line, "problem": self.message}
        if self.file and self.line:
            return Text("{file}, line {line}: {problem}", values).in_(language)
        if self.file:
            return Text("{file}: {problem}", values).in_(language)
        if self.line:
            return Text("line {line}: {problem}", values).in_(language)
        return self.message.in_(language)

    def __str__(self) -> str:
        return self.in_("en")


class ImportRefused(CercleError):
    """Nothing was imported; ``problems`` holds everything found, the text shows the first twenty."""

    def __init__(self, problems: Collection[ImportProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            Text("Nothing was imported ({problems}):", {"problems": counted.problems(len(self.problems))}),
            Text("Correct the file and import it again."),
        )

    def in_(self, language: str) -> str:
        """All of it, one problem a line, in a language of ``texts.LANGUAGES``."""
        shown = [problem.in_(language) for problem in self.problems[:SHOWN_PROBLEMS]]
        if more := len(self.problems) - len(shown):
            shown.append(Text("… and {count} more.", {"count": more}).in_(language))
        assert self.next_step is not None
        return "\n".join([self.problem.in_(language), *shown, self.next_step.in_(language)])


class Problems:
    """Collects problems while files are read, so that a person corrects them in one go."""

    def __init__(self) -> None:
        self.found: list[ImportProblem] = []

    def add(self, file: Path, line: int | None, message: Text | str) -> None:
        """Notes one problem; a `str` is shown as it is in every language."""
        if isinstance(message, str):
            message = Text("{problem}", {"problem": message})
        self.found.append(ImportProblem(line, message, file.name))

    @contextmanager
    def at(self, file: Path, line: int | None) -> Iterator[None]:
        """Notes the ValueError raised inside as a problem of this line, and goes on after the block."""
        try:
            yield
        except ValueError as error:
            self.add(file, line, error.problem if isinstance(error, InputProblem) else str(error))

    def refuse_if_any(self) -> None:
        """Raises ImportRefused with all that was found, if anything was."""
        if self.found:
            raise ImportRefused(self.found)


@dataclass(frozen=True)
class TableRow:
    """One row of a CSV file: the line it begins on and its cells by column name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_text(path: Path, problems: Problems) -> str | None:
    """Returns a UTF-8 file's text (a byte-order mark is dropped), or None after noting why it cannot be read."""
    try:
        # One byte more than allowed is enough to know, whatever the size is by the time it is read.
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        folder = {"folder": path.parent.name or "."}
        problems.add(path, None, Text("there is no such file in {folder}: check the path.", folder))
        return None
    except OSError as error:
        message = "the file cannot be read ({reason}): check the path and its permissions."
        problems.add(path, None, Text(message, {"reason": error.strerror}))
        return None
    if len(raw) > MAX_BYTES:
        problems.add(path, None, Text("the file is larger than 50 MB: split it into several files."))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "this is not UTF-8 text: save the file as “CSV UTF-8” and import it again."
        problems.add(path, line, Text(message))
        return None


def header_name(cell: str) -> str:
    """Returns a header in one style: `Avg_Score ` and `AVG SCORE` are the same column."""
    return " ".join(cell.replace("_", " ").split()).upper()


def read_table(
    path: Path,
    required: Collection[str],
    problems: Problems,
    only_these: bool = False,
    separators: str = ",",
    other_names: Mapping[str, str] = MappingProxyType({}),
) -> list[TableRow]:
    """Reads a file whose first row names the columns and whose cells are separated by one of `separators`.

    `required` are column names in the style of :func:`header_name`; with `only_these`, others are refused.
    `other_names` lead to these: what a column may be called too. Blank rows are skipped. Anything wrong is noted in `problems`: then the rows returned are not to be used.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    separator = _separator(text, separators)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    columns: list[str] | None = None
    rows: list[TableRow] = []
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                names = [header_name(cell) for cell in cells]
                columns = [other_names.get(name, name) for name in names]
                wrong = _problems_of_header(columns, required, only_these)
                for problem in wrong:
                    problems.add(path, begins, problem)
                if wrong:
                    return []
            elif len(rows) == MAX_ROWS:
                message = "there are more than 100,000 rows: split the file into several files."
                problems.add(path, begins, Text(message))
                return []
            elif problem_of_row := _problem_of_row(cells, columns):
                problems.add(path, begins, problem_of_row)
            else:
                rows.append(TableRow(begins, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        message = "the table is broken here ({reason}): check the double quotes and the length of the cells."
        problems.add(path, line, Text(message, {"reason": error}))
        return []
    if not rows and not problems.found:
        message = "the file has no rows below its header: there is nothing to import."
        problems.add(path, None, Text(message))
    return rows


def _separator(text: str, separators: str) -> str:
    """The one that the first line with anything in it has most of."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(separators, key=header.count)


def _problem_of_row(cells: list[str], columns: list[str]) -> Text | None:
    if len(cells) != len(columns):
        return Text(
            "this row has {cells} cells where the header has {columns}: "
            "put text that holds a comma between double quotes.",
            {"cells": len(cells), "columns": len(columns)},
        )
    if any(len(cell) > MAX_CELL for cell in cells):
        return Text("a cell is longer than {most} characters: shorten it.", {"most": Decimal(MAX_CELL)})
    if any("\0" in cell for cell in cells):
        return Text("a cell holds a NUL character: remove it.")
    return None


def _problems_of_header(columns: list[str], required: Collection[str], only_these: bool) -> list[Text]:
    found = []
    missing = [name for name in required if name not in columns]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    unknown = sorted(set(columns) - set(required)) if only_these and not missing else []
    if missing and len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        found.append(Text("the cells are separated by something else: save the file with commas."))
    elif missing:
        found.append(Text("missing columns: {columns}. Add them to the header.", {"columns": _list(missing)}))
    if doubled:
        found.append(
            Text("columns that appear twice: {columns}. Keep one of each.", {"columns": _list(doubled)})
        )
    if unknown:
        found.append(Text("unknown columns: {columns}. Remove or rename them.", {"columns": _list(unknown)}))
    return found


def _list(names: Collection[str]) -> str:
    return ", ".join(f"“{name.lower()}”" for name in names)
