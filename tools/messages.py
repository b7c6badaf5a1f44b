"""Brings the French catalogue up to date with the sentences in the code: ``python tools/messages.py``.

Sentences are the first argument of ``Text`` and ``t``, the tables named in ``TABLES``, and what is passed on to
``Text`` by the functions in ``PASSED_ON``. New ones are added untranslated (a test then fails), unused ones removed.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCES = ("cercle", "app")
CATALOGUE = ROOT / "cercle/locale/fr/LC_MESSAGES/cercle.po"

CALLS = {"Text": 0, "t": 0}
# Functions that hand a sentence on to Text, with the position of the sentence.
PASSED_ON = {"_simple": 2, "_on_order": 3, "_say": 0}
# Module-level tables whose values are sentences.
TABLES = {
    "SENTENCES", "REASONS", "CONTRIBUTION_NAMES", "PROGRAMME_NAMES", "SERVICE_NAMES", "ORDER_NAMES", "CHANGE_NAMES", "ROUND_NAMES",
    "ROUND_REASONS",
}  # fmt: skip
# Variables that hold a sentence until it is given to Text or t.
VARIABLES = {"sentence"}


def sentences(source: str) -> Iterator[tuple[str, int]]:
    """Every sentence in a module's source, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = CALLS.get(name, PASSED_ON.get(name))
            if place is not None and len(node.args) > place:
                yield from _texts(node.args[place])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if names & TABLES and isinstance(node.value, ast.Dict):
                for value in node.value.values:
                    yield from _texts(value)
            elif names & VARIABLES:
                yield from _texts(node.value)


def _texts(node: ast.expr) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from _texts(item)


def template() -> Catalog:
    """All sentences of the code, untranslated, with where they stand."""
    catalog = Catalog(project="cercle", charset="utf-8")
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for sentence, _line in sentences(path.read_text(encoding="utf-8")):
                # Without line numbers, so that a moved line changes nothing here.
                catalog.add(sentence, locations=[(path.relative_to(ROOT).as_posix(), None)])
    return catalog


def catalogue() -> Catalog:
    """The French catalogue as it is in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr")


def main() -> int:
    """Adds what is new, removes what is gone, says what lacks a translation."""
    known = catalogue() if CATALOGUE.exists() else Catalog(locale="fr")
    fresh = Catalog(
        locale="fr", project="cercle", charset="utf-8", fuzzy=False, creation_date=known.creation_date,
        header_comment="# Cercle in French: every sentence of the package and the dashboard.",
    )  # fmt: skip
    for message in template():
        if message.id:
            found = known.get(message.id)
            fresh.add(message.id, found.string if found else "", locations=message.locations)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, width=110, sort_output=False, omit_header=False, include_lineno=False)
    missing = [str(message.id) for message in fresh if message.id and not message.string]
    print(f"{len(fresh)} sentences, {len(missing)} without a translation.")
    for sentence in missing:
        print(f"  {sentence}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
