"""What a call costs, and with which access list (EIP-2930) it costs least on the node's network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hexbytes import HexBytes

from cercle.errors import CercleError
from cercle.node import Node

# The addresses and storage slots named in advance, as nodes write them.
AccessList = list[dict[str, Any]]


@dataclass(frozen=True)
class Estimate:
    """What a call would use now, in units of gas, if it is sent with this access list; empty for none."""

    gas: int
    access_list: AccessList

    @property
    def limit(self) -> int:
        """The gas limit to send it with: the state may have changed a little until it is mined."""
        return self.gas + self.gas // 5


def estimate(node: Node, sender: str, to: str | None, data: bytes) -> Estimate:
    """The gas that a call would use now; ``to`` is None for a deployment, which goes without a list.

    Polygon charges more for finding a slot than for having it named in advance (PIP-88), Ethereum seldom does: so it
    is tried. A node that makes no lists (``eth_createAccessList``), or not of this call, gives the estimate without.
    Raises ``Refused`` for what the contract refuses.
    """
    call: dict[str, Any] = {"from": sender, "data": HexBytes(data).to_0x_hex(), **({"to": to} if to else {})}
    plain = Estimate(_gas(node, call), [])
    if to is None:
        return plain
    try:
        found = node.request("eth_createAccessList", call, "latest")
        access_list = list(found["accessList"])
        if "error" in found or not access_list:
            return plain
        listed = Estimate(_gas(node, {**call, "accessList": access_list}), access_list)
    except CercleError:
        return plain
    return min(plain, listed, key=lambda one: one.gas)


def _gas(node: Node, call: dict[str, Any]) -> int:
    return int(node.request("eth_estimateGas", call), 16)
