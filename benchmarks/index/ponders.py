"""Ponder on the first blocks of the chain: an indexer that many projects run beside their node.

Its project (folder ponder/) keeps a row for each contribution and one tally; it is installed beside the saved chains.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import threading
from pathlib import Path

from benchmarks.index.chain import FOLDER, Chain
from benchmarks.npm import NPM
from cercle.contracts import container
from tests.dashboard.place import free_port

_PROJECT = Path(__file__).parent / "ponder"
_PATIENCE = 900  # seconds
_END = "Completed indexing across all chains"


def ponders(made: Chain, last: int) -> dict[str, float]:
    """Ponder's figures for the blocks up to ``last``, by its own clock: from the start of indexing to its end."""
    folder = _installed()
    command = [NPM[0], "node_modules/ponder/dist/esm/bin/ponder.js", "start", "--schema", "bench"]
    command += ["--hostname", "127.0.0.1", "--port", str(free_port()), "--log-format", "json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(made, last), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    patience = threading.Timer(_PATIENCE, process.kill)
    patience.start()
    try:
        logs, seconds = _followed(process)
    finally:
        patience.cancel()
        process.terminate()
        process.wait(60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"logs": logs, "wall": seconds, "cpu": cpu}


def _installed() -> Path:
    folder = FOLDER / "ponder"
    shutil.copytree(_PROJECT, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / ".ponder", ignore_errors=True)  # what it kept of a run before
    if not (folder / "node_modules" / "ponder").exists():
        subprocess.run([*NPM, "ci", "--no-progress", "--loglevel=error"], cwd=folder, check=True)
    return folder


def _environment(made: Chain, last: int) -> dict[str, str]:
    events = container("ContributionRegistry").contract_type.events
    return os.environ | {
        "NODE_URL": made.url,
        "REGISTRY": made.addresses["ContributionRegistry"],
        "LAST_BLOCK": str(last),
        "ABI": json.dumps([json.loads(one.model_dump_json()) for one in events]),
        "PONDER_TELEMETRY_DISABLED": "true",
    }


def _followed(process: subprocess.Popen[str]) -> tuple[int, float]:
    """How many events it indexed and in how many seconds, out of what it says."""
    said, logs = [], 0
    for line in process.stdout or ():
        said.append(line)
        told = json.loads(line) if line.startswith("{") else {}
        logs += int(told.get("event_count", 0))
        if told.get("msg") == _END:
            return logs, float(told["duration"]) / 1000
    raise RuntimeError("Ponder stopped: " + "".join(said[-5:])[-2000:])
