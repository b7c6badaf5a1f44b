"""Measures in a process and on a chain of its own: ``python -m tests.gas.measure`` prints the three tables as JSON."""

import json

import ape
from ape.api import AccountAPI

from .access_lists import access_lists
from .actions import contributions, joining, services, set_scene, tokens
from .passkeys import passkeys, without_precompile
from .polygon_prices import polygon_prices
from .rounds import rounds


def measure(accounts: list[AccountAPI]) -> dict[str, int]:
    """Gas of every action, at the prices the chain has now; the chain is put back afterwards."""
    before = ape.chain.snapshot()
    try:
        scene = set_scene(accounts[:5])
        invite_keys, wallet = accounts[5:7], accounts[6]
        return dict(
            [
                *contributions(scene),
                *services(scene),
                *tokens(scene),
                *joining(scene, invite_keys[0], wallet),
                *passkeys(scene, invite_keys[1]),
                *without_precompile(scene),
                *rounds(scene, accounts[7:9]),
            ]
        )
    finally:
        ape.chain.restore(before)


def main() -> None:
    """Gas of every action at Ethereum's prices, then at Polygon's, then there with access lists."""
    with ape.networks.parse_network_choice("ethereum:local:test"):
        unused = list(ape.accounts.test_accounts[11:20])
        ethereum = measure(unused)
        with polygon_prices():
            polygon = measure(unused)
            with access_lists():
                print(json.dumps([ethereum, polygon, measure(unused)]))


if __name__ == "__main__":
    main()
