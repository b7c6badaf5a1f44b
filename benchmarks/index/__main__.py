"""``make bench-index``: this index beside the node's own speed, Ape's event query, and PostgreSQL.

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
from pathlib import Path
from typing import Any

import psycopg
import requests

from benchmarks.index.chain import FOLDER, Chain, chain
from cercle.contracts import ROOT
from tests.index.postgres.conftest import running_server

CONTRIBUTIONS = int(os.environ.get("CERCLE_BENCH_CONTRIBUTIONS") or 120_000)
PAGE = ROOT / "docs" / "benchmarks" / "index.md"
_SPAN = 4  # blocks a request, about as many logs as the index asks for


def node_speed(made: Chain) -> tuple[int, float]:
    """How many logs the node gives, and in what time, when nobody reads them."""
    head = int(_ask(made.url, "eth_blockNumber")["result"], 16)
    count, began = 0, time.perf_counter()
    with requests.Session() as session:
        for first in range(0, head + 1, _SPAN):
            query = {
                "fromBlock": hex(first),
                "toBlock": hex(min(head, first + _SPAN - 1)),
                "address": list(made.addresses.values()),
            }
            question = {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [query]}
            count += session.post(made.url, json=question, timeout=60).content.count(b'"logIndex"')
    return count, time.perf_counter() - began


def _ask(url: str, method: str) -> Any:
    return requests.post(
        url, json={"jsonrpc": "2.0", "id": 1, "method": method, "params": []}, timeout=60
    ).json()


def ours(made: Chain, database: str) -> dict[str, float]:
    """This index's figures."""
    return _process("benchmarks.index.ours", made.url, database, json.dumps(made.addresses))


def apes(made: Chain) -> dict[str, float]:
    """Ape's event query, over a part of the chain."""
    return _process("benchmarks.index.apes", made.url, made.addresses["ContributionRegistry"])


def _process(module: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@contextmanager
def _sqlite() -> Iterator[Path]:
    file = FOLDER / "index.sqlite"
    try:
        yield file
    finally:
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{file}{ending}").unlink()


def main() -> None:
    with chain(CONTRIBUTIONS) as made:
        print("Measuring the node, this index, PostgreSQL, Ape", flush=True)
        logs, node = node_speed(made)
        with _sqlite() as file:
            sqlite = ours(made, f"sqlite:///{file}")
            size = file.stat().st_size
        with running_server() as server:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE bench")
            postgres = ours(made, f"{server}/bench")
        again, node_again = node_speed(made)
        ape = apes(made)
    speed = (logs + again) / (node + node_again)
    rows = [
        ("the node itself, answers not read", speed, ""),
        ("this index, SQLite", sqlite["logs"] / sqlite["wall"], f"{sqlite['memory']:.0f} MB"),
        ("this index, PostgreSQL", postgres["logs"] / postgres["wall"], f"{postgres['memory']:.0f} MB"),
        ("Ape's event query", ape["logs"] / ape["wall"], ""),
    ]
    lines = [
        "# The index's speed",
        "",
        f"`make bench-index`: {logs:,} real events ({CONTRIBUTIONS:,} recorded contributions of 32,000 members, drawn"
        " with a skew), with every derived table and running total. "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end of the run.",
        "",
        "| | logs/s | of the node's | most memory |",
        "|---|--:|--:|--:|",
        *(f"| {name} | {rate:,.0f} | {rate / speed:.2f} | {memory} |" for name, rate, memory in rows),
        "",
        f"Of the memory, {sqlite['before']:.0f} MB are Python with Ape before the first request. Processor time on"
        f" SQLite: {sqlite['cpu'] / sqlite['logs'] * 1e6:.0f} µs a log. The database: {size / 1e6:.0f} MB,"
        f" {size / sqlite['logs']:.0f} bytes a log. Everything derived anew from the events at once:"
        f" {sqlite['anew']:.1f} s on SQLite, {postgres['anew']:.1f} s on PostgreSQL.",
    ]
    PAGE.write_text("\n".join(lines) + "\n")
    print(PAGE.read_text())


if __name__ == "__main__":
    main()
