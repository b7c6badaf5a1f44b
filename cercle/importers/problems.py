"""What can be wrong with an imported file, and reading tables so that everything wrong is told at once."""

import csv
import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
MAX_CELL = (
    131_072  # characters; the limit of the csv module, stated here so that nobody else's setting counts
)
SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class ImportProblem:
    """One thing wrong: the line it begins on (None: the file as a whole), a sentence, and the file's name."""

    line: int | None
    message: str
    file: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, f"line {self.line}" if self.line else "") if part)
        return f"{place}: {self.message}" if place else self.message


class ImportRefused(Exception):
    """Nothing was imported; ``problems`` holds everything found, the text shows the first twenty."""

    def __init__(self, problems: Collection[ImportProblem]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[:SHOWN_PROBLEMS]]
        if len(self.problems) > SHOWN_PROBLEMS:
            shown.append(f"… and {len(self.problems) - SHOWN_PROBLEMS} more problems.")
        super().__init__("\n".join(shown))


class Problems:
    """Collects problems while files are read, so that a person corrects them in one go."""

    def __init__(self) -> None:
        self.found: list[ImportProblem] = []

    def add(self, file: Path, line: int | None, message: str) -> None:
        """Notes one problem."""
        self.found.append(ImportProblem(line, message, file.name))

    @contextmanager
    def at(self, file: Path, line: int | None) -> Iterator[None]:
        """Notes the ValueError raised inside as a problem of this line, and goes on after the block."""
        try:
            yield
        except ValueError as error:
            self.add(file, line, str(error))

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
        problems.add(path, None, f"there is no such file in {path.parent.name or '.'}: check the path.")
        return None
    except OSError as error:
        problems.add(
            path, None, f"the file cannot be read ({error.strerror}): check the path and its permissions."
        )
        return None
    if len(raw) > MAX_BYTES:
        problems.add(path, None, "the file is larger than 50 MB: split it into several files.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "this is not UTF-8 text: save the file as “CSV UTF-8” and import it again."
        problems.add(path, line, message)
        return None


def header_name(cell: str) -> str:
    """Returns a header in one style: `Avg_Score ` and `AVG SCORE` are the same column."""
    return " ".join(cell.replace("_", " ").split()).upper()


def read_table(
    path: Path, required: Collection[str], problems: Problems, only_these: bool = False
) -> list[TableRow]:
    """Reads a comma-separated file whose first row names the columns.

    `required` are column names in the style of :func:`header_name`; with `only_these`, others are refused.
    Blank rows are skipped. Anything wrong is noted in `problems`: then the rows returned are not to be used.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] | None = None
    rows: list[TableRow] = []
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = [header_name(cell) for cell in cells]
                if not _header_is_right(path, begins, columns, required, problems, only_these):
                    return []
            elif len(cells) != len(columns):
                problems.add(
                    path,
                    begins,
                    f"this row has {len(cells)} cells where the header has {len(columns)}: "
                    "put text that holds a comma between double quotes.",
                )
            elif len(rows) == MAX_ROWS:
                problems.add(
                    path, begins, "there are more than 100,000 rows: split the file into several files."
                )
                return []
            elif any(len(cell) > MAX_CELL for cell in cells):
                problems.add(path, begins, f"a cell is longer than {MAX_CELL:,} characters: shorten it.")
            elif any("\0" in cell for cell in cells):
                problems.add(path, begins, "a cell holds a NUL character: remove it.")
            else:
                rows.append(TableRow(begins, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        message = f"the table is broken here ({error}): check the double quotes and the length of the cells."
        problems.add(path, line, message)
        return []
    if not rows and not problems.found:
        problems.add(path, None, "the file has no rows below its header: there is nothing to import.")
    return rows


def _header_is_right(
    path: Path, line: int, columns: list[str], required: Collection[str], problems: Problems, only_these: bool
) -> bool:
    before = len(problems.found)
    missing = [name for name in required if name not in columns]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if missing:
        hint = ""
        if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
            hint = " The cells are separated by something else: save the file with commas."
        problems.add(path, line, f"missing columns: {_list(missing)}. Add them to the header.{hint}")
    if doubled:
        problems.add(path, line, f"columns that appear twice: {_list(doubled)}. Keep one of each.")
    if only_these and not missing:
        unknown = sorted(set(columns) - set(required))
        if unknown:
            problems.add(path, line, f"unknown columns: {_list(unknown)}. Remove or rename them.")
    return len(problems.found) == before


def _list(names: Collection[str]) -> str:
    return ", ".join(f"“{name.lower()}”" for name in names)
