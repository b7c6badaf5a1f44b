"""The demo's people: anyone may act as any of them, on a chain of this computer only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from hexbytes import HexBytes
from pydantic import BaseModel, ConfigDict, TypeAdapter

from cercle.calls import Call
from cercle.documents import Bilingual
from cercle.errors import NodeUnreachable
from cercle.estimates import estimate
from cercle.node import Node
from cercle.refusals import unknown_refusal
from cercle.signers import KeySigner, Receipt
from cercle.texts import Text
from cercle.transactions import fees_now, mined_within, nonce, receipt_of_node, transaction

FILE = "demo.json"
_MINED_WITHIN = 60.0


class DemoPerson(BaseModel):
    """Somebody the demo suggests to act as; ``key`` is worth nothing outside the local chain."""

    model_config = ConfigDict(frozen=True)

    member: int
    name: str
    role: Bilingual
    key: str


_PEOPLE = TypeAdapter(list[DemoPerson])


def people_in(folder: Path) -> list[DemoPerson]:
    """Those a community's folder suggests; none where there is no demo."""
    file = folder / FILE
    return _PEOPLE.validate_json(file.read_bytes()) if file.is_file() else []


class DemoSigner(KeySigner):
    """A demo person's key, which sends its own transactions: on the local chain they cost nothing."""

    def __init__(self, node: Node, key: str) -> None:
        super().__init__(bytes(HexBytes(key)))
        self._node = node
        self._sender: LocalAccount = Account.from_key(key)

    def send(self, call: Call) -> Receipt:
        """Tries the call, sends it and waits until it is mined. Raises ``Refused`` before anything is sent."""
        self._node.call(call.to, call.data, self.address)
        signed = self._sender.sign_transaction(self._transaction(call))
        sent = str(self._node.request("eth_sendRawTransaction", signed.raw_transaction.to_0x_hex()))
        mined = mined_within(self._node, sent, _MINED_WITHIN)
        if mined is None:
            raise NodeUnreachable(
                Text("This was sent, and the chain has not taken it in yet."), Text("Look again in a minute.")
            )
        if not mined["status"]:
            raise unknown_refusal("the transaction was reverted")
        return receipt_of_node(mined)

    def _transaction(self, call: Call) -> dict[str, Any]:
        cost = estimate(self._node, self.address, call.to, call.data)
        fees = fees_now(self._node, self._node.chain_id)
        return transaction(
            self._node.chain_id,
            nonce(self._node, self.address, "pending"),
            call.to,
            call.data,
            gas=cost.limit,
            highest=2 * fees.base,
            tip=0,
            access_list=cost.access_list,
        )
