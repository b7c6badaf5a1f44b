"""Sending that survives a kill at any point: every transaction is written down, signed, before it is sent.

A key names what is done, such as ``deploy/0/token``. On a later run the same key gives the receipt of what was mined,
sends again the same bytes of what was not, and signs anew only what can never be mined any more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ape.api import AccountAPI
from ape.contracts import ContractContainer
from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hexbytes import HexBytes

from cercle.calls import Call
from cercle.contracts import canonical_type
from cercle.errors import InputProblem, Interrupted
from cercle.estimates import estimate
from cercle.journal_file import Chain, Entry, JournalFile
from cercle.node import Node
from cercle.refusals import unknown_refusal
from cercle.signers import Receipt
from cercle.texts import Text
from cercle.transactions import (
    broadcast,
    fees_now,
    mined_within,
    nonce,
    receipt_of_node,
)

_MINED_WITHIN = 300.0


class JournaledSender:
    """Sends as one account, each key once. Safe beside other programs that use the same journal."""

    def __init__(self, node: Node, account: AccountAPI, journal: Path) -> None:
        """Raises ``WrongNetwork`` if the journal was kept on another chain."""
        self._node = node
        self._account = account
        self._chain_id = node.chain_id
        self._journal = JournalFile(journal, Chain(self._chain_id, node.genesis()))

    @property
    def address(self) -> str:
        """Who sends."""
        return str(self._account.address)

    def send(self, key: str, call: Call) -> Receipt:
        """Sends a call under a key and waits until it is mined.

        Raises ``Refused`` when the contract refuses (nothing is sent), ``InputProblem`` when the key was used for
        something else, ``Interrupted`` when it is not mined in time (run again).
        """
        return receipt_of_node(self._send(key, call.to, call.data))

    def deploy(self, key: str, contract: ContractContainer, *args: Any) -> str:
        """Deploys a contract under a key and returns its address. Raises as ``send`` does."""
        build = contract.contract_type
        types = [canonical_type(item) for item in build.constructor.inputs]
        data = bytes(build.get_deployment_bytecode() or b"") + encode(types, args)
        return str(to_checksum_address(self._send(key, None, data)["contractAddress"]))

    def deployed(self, key: str) -> str | None:
        """The address of what was deployed under a key, finishing what was begun; None if nothing was."""
        with self._journal.alone():
            begun = self._begun(key)
            return str(to_checksum_address(self._finish(begun)["contractAddress"])) if begun else None

    def next_nonce(self) -> int:
        """The nonce of what this account sends next."""
        return nonce(self._node, self.address, "pending")

    def mined(self, key: str) -> Receipt | None:
        """The receipt of what was sent under a key, if it was mined and not reverted."""
        self._journal.refresh()
        receipt = self._mined(key)
        return receipt_of_node(receipt) if receipt else None

    def mined_keys(self) -> set[str]:
        """Every key, whoever used it, of which a transaction was mined and not reverted."""
        self._journal.refresh()
        return {key for key in self._journal if self._mined(key)}

    def resume(self, key: str) -> Receipt | None:
        """Finishes what was begun under a key, whatever its values were; None if there is nothing to finish.

        For calls that hold a moment or a signature, which would not be the same a second time:
        ``sender.resume(key) or sender.send(key, call)``.
        """
        with self._journal.alone():
            begun = self._begun(key)
            return receipt_of_node(self._finish(begun)) if begun else None

    def _send(self, key: str, to: str | None, data: bytes) -> dict[str, Any]:
        content = keccak(HexBytes(to or "0x") + data).hex()
        with self._journal.alone():
            entry = self._begun(key)
            if entry is None:
                # Tried first, so that what would be refused is said and not sent.
                if to is not None:
                    self._node.call(to, data, self.address)
                entry = self._sign(key, to, data, content)
                self._journal.append(entry)
            elif entry.content != content:
                raise InputProblem(
                    Text("“{key}” was sent before with other values.", {"key": key}),
                    Text("Put the values back and run again, or start anew under another name."),
                )
            return self._finish(entry)

    def _finish(self, entry: Entry) -> dict[str, Any]:
        receipt = self._node.receipt(entry.hash)
        if receipt is None:
            broadcast(self._node, entry.raw, entry.hash)
            receipt = self._wait(entry)
        if not receipt["status"]:
            raise unknown_refusal(f"the transaction {entry.hash} was reverted")
        return receipt

    # -- what became of a key -----------------------------------------------------------------------------------

    def _mined(self, key: str) -> dict[str, Any] | None:
        for entry in self._journal.entries(key):
            receipt = self._node.receipt(entry.hash)
            if receipt and receipt["status"]:
                return receipt
        return None

    def _begun(self, key: str) -> Entry | None:
        """The transaction of a key that was mined, or that may still be: not reverted, its nonce used by no other."""
        for entry in reversed(self._journal.entries(key)):
            # The nonce first: between two looks a transaction may be mined, but never the other way.
            open_still = nonce(self._node, entry.sender) <= entry.nonce
            receipt = self._node.receipt(entry.hash)
            if receipt["status"] if receipt else open_still:
                return entry
        return None

    # -- signing and sending ------------------------------------------------------------------------------------

    def _sign(self, key: str, to: str | None, data: bytes, content: str) -> Entry:
        cost = estimate(self._node, self.address, to, data)
        fees = fees_now(self._node, self._chain_id)
        number = self.next_nonce()
        transaction = self._node.provider.network.ecosystem.create_transaction(
            type=2,
            chain_id=self._chain_id,
            sender=self.address,
            receiver=to,
            data=HexBytes(data),
            nonce=number,
            gas=cost.limit,
            access_list=cost.access_list,
            max_fee=fees.highest,
            max_priority_fee=fees.tip,
        )
        signed = self._account.sign_transaction(transaction)
        if signed is None:
            raise InputProblem(Text("{account} did not sign.", {"account": self.address}))
        raw = bytes(signed.serialize_transaction())
        return Entry(
            key, HexBytes(keccak(raw)).to_0x_hex(), self.address, number, content, HexBytes(raw).to_0x_hex()
        )

    def _wait(self, entry: Entry) -> dict[str, Any]:
        receipt = mined_within(self._node, entry.hash, _MINED_WITHIN)
        if receipt:
            return receipt
        raise Interrupted(
            Text("The transaction {hash} was sent and is not mined yet.", {"hash": entry.hash}),
            Text("Run the same command again: it goes on from here and sends nothing twice."),
        )
