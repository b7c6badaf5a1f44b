"""``make bench-index``: this index beside the node's own speed, PostgreSQL, Ape's event query and Ponder.

Writes docs/benchmarks/index.md. Everything is read from the same chain in the same run, each in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import requests
from rich.console import Console
from rich.table import Table

from benchmarks.index.chain import FOLDER, Chain, chain
from benchmarks.index.ponders import ponders
from cercle.contracts import ROOT
from tests.index.postgres.conftest import running_server

CONTRIBUTIONS = int(os.environ.get("CERCLE_BENCH_CONTRIBUTIONS") or 120_000)
PAGE = ROOT / "docs" / "benchmarks" / "index.md"
RUNS = 8  # of the node and of the index on SQLite; the quickest counts, for the processors are shared with others
_SPAN = 4  # blocks a request, about as many logs as the index asks for
_PART = 20_000  # logs for those that would take too long over all
_HEADINGS = ("", "logs/s", "of the node's", "processor, µs a log", "most memory, MB")


@dataclass(frozen=True)
class Figures:
    """One measurement: seconds of the clock and of the processor."""

    logs: float
    wall: float
    cpu: float
    memory: float = 0
    before: float = 0
    anew: float = 0


def node_speed(made: Chain) -> tuple[Figures, int]:
    """The node's figures when nobody reads what it gives, and the last of the first blocks with ``_PART`` logs."""
    node, count, part = psutil.Process(made.process), 0, 0
    busy, began = node.cpu_times(), time.perf_counter()
    with requests.Session() as session:
        head, first = _height(made.url), 0
        while first <= head:
            last = min(head, first + _SPAN - 1)
            query = {"fromBlock": hex(first), "toBlock": hex(last), "address": list(made.addresses.values())}
            question = {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [query]}
            count += session.post(made.url, json=question, timeout=60).content.count(b'"logIndex"')
            first = last + 1
            part = part or (last if count >= _PART else 0)
    wall, now = time.perf_counter() - began, node.cpu_times()
    return Figures(count, wall, now.user + now.system - busy.user - busy.system), part or head


def _height(url: str) -> int:
    question = {"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber", "params": []}
    return int(requests.post(url, json=question, timeout=60).json()["result"], 16)


def ours(made: Chain, database: str) -> Figures:
    """This index's figures."""
    return _process("benchmarks.index.ours", made.url, database, json.dumps(made.addresses))


def apes(made: Chain, last: int) -> Figures:
    """The figures of Ape's event query, over the blocks up to ``last``."""
    return _process("benchmarks.index.apes", made.url, made.addresses["ContributionRegistry"], str(last))


def _process(module: str, *arguments: str) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Figures(**json.loads(done.stdout.strip().splitlines()[-1]))


@contextmanager
def _sqlite() -> Iterator[Path]:
    file = FOLDER / "index.sqlite"
    try:
        yield file
    finally:
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{file}{ending}").unlink()


def _in_sqlite(made: Chain) -> tuple[Figures, int]:
    with _sqlite() as file:
        return ours(made, f"sqlite:///{file}"), file.stat().st_size


def _in_postgresql(made: Chain) -> Figures:
    with running_server() as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        return ours(made, f"{server}/bench")


def main() -> None:
    console = Console(width=110)
    with chain(CONTRIBUTIONS) as made:
        nodes, runs = [], []
        for run in range(RUNS):
            console.print(f"The node, then the index on SQLite, {run + 1} of {RUNS}")
            nodes.append(node_speed(made))
            runs.append(_in_sqlite(made))
        node, part = min(nodes, key=lambda one: one[0].wall)
        sqlite, size = min(runs, key=lambda one: one[0].wall)
        console.print("PostgreSQL")
        postgresql = _in_postgresql(made)
        console.print("Ape")
        ape = apes(made, part)
        console.print("Ponder")
        ponder = Figures(**ponders(made, part))
    rows = [
        _row(name, one, node)
        for name, one in (
            ("the node itself, answers not read", node),
            ("this index, SQLite", sqlite),
            ("this index, PostgreSQL", postgresql),
            ("Ponder 0.16.10, PGlite", ponder),
            ("Ape's event query, nothing stored", ape),
        )
    ]
    table = Table(*_HEADINGS)
    for row in rows:
        table.add_row(*row)
    console.print(table)
    walls = ", ".join(f"{one.logs / one.wall:,.0f}" for one, _ in runs)
    PAGE.write_text(
        "\n".join(
            [
                "# The index's speed",
                "",
                f"`make bench-index`: {node.logs:,} real events ({CONTRIBUTIONS:,} recorded contributions of 32,000"
                " members, drawn with a skew), with every derived table and running total; Ponder and Ape over the"
                f" first {ponder.logs:,.0f} and {ape.logs:,.0f} of them. {os.cpu_count()} processors, load"
                f" {os.getloadavg()[0]:.1f} at the end of the run: with other work on the machine, compare"
                f" processor time. The quickest of {RUNS} for the node and SQLite ({walls} logs/s).",
                "",
                f"| {' | '.join(_HEADINGS)} |",
                "|---|--:|--:|--:|--:|",
                *(f"| {' | '.join(row)} |" for row in rows),
                "",
                f"Of the memory, {sqlite.before:.0f} MB are Python with Ape and the contracts before the first"
                f" request. PostgreSQL's own processor time is not counted. The database: {size / 1e6:.0f} MB,"
                f" {size / sqlite.logs:.0f} bytes a log. Everything derived anew from the events at once:"
                f" {sqlite.anew:.1f} s on SQLite, {postgresql.anew:.1f} s on PostgreSQL.",
            ]
        )
        + "\n"
    )


def _row(name: str, one: Figures, node: Figures) -> tuple[str, ...]:
    speed, of_nodes = one.logs / one.wall, one.logs / one.wall / (node.logs / node.wall)
    memory = f"{one.memory:.0f}" if one.memory else ""
    return name, f"{speed:,.0f}", f"{of_nodes:.2f}", f"{one.cpu / one.logs * 1e6:.1f}", memory


if __name__ == "__main__":
    main()
