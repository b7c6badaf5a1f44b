"""Who sends a call: an Ape account here; wallets, passkeys and the relay bring signers of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from ape.api import AccountAPI, ReceiptAPI
from eth_account import Account
from eth_account.messages import encode_typed_data
from hexbytes import HexBytes

from cercle.calls import Call
from cercle.errors import CercleError, NodeUnreachable
from cercle.estimates import estimate
from cercle.events import Event, decode_logs
from cercle.node import Node
from cercle.refusals import Skipped, skipped
from cercle.texts import Text


@dataclass(frozen=True)
class Receipt:
    """A mined transaction: what happened, and what a batch left out, with the reasons."""

    transaction: str
    block: int
    gas_used: int
    events: tuple[Event, ...]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The items a batch did not take."""
        return tuple(skipped(event) for event in self.events if event.name in ("Skipped", "EntrySkipped"))


class Signer(Protocol):
    """Anything that can send a call as a member or an admin."""

    @property
    def address(self) -> str: ...

    def send(self, call: Call) -> Receipt:
        """Tries the call, sends it and waits until it is mined. Raises ``Refused`` before anything is sent."""
        ...

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        """The EIP-712 signature of what a person was shown."""
        ...


class AccountSigner:
    """An Ape account: keyfile, Ledger, Safe or test account."""

    def __init__(self, node: Node, account: AccountAPI) -> None:
        self._node = node
        self._account = account

    @property
    def address(self) -> str:
        return str(self._account.address)

    def send(self, call: Call) -> Receipt:
        self._node.call(call.to, call.data, self.address)
        ecosystem = self._node.provider.network.ecosystem
        cost = estimate(self._node, self.address, call.to, call.data)
        transaction = ecosystem.create_transaction(
            type=2,
            receiver=call.to,
            data=HexBytes(call.data),
            gas=cost.limit,
            access_list=cost.access_list,
        )
        try:
            mined: ReceiptAPI = self._account.call(transaction)
        except CercleError:
            raise
        except ConnectionError as problem:
            raise NodeUnreachable(Text("The chain's node stopped answering while sending.")) from problem
        return receipt_of(mined)

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        signature = self._account.sign_message(encode_typed_data(full_message=typed_data))
        assert signature is not None  # an Ape account that cannot sign raises by itself
        return bytes(signature.encode_rsv())


class KeySigner:
    """A private key in memory: invitation keys and the demo's people. Signs; somebody else sends."""

    def __init__(self, key: bytes) -> None:
        self._account = Account.from_key(key)

    @property
    def address(self) -> str:
        return str(self._account.address)

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        """The EIP-712 signature of the key."""
        return bytes(self._account.sign_typed_data(full_message=typed_data).signature)


def receipt_of(mined: ReceiptAPI) -> Receipt:
    """Our receipt of Ape's."""
    return Receipt(
        transaction=str(mined.txn_hash),
        block=int(mined.block_number),
        gas_used=int(mined.gas_used),
        events=tuple(decode_logs(mined.logs)),
    )
