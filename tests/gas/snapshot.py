"""The committed table of gas, beside what it may cost at most."""

from fractions import Fraction
from pathlib import Path

SNAPSHOT = Path(__file__).with_name("SNAPSHOT.md")

# Where the design's numbers come from: a terse version, measured at Ethereum's prices and estimated, from the slots
# each action touches, at Polygon's. The whole contracts may come this near to them.
TOLERANCE = (Fraction("1.01"), Fraction("1.03"))

# Transaction total incl. 21,000: Ethereum's prices, Polygon's; None where nothing was promised.
CEILINGS: dict[str, tuple[int | None, int | None]] = {
    "submit, no cap": (58_000, 65_000),
    "submit, capped": (64_000, 74_000),
    "submit, capped, first of a period": (82_000, 92_000),
    "attest, below quorum": (43_000, 56_000),
    "attest, at quorum": (52_000, 67_000),
    "attest, below quorum, each of 50": (10_500, 13_500),
    "record and accept, no cap, each of 50": (31_000, 35_000),
    "record and accept, capped, each of 50": (38_000, 44_000),
    "claim one, holder": (66_000, 87_000),
    "claim, holder, each of ten": (15_000, None),
    "redeem, no limit": (81_000, 98_000),
    "redeem, limit": (87_000, 105_000),
    "fulfil": (40_000, None),
    "settle": (64_000, 83_000),
    "activate, two ECDSA signatures": (107_000, 120_000),
}

HEADER = """\
# Gas

Transaction gas incl. 21,000, or a batch's total divided by its items; each measured transaction finds its storage
cold. Ethereum: prices of a local node. Polygon: storage prices of PIP-88. A ceiling of Ethereum's may be missed by
1 %, one of Polygon's, which is an estimate, by 3 %. Written by `ape test tests/gas --update-gas`.

| action | Ethereum | ceiling | Polygon | ceiling |
|---|--:|--:|--:|--:|
"""


def render(ethereum: dict[str, int], polygon: dict[str, int]) -> str:
    rows = []
    for action, gas in ethereum.items():
        most = CEILINGS.get(action, (None, None))
        cells = [action, f"{gas:,}", _number(most[0]), f"{polygon[action]:,}", _number(most[1])]
        rows.append(f"| {' | '.join(cells)} |\n")
    return HEADER + "".join(rows)


def _number(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"
