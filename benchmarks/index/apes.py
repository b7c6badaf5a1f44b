"""Ape's own event query, on the first blocks of the chain: ``python -m benchmarks.index.apes URL REGISTRY LAST``."""

from __future__ import annotations

import json
import os
import sys
import time

import ape

from cercle.contracts import at


def main() -> None:
    url, address, last = sys.argv[1:4]
    os.environ["APE_FOUNDRY_HOST"] = url
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        registry = at("ContributionRegistry", address)
        count, wall, cpu = 0, time.perf_counter(), time.process_time()
        for log in registry.ContributionSubmitted.range(0, int(last) + 1):
            count += bool(log.memberId)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"logs": count, "wall": wall, "cpu": cpu}))


if __name__ == "__main__":
    main()
