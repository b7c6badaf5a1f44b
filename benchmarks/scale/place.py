"""Where a size is built, once: a chain with its saved state, and a home, below ``.cercle/bench``, outside git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cercle.contracts import ROOT
from tests.dashboard.place import free_port, running

FOLDER = Path(os.environ.get("CERCLE_BENCH_FOLDER") or ROOT / ".cercle" / "bench")
YEARS = 5
BLOCKS = 1_000  # empty ones take anvil longer than all of the rest
INTERVAL = YEARS * 365 * 86_400 // BLOCKS  # seconds between two


@dataclass(frozen=True)
class Size:
    """How many members have joined, and how much they contributed."""

    members: int
    contributions: int

    @property
    def in_a_block(self) -> int:
        """Contributions in each block."""
        return self.contributions // BLOCKS

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.members}-{self.contributions}"


SIZES = (Size(1_000, 10_000), Size(8_000, 100_000), Size(32_000, 1_000_000))


def size_of(text: str) -> Size:
    """``1000-10000``."""
    members, contributions = map(int, text.split("-"))
    return Size(members, contributions)


@contextmanager
def chain(size: Size) -> Iterator[dict[str, str]]:
    """A size's chain with the town on it; gives the environment that leads a process there. What is done to it after
    the town was built is forgotten."""
    built = size.folder / "built"
    if not built.exists():
        shutil.rmtree(size.folder, ignore_errors=True)
        size.folder.mkdir(parents=True)
        past = int(time.time()) - (YEARS * 365 + 30) * 86_400
        with _anvil(size, "--dump-state", "--timestamp", str(past)) as environment:
            run(["benchmarks.scale.town", size.folder.name], environment)
        built.touch()
    with _anvil(size, "--load-state") as environment:
        yield environment


@contextmanager
def _anvil(size: Size, state: str, *more: str) -> Iterator[dict[str, str]]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = ["anvil", "--port", str(port), "--accounts", "20", "--block-base-fee-per-gas", "0", "--silent",
               state, str(size.folder / "chain.json"), *more]  # fmt: skip
    with running(command, url, size.folder / "anvil.log"):
        yield {"APE_FOUNDRY_HOST": url, "CERCLE_HOME": str(size.folder / "home")}


def run(module: list[str], environment: dict[str, str]) -> None:
    """A part of the benchmark, in a process of its own, with what it says shown; of what Ape says only what is wrong."""
    command = [sys.executable, "-m", *module]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


def note(size: Size, of: str, **figures: object) -> None:
    """Adds figures to a size's notes."""
    with (size.folder / f"{of}.jsonl").open("a") as file:
        file.write(json.dumps(figures) + "\n")


def notes(size: Size, of: str) -> list[dict[str, float]]:
    """A size's notes."""
    file = size.folder / f"{of}.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
