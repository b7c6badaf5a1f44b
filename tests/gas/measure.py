"""Measures in a process and on a chain of its own: ``python -m tests.gas.measure`` prints both tables as JSON."""

import json

import ape

from .actions import measure
from .polygon_prices import polygon_prices


def main() -> None:
    """Gas of every action at Ethereum's prices, then at Polygon's."""
    with ape.networks.parse_network_choice("ethereum:local:test"):
        unused = list(ape.accounts.test_accounts[13:20])
        ethereum = measure(unused)
        with polygon_prices():
            print(json.dumps([ethereum, measure(unused)]))


if __name__ == "__main__":
    main()
