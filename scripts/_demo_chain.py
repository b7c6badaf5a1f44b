"""What only a local chain allows: sending as anybody without a key, and moving the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hexbytes import HexBytes

from cercle.calls import Call
from cercle.errors import InputProblem
from cercle.events import decode_logs
from cercle.node import Node
from cercle.refusals import unknown_refusal
from cercle.signers import KeySigner, Receipt
from cercle.texts import Text

GAS = hex(12_000_000)


@contextmanager
def unlocked(node: Node) -> Iterator[None]:
    """While it lasts, the local node sends for any address without a signature."""
    node.request("anvil_autoImpersonateAccount", True)
    try:
        yield
    finally:
        node.request("anvil_autoImpersonateAccount", False)


class LocalSigner:
    """Sends as one of the demo's people, while the node is ``unlocked``: no signature, no fee."""

    def __init__(self, node: Node, secret: bytes) -> None:
        """``InputProblem`` on any chain but a local one."""
        if not node.is_local:
            raise InputProblem(Text("The demo runs on a local chain only."), Text("Start one: make chain"))
        self._node = node
        self._key = KeySigner(secret)

    @property
    def address(self) -> str:
        return self._key.address

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        return self._key.sign(typed_data)

    def send(self, call: Call) -> Receipt:
        transaction = {"from": self.address, "to": call.to, "data": HexBytes(call.data).to_0x_hex()}
        sent = self._node.request("eth_sendTransaction", {**transaction, "gas": GAS, "gasPrice": "0x0"})
        while (mined := self._node.request("eth_getTransactionReceipt", sent)) is None:
            time.sleep(0.002)
        if int(mined["status"], 16) == 0:
            self._node.call(call.to, call.data, self.address)  # says why
            raise unknown_refusal(f"{call.method} failed")
        return Receipt(
            sent, int(mined["blockNumber"], 16), int(mined["gasUsed"], 16), tuple(decode_logs(mined["logs"]))
        )


class Clock:
    """The local chain's clock."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def move_to(self, seconds: int) -> None:
        """Mines a block at a time; never goes back."""
        if seconds > self._node.seconds():
            self._node.request("evm_setNextBlockTimestamp", seconds)
            self._node.request("evm_mine")
