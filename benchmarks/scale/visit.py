"""A dashboard that is visited for some seconds: how many pages it shows. ``python -m benchmarks.scale.visit 20``.

Its index is where ``CERCLE_INDEX_URL`` says. It begins when it reads a line, so that several begin together.
"""

from __future__ import annotations

import itertools
import json
import sys
import time

import ape

from benchmarks.scale.measure import quantiles
from benchmarks.scale.pages import open_page, run
from tests.dashboard.village import ALICE, BOB, NADIA, VERA

VISITS = ((ALICE, ""), (BOB, "services"), (VERA, "review"), (NADIA, ""), (BOB, "contribute"))


def main() -> None:
    seconds = float(sys.argv[1])
    ape.logging.logger.set_level("WARNING")
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        apps = itertools.cycle([open_page(member, view) for member, view in VISITS])
        print("ready", flush=True)
        sys.stdin.readline()
        pages, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            run(next(apps))
            pages += 1
        figures = quantiles(lambda: run(next(apps)), 20)
    print(json.dumps({"pages": pages / seconds, **figures}), flush=True)


if __name__ == "__main__":
    main()
