"""Which lines of the contracts forge's tests reach: reads lcov.info, names the others, fails below 95 %."""

import sys
from collections import defaultdict
from pathlib import Path

LEAST = 0.95

reached: dict[str, dict[int, bool]] = defaultdict(dict)
for entry in Path("lcov.info").read_text().splitlines():
    kind, _, value = entry.partition(":")
    if kind == "SF":
        source = value
    elif kind == "DA":
        line, times = value.split(",")[:2]
        reached[source][int(line)] = int(times) > 0

for source, lines in sorted(reached.items()):
    missed = ", ".join(str(line) for line, hit in sorted(lines.items()) if not hit)
    print(
        f"{sum(lines.values()):5} of {len(lines):3} lines  {source}" + (f"  not: {missed}" if missed else "")
    )
total = [hit for lines in reached.values() for hit in lines.values()]
share = sum(total) / len(total)
print(f"{sum(total):5} of {len(total):3} lines: {share:.1%}")
if share < LEAST:
    sys.exit(f"Fewer than {LEAST:.0%} of the lines are reached by forge's tests.")
