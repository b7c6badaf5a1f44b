"""``make bench-scale``: builds what is not there yet, measures, and writes docs/benchmarks/scale.md.

``python -m benchmarks.scale [1000-10000 …]``: these sizes only. It can be stopped and run again at any point.
"""

from __future__ import annotations

import sys

from benchmarks.scale.place import SIZES, chain, notes, run, size_of
from benchmarks.scale.report import PAGE, report


def main() -> None:
    chosen = [size_of(one) for one in sys.argv[1:]] or SIZES
    for size in chosen:
        print(f"{size.members:,} members, {size.contributions:,} contributions", flush=True)
        with chain(size) as environment:
            run(["benchmarks.scale.fill", size.folder.name], environment)
            run(["benchmarks.scale.measure", size.folder.name], environment)
    PAGE.write_text(report([size for size in SIZES if notes(size, "figures")]))
    print(PAGE.read_text())


if __name__ == "__main__":
    main()
