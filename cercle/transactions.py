"""What everybody who signs transactions shares: the fees to offer, the transaction itself, and its receipt."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_account.typed_transactions.typed_transaction import TypedTransaction
from hexbytes import HexBytes

from cercle.errors import NodeUnreachable
from cercle.estimates import AccessList
from cercle.events import decode_logs
from cercle.node import Node
from cercle.signers import Receipt

GWEI = 10**9
# What Polygon's validators ask for at least; a lower tip is never mined.
SMALLEST_TIP = {137: 30 * GWEI, 80002: 30 * GWEI}
PLAIN_GAS = 21_000  # what a transaction that does nothing uses


@dataclass(frozen=True)
class Fees:
    """What a unit of gas costs now, in wei: the part that is burnt, and the tip (EIP-1559)."""

    base: int
    tip: int

    @property
    def highest(self) -> int:
        """What to offer at most, to be mined soon even if the base fee doubles meanwhile."""
        return 2 * self.base + self.tip


def fees_now(node: Node, chain_id: int) -> Fees:
    """What the latest block asked for at least, and a tip with which one is mined soon."""
    base = int(node.request("eth_getBlockByNumber", "latest", False).get("baseFeePerGas", "0x0"), 16)
    asked = int(node.request("eth_maxPriorityFeePerGas"), 16)
    return Fees(base, max(asked, SMALLEST_TIP.get(chain_id, 0)))


def transaction(
    chain_id: int,
    nonce: int,
    to: str,
    data: bytes,
    *,
    gas: int,
    highest: int,
    tip: int,
    access_list: AccessList,
) -> dict[str, Any]:
    """A transaction without coins, as eth-account signs it; fees in wei for a unit of gas."""
    return {
        "type": 2,
        "chainId": chain_id,
        "nonce": nonce,
        "to": to,
        "value": 0,
        "data": HexBytes(data).to_0x_hex(),
        "gas": gas,
        "maxFeePerGas": highest,
        "maxPriorityFeePerGas": tip,
        "accessList": access_list,
    }


def access_list_of(raw: str) -> AccessList:
    """The access list of a signed transaction."""
    return [
        {
            "address": HexBytes(entry["address"]).to_0x_hex(),
            "storageKeys": [f"0x{slot:064x}" for slot in entry["storageKeys"]],
        }
        for entry in TypedTransaction.from_bytes(HexBytes(raw)).as_dict()["accessList"]
    ]


def nonce(node: Node, address: str, block: str = "latest") -> int:
    """How many transactions an address has sent, up to a block (``pending`` counts those that wait)."""
    return int(node.request("eth_getTransactionCount", address, block), 16)


def broadcast(node: Node, raw: str, transaction_hash: str) -> None:
    """Hands a signed transaction to the node. Raises ``NodeUnreachable`` if the node does not have it afterwards."""
    try:
        node.request("eth_sendRawTransaction", raw)
    except NodeUnreachable:
        # The node may know it already; what is mined, or waiting, is no failure.
        if node.request("eth_getTransactionByHash", transaction_hash) is None:
            raise


def receipt_of_node(raw: Mapping[str, Any]) -> Receipt:
    """Our receipt of the node's, events decoded."""
    return Receipt(
        transaction=HexBytes(raw["transactionHash"]).to_0x_hex(),
        block=int(raw["blockNumber"]),
        gas_used=int(raw["gasUsed"]),
        events=tuple(decode_logs(raw["logs"])),
    )


def mined_within(node: Node, transaction_hash: str, seconds: float) -> dict[str, Any] | None:
    """Waits for a transaction; the node's receipt, or None if it is not mined in time."""
    until = time.monotonic() + seconds
    pause = 0.01
    while time.monotonic() < until:
        receipt = node.receipt(transaction_hash)
        if receipt:
            return receipt
        time.sleep(pause)
        pause = min(2 * pause, 2.0)
    return None
