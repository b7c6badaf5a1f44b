"""Our own plain CSV, which any spreadsheet can write: one contribution a row.

The columns are `date, member, programme, units, evidence, beneficiaries`, in any order.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from cercle.importers.problems import Problems, TableRow, read_table
from cercle.ledger import digest_of

COLUMNS = ("DATE", "MEMBER", "PROGRAMME", "UNITS", "EVIDENCE", "BENEFICIARIES")
MAX_HUNDREDTHS = 1_000_000  # 10,000 units
MAX_NAME = 200
MAX_EVIDENCE = 20_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNITS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class PlainRow:
    """One contribution as the file gives it; `units_hundredths` is what goes on chain (150 is 1.5 units)."""

    line: int
    date: date
    member: str
    programme: str
    units_hundredths: int
    evidence: str
    beneficiaries: tuple[str, ...]

    @property
    def units(self) -> Decimal:
        """The units as a number with two decimals."""
        return Decimal(self.units_hundredths).scaleb(-2)

    @property
    def digest(self) -> str:
        """The hash of what the row says: not of its line, nor of how its numbers or quotes are written."""
        content = {
            "date": self.date.isoformat(),
            "member": self.member,
            "programme": self.programme,
            "units": self.units_hundredths,
            "evidence": self.evidence,
            "beneficiaries": sorted(self.beneficiaries),
        }
        return digest_of(content)

    @property
    def key(self) -> str:
        """The key of this entry in an import ledger: a plain row has no other name than its content."""
        return self.digest


def read_plain_csv(
    path: str | PathLike[str],
    programmes: Collection[str] | None = None,
    members: Collection[str] | None = None,
    stopped: Mapping[str, str] = MappingProxyType({}),
) -> tuple[PlainRow, ...]:
    """Reads a plain CSV file into typed rows, in the order of the file.

    `programmes` and `members`, when given, are all the keys there are: other ones are problems; so are those in
    `stopped`, the programmes that are not open, with their state. Raises ImportRefused, with every problem found,
    when anything in the file is wrong; then nothing was read.
    """
    file = Path(path)
    problems = Problems()
    rows: list[PlainRow] = []
    seen: dict[str, int] = {}
    for raw in read_table(file, COLUMNS, problems, only_these=True):
        state = stopped.get(raw["PROGRAMME"].strip())
        if state:
            name = raw["PROGRAMME"].strip()
            problems.add(file, raw.line, f"the programme “{name}” is {state}: nothing can be recorded to it.")
        row = _row(file, raw, programmes, members, problems)
        if row is None:
            continue
        first = seen.setdefault(row.key, row.line)
        if first != row.line:
            problems.add(
                file,
                row.line,
                f"this row says the same as line {first}: remove it, or tell the two apart in the evidence.",
            )
        rows.append(row)
    problems.refuse_if_any()
    return tuple(rows)


def parse_units(text: str) -> int:
    """Returns units in hundredths from a number such as `1`, `1.5` or `0.25`; ValueError says what is wrong."""
    number = text.strip()
    if "," in number:
        raise ValueError(f"units “{number}”: write the decimals after a point, not a comma (1.5).")
    if number.startswith("-"):
        raise ValueError(f"units “{number}”: must be more than 0.")
    if not _UNITS.fullmatch(number):
        raise ValueError(f"units “{number[:40]}”: write a number with at most two decimals, such as 1.5.")
    hundredths = int(Decimal(number).scaleb(2))
    if hundredths == 0:
        raise ValueError(f"units “{number}”: must be more than 0.")
    if hundredths > MAX_HUNDREDTHS:
        raise ValueError(f"units “{number}”: at most 10,000 in one row.")
    return hundredths


def parse_date(text: str) -> date:
    """Returns the day written as YYYY-MM-DD; ValueError says what is wrong."""
    day = text.strip()
    try:
        if not _DATE.fullmatch(day):
            raise ValueError
        return date.fromisoformat(day)
    except ValueError:
        raise ValueError(
            f"date “{day[:40]}”: write an existing day as YYYY-MM-DD, such as 2026-03-31."
        ) from None


def _row(
    file: Path,
    raw: TableRow,
    programmes: Collection[str] | None,
    members: Collection[str] | None,
    problems: Problems,
) -> PlainRow | None:
    before = len(problems.found)
    day, hundredths = date.min, 0
    with problems.at(file, raw.line):
        day = parse_date(raw["DATE"])
    with problems.at(file, raw.line):
        hundredths = parse_units(raw["UNITS"])
    member, programme, evidence = (raw[name].strip() for name in ("MEMBER", "PROGRAMME", "EVIDENCE"))
    beneficiaries = tuple(name.strip() for name in raw["BENEFICIARIES"].split(";") if name.strip())
    for column, text, longest in (
        ("member", member, MAX_NAME),
        ("programme", programme, MAX_NAME),
        ("evidence", evidence, MAX_EVIDENCE),
    ):
        if not text:
            problems.add(file, raw.line, f"the {column} is empty: fill it in.")
        elif len(text) > longest:
            problems.add(file, raw.line, f"the {column} is longer than {longest:,} characters: shorten it.")
    if programme and programmes is not None and programme not in programmes:
        known = ", ".join(sorted(programmes)) or "none"
        problems.add(file, raw.line, f"unknown programme “{programme}”: the programmes are {known}.")
    for name in dict.fromkeys((member, *beneficiaries)):
        if name and members is not None and name not in members:
            problems.add(
                file, raw.line, f"unknown member “{name}”: enrol the person first, or correct the name."
            )
    if member in beneficiaries:
        problems.add(file, raw.line, f"“{member}” is named as their own beneficiary: name who received it.")
    for name in sorted({name for name in beneficiaries if beneficiaries.count(name) > 1}):
        problems.add(file, raw.line, f"beneficiary “{name}” is named twice: name each once.")
    if len(problems.found) > before:
        return None
    return PlainRow(raw.line, day, member, programme, hundredths, evidence, beneficiaries)
