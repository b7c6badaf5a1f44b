"""The committed table of gas, beside what it may cost at most."""

from dataclasses import dataclass
from pathlib import Path

Gas = dict[str, int]

SNAPSHOT = Path(__file__).with_name("SNAPSHOT.md")

# Transaction total incl. 21,000: Ethereum's prices, Polygon's; None where nothing was promised.
CEILINGS: dict[str, tuple[int | None, int | None]] = {
    "submit, no cap": (58_000, 65_000),
    "submit, capped": (64_000, 74_000),
    "submit, capped, first of a period": (82_000, 92_000),
    "attest, below quorum": (43_000, 56_000),
    "attest, at quorum": (52_000, 67_000),
    "attest, below quorum, each of 50": (10_500, 13_500),
    "attest, at quorum, each of 50": (10_500, 13_500),
    "record and accept, no cap, each of 50": (31_000, 35_000),
    "record and accept, capped, each of 50": (38_000, 44_000),
    "claim one, holder": (66_000, 87_000),
    "claim, holder, each of ten": (15_000, None),
    "redeem, no limit": (81_000, 98_000),
    "redeem, limit": (87_000, 105_000),
    "fulfil": (40_000, None),
    "settle": (64_000, 83_000),
    "activate, two ECDSA signatures": (107_000, 120_000),
    "round of 32,000: announce and fund": (165_000, 200_000),
    "round of 32,000: claim, holder": (77_000, 105_000),
    "round of 32,000: claim, new holder": (94_000, 123_000),
}

# Above their ceiling where nothing is named in advance, as when a member's own wallet sends: a terse version without
# views, skipping and refusals that name facts set the ceilings; Polygon's are estimates of it. Taken out of here as
# soon as one is met.
MISSED = {
    ("submit, no cap", "Polygon"),
    ("submit, capped", "Polygon"),
    ("submit, capped, first of a period", "Polygon"),
}

HEADER = """\
# Gas

Transaction gas incl. 21,000, or a batch's total divided by its items; each measured transaction finds its storage
cold. Ethereum: prices of a local node. Polygon: storage prices of PIP-88; named: with the access list that the relay,
scripts and the demo send along where that is cheaper, as it was everywhere (a wallet in a browser sends none). What is
above its ceiling is in bold.
Written by `ape test tests/gas --update-gas`.

| action | Ethereum | ceiling | Polygon | Polygon, named | ceiling |
|---|--:|--:|--:|--:|--:|
"""


@dataclass(frozen=True)
class Measured:
    """Gas of every action at Ethereum's prices, at Polygon's, and at Polygon's with access lists."""

    ethereum: Gas
    polygon: Gas
    named: Gas


def render(measured: Measured) -> str:
    rows = []
    for action, gas in measured.ethereum.items():
        ethereum, polygon = CEILINGS.get(action, (None, None))
        cells = [
            action,
            _cost(gas, ethereum),
            _ceiling(ethereum),
            _cost(measured.polygon[action], polygon),
            _cost(measured.named[action], polygon),
            _ceiling(polygon),
        ]
        rows.append(f"| {' | '.join(cells)} |\n")
    return HEADER + "".join(rows)


def _cost(gas: int, ceiling: int | None) -> str:
    return f"**{gas:,}**" if ceiling is not None and gas > ceiling else f"{gas:,}"


def _ceiling(ceiling: int | None) -> str:
    return "–" if ceiling is None else f"{ceiling:,}"
