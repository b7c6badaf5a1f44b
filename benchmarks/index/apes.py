"""Ape's own event query, on the first blocks of the chain: ``python -m benchmarks.index.apes URL REGISTRY``."""

from __future__ import annotations

import json
import os
import sys
import time

import ape

from cercle.contracts import at

_LOGS = 10_000


def main() -> None:
    url, address = sys.argv[1:3]
    os.environ["APE_FOUNDRY_HOST"] = url
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        registry = at("ContributionRegistry", address)
        head = ape.chain.blocks.height
        count, began = 0, time.perf_counter()
        for log in registry.ContributionSubmitted.range(0, head):
            count += bool(log.memberId)
            if count >= _LOGS:
                break
        print(json.dumps({"logs": count, "wall": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
