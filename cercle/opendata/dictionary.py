"""What the files mean: for people as a page, for programs as a Data Package (datapackage.org)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cercle.opendata.formats import MEDIA_TYPES
from cercle.opendata.schema import TABLES, Kind
from cercle.privacy.small_groups import FEWEST
from cercle.texts import LANGUAGES, Text

DESCRIPTOR = "datapackage.json"
PAGES = {"fr": "DICTIONNAIRE.md", "en": "DATA-DICTIONARY.md"}

_KINDS: Mapping[Kind, Text] = {
    "integer": Text("whole number"),
    "number": Text("decimal number"),
    "string": Text("text"),
    "boolean": Text("true or false"),
    "yearmonth": Text("month"),
    "datetime": Text("moment"),
}
_TITLE = Text("Data of {community}")
_STATE = Text("State of the community’s contracts on chain {chain} at block {block}, {time} (UTC).")
_NUMBERED = Text(
    "This export names members by number: it is personal data, not for publication. Whoever knows a number finds "
    "everything that member did."
)
_NAMELESS = Text(
    "Nobody is named, not by number either, and nothing tells what one member did from what another did. A figure about "
    "fewer than {least} members is left out. So are others from which it could be worked out by sums and differences "
    "with the totals, the smallest first."
)
_CELLS = Text(
    "Amounts are in tokens, with a point and up to 18 decimals, as text in JSON. Empty (null) means: there is none, or "
    "it is left out. In CSV, a text that a spreadsheet would take for a formula has an apostrophe before it: take one "
    "away to have the text again."
)
_HEADINGS = (Text("column"), Text("kind"), Text("what it says"))
_ONLY = Text("Only with members’ numbers.")


@dataclass(frozen=True)
class Origin:
    """What an export is of."""

    community: str
    chain: int
    registry: str
    block: int
    time: datetime


def page(origin: Origin, numbers: bool, language: str) -> str:
    """The dictionary that lies beside the files."""
    facts = {"chain": str(origin.chain), "block": str(origin.block), "time": origin.time}
    paragraphs = (
        f"# {Text(_TITLE.message, {'community': origin.community}).in_(language)}",
        Text(_STATE.message, facts).in_(language),
        (_NUMBERED if numbers else Text(_NAMELESS.message, {"least": FEWEST})).in_(language),
        _CELLS.in_(language),
        tables_page(language, numbers=numbers).rstrip(),
    )
    return "\n\n".join(paragraphs) + "\n"


def tables_page(language: str, *, numbers: bool | None = None) -> str:
    """Every table and column; those with members' numbers, without, or (None) both, told apart."""
    return "\n".join(_table_lines(language, numbers))


def _table_lines(language: str, numbers: bool | None) -> Iterator[str]:
    for table in TABLES:
        yield f"## {table.name}\n\n{table.means.in_(language)}\n"
        yield f"| {' | '.join(heading.in_(language) for heading in _HEADINGS)} |\n|---|---|---|"
        for column in table.shown(numbers is not False):
            means = column.means.in_(language)
            if numbers is None and column.numbered:
                means = f"*{_ONLY.in_(language)}* {means}"
            yield f"| `{column.name}` | {_KINDS[column.kind].in_(language)} | {means} |"
        yield ""


def descriptor(origin: Origin, numbers: bool, folder: Path, format: str) -> dict[str, Any]:
    """The Data Package of the files that lie in a folder."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{origin.community}-{origin.block}",
        "title": str(Text(_TITLE.message, {"community": origin.community})),
        "cercle": {
            "community": origin.community,
            "chain": origin.chain,
            "registry": origin.registry,
            "block": origin.block,
            "time": f"{origin.time:%Y-%m-%dT%H:%M:%SZ}",
            "numbers": numbers,
            "least": None if numbers else FEWEST,
        },
        "resources": [
            {
                "name": table.name,
                "description": str(table.means),
                "path": f"{table.name}.{format}",
                "format": format,
                "mediatype": MEDIA_TYPES[format],
                "encoding": "utf-8",
                "bytes": (folder / f"{table.name}.{format}").stat().st_size,
                "hash": f"sha256:{_digest(folder / f'{table.name}.{format}')}",
                "schema": {
                    "fields": [
                        {"name": one.name, "type": one.kind, "description": str(one.means)}
                        for one in table.shown(numbers)
                    ]
                },
            }
            for table in TABLES
        ],
    }


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def describe(origin: Origin, numbers: bool, folder: Path, format: str) -> None:
    """Writes the dictionary, in both languages and for programs, beside the files."""
    for language in LANGUAGES:
        (folder / PAGES[language]).write_text(page(origin, numbers, language), "utf-8")
    package = json.dumps(descriptor(origin, numbers, folder, format), indent=2, ensure_ascii=False)
    (folder / DESCRIPTOR).write_text(f"{package}\n", "utf-8")


def is_export_of(community: str, folder: Path) -> bool:
    """Whether a folder holds an export of a community's, and nothing else."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
        known = {DESCRIPTOR, *PAGES.values(), *(one["path"] for one in package["resources"])}
        return (
            package["cercle"]["community"] == community and {file.name for file in folder.iterdir()} <= known
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False
