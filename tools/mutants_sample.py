"""Which mutants are run: Gambit's, of every contract, in a fixed sample over contracts and kinds of mutation."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
GAMBIT = ROOT / ".venv-proof/lib/python3.11/site-packages/certora_bins/gambit"
SEED = "cercle"
SAME_TYPE = (
    {"<", "<=", ">", ">=", "==", "!="},
    {"&&", "||"},
    {"+", "-", "*", "/", "%", "**", "<<", ">>", "&", "|", "^"},
    {"++", "--"},
)
NOT_OURS_TO_MUTATE = ("interfaces", "test")  # declarations, and what only tests use


@dataclass(frozen=True)
class Mutant:
    """One small change to one source file. `key` changes with any change to that file."""

    key: str
    file: str
    operator: str
    line: int
    change: str
    text: str


def sources() -> list[str]:
    """The contracts that are mutated, as paths below the project."""
    contracts = ROOT / "contracts"
    paths = (path.relative_to(ROOT) for path in sorted(contracts.rglob("*.sol")))
    return [str(path) for path in paths if path.parts[1] not in NOT_OURS_TO_MUTATE]


def every_mutant(pool: Path) -> list[Mutant]:
    """All that Gambit makes of the contracts as they are now; kept below `pool` until a file changes."""
    mutants: list[Mutant] = []
    for source in sources():
        digest = hashlib.sha256((ROOT / source).read_bytes()).hexdigest()[:16]
        kept = pool / f"{Path(source).stem}-{digest}.json"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(_gambit(source)))
        mutants += [Mutant(**one) for one in json.loads(kept.read_text())]
    return mutants


def sample(mutants: Iterable[Mutant]) -> list[Mutant]:
    """The mutants that can compile by their kind, in the order they are run: every first part of it holds of each
    contract and operator about its share. The same contracts give the same order.
    """
    strata: dict[tuple[str, str], list[Mutant]] = defaultdict(list)
    for mutant in sorted(filter(_may_compile, mutants), key=lambda one: _lot(one.key)):
        strata[mutant.file, mutant.operator].append(mutant)
    placed = [
        ((place + _lot(" ".join(name))) / len(stratum), mutant)
        for name, stratum in strata.items()
        for place, mutant in enumerate(stratum)
    ]
    return [mutant for _, mutant in sorted(placed, key=lambda pair: (pair[0], pair[1].key))]


def _lot(name: str) -> float:
    """A number from 0 to 1 that follows from a name."""
    digest = hashlib.sha256(f"{SEED} {name}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def _may_compile(mutant: Mutant) -> bool:
    """Whether an operator is replaced by one that gives the same type; no contract has negative numbers."""
    pair = re.fullmatch(r"`(\S+)` \|==> `(\S+)`", mutant.change)
    if mutant.operator in ("BinaryOp", "UnaryOperator") and pair:
        return any(pair[1] in kind and pair[2] in kind for kind in SAME_TYPE)
    return not mutant.change.endswith("==> `(-1)`")


def _gambit(source: str) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(
            [GAMBIT, "mutate", "-f", source, "--solc", "tools/gambit_solc.py", "-o", name, "--skip_validate"],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        made = json.loads((Path(name) / "gambit_results.json").read_text())
        return [_read(source, one["diff"], (Path(name) / one["name"]).read_text()) for one in made]


def _read(source: str, diff: str, text: str) -> dict[str, object]:
    """A mutant as it is kept. Gambit says in a comment above the line what it changed."""
    found = re.search(r"/// (\w+)\((.*?)\) of:", diff, re.DOTALL)
    assert found is not None, diff
    return {
        "key": hashlib.sha256(f"{source}\n{text}".encode()).hexdigest()[:12],
        "file": source,
        "operator": found[1].removesuffix("Mutation"),
        "line": text[: text.index(f"/// {found[1]}(")].count("\n") + 1,
        "change": " ".join(found[2].split()),
        "text": text,
    }
