"""Measures this index in a process of its own: ``python -m benchmarks.index.ours URL DATABASE ADDRESSES``."""

from __future__ import annotations

import json
import resource
import sys
import time

from cercle.index import Index
from cercle.index.rpc import Rpc


def main() -> None:
    url, database, addresses = sys.argv[1:4]
    index = Index(Rpc(url), database, json.loads(addresses), 0)
    index._create()
    peak_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.perf_counter(), time.process_time()
    index.sync()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    logs = sum(index.status().events.values())
    began = time.perf_counter()
    index.derive_anew()
    anew = time.perf_counter() - began
    figures = {"logs": logs, "wall": wall, "cpu": cpu, "memory": peak, "before": peak_before, "anew": anew}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
