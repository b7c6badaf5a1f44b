"""A thousand balances in one call: Multicall3 (mds1), encoded and decoded by hand.

Polygon has it at this address; on the local chain its code is put there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from ape_ethereum.multicall.constants import MULTICALL3_ADDRESS, MULTICALL3_CODE

from cercle import Community
from cercle.index.rpc import Rpc

COUNT = 1000
_AGGREGATE3 = "82ad56cb"  # aggregate3((address target, bool allowFailure, bytes callData)[])
_BALANCE_OF = "70a08231"


def thousand_balances(community: Community) -> Callable[[], list[int]]:
    """What asks for them."""
    code = MULTICALL3_CODE.hex().removeprefix("0x")
    community.node.request("anvil_setCode", MULTICALL3_ADDRESS, "0x" + code)
    token, rpc = str(community.token.contract.address)[2:].lower(), Rpc.of(community.node)
    wallets = [one.wallet for one in community.index.members(most=COUNT)]
    wallets = (wallets * (COUNT // len(wallets) + 1))[:COUNT]
    right = [community.token.contract.balanceOf(one) for one in wallets[:7]]

    def ask() -> list[int]:
        found = _decode(
            rpc.ask("eth_call", {"to": MULTICALL3_ADDRESS, "data": _encode(token, wallets)}, "latest")
        )
        assert len(found) == COUNT and found[:7] == right
        return found

    return ask


def _word(number: int) -> str:
    return f"{number:064x}"


def _encode(token: str, wallets: list[str]) -> str:
    # Each call is six words: target, allowFailure, where its data is, how long, and 36 bytes of it in two.
    heads = "".join(_word(32 * len(wallets) + 192 * place) for place in range(len(wallets)))
    before = _word(int(token, 16)) + _word(0) + _word(96) + _word(36) + _BALANCE_OF + "0" * 24
    calls = "".join(f"{before}{wallet[2:]}{'0' * 56}" for wallet in wallets)
    return "0x" + _AGGREGATE3 + _word(32) + _word(len(wallets)) + heads + calls


def _decode(answer: str) -> list[int]:
    # Each result is four words: success, where its data is, how long, and the balance.
    words = np.frombuffer(bytes.fromhex(answer[2:]), np.uint8).reshape(-1, 32)
    count = int.from_bytes(words[1].tobytes(), "big")
    results = words[2 + count :].reshape(count, 4, 32)
    assert results[:, 0, 31].all(), "a call failed"
    return [int.from_bytes(one.tobytes(), "big") for one in results[:, 3]]
