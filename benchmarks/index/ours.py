"""Measures this index in a process of its own: ``python -m benchmarks.index.ours URL DATABASE ADDRESSES``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from cercle.index import Index
from cercle.index.rpc import Rpc


def _peak() -> float:
    """The most memory so far, in MB. (The kernel counts a parent's in getrusage, but not here.)"""
    lines = Path("/proc/self/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def main() -> None:
    url, database, addresses = sys.argv[1:4]
    index = Index(Rpc(url), database, json.loads(addresses), 0)
    index._create()
    peak_before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    index.sync()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = _peak()
    logs = sum(index.status().events.values())
    began = time.perf_counter()
    index.derive_anew()
    anew = time.perf_counter() - began
    figures = {"logs": logs, "wall": wall, "cpu": cpu, "memory": peak, "before": peak_before, "anew": anew}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
