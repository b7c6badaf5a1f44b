"""Transactions with the access list that a sender of ours would choose, on the EVM that eth-tester runs.

It has no ``eth_createAccessList``, and estimates by halving: both are answered here by running the call once.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ape
from ape.api import ReceiptAPI, TransactionAPI
from ape_ethereum.transactions import AccessList as Named
from ape_test.accounts import TestAccount
from eth.abc import StateAPI
from eth.vm.spoof import SpoofTransaction
from eth_utils import to_bytes, to_checksum_address, to_hex

from cercle.estimates import AccessList, estimate

_LAST_PRECOMPILE = 0x1FF


class TryingNode:
    """Answers what ``cercle.estimates`` asks of a node."""

    def request(self, method: str, call: dict[str, Any], _block: str = "latest") -> Any:
        used, touched = _run(call)
        if method == "eth_estimateGas":
            return hex(used)
        assert method == "eth_createAccessList"
        return {"accessList": touched}


def _run(call: dict[str, Any]) -> tuple[int, AccessList]:
    """What a call uses in the block to come, refunds off, and what it touches that is not warm from the start."""
    chain = ape.chain.provider.evm_backend.chain
    sender, receiver = (to_bytes(hexstr=call[one]) for one in ("from", "to"))
    named = [
        (to_bytes(hexstr=entry["address"]), [int(slot, 16) for slot in entry["storageKeys"]])
        for entry in call.get("accessList", [])
    ]
    with chain.get_vm(chain.header).in_costless_state() as state:
        transaction = chain.get_transaction_builder().new_unsigned_dynamic_fee_transaction(
            chain_id=chain.chain_id,
            nonce=state.get_nonce(sender),
            max_priority_fee_per_gas=0,
            max_fee_per_gas=0,
            gas=state.gas_limit,
            to=receiver,
            value=0,
            data=to_bytes(hexstr=call["data"]),
            access_list=named,
        )
        touched = _Touched(state)
        computation = state.apply_transaction(SpoofTransaction(transaction, from_=sender))
    computation.raise_if_error()
    used = transaction.gas - computation.get_gas_remaining()
    return used - min(computation.get_gas_refund(), used // 5), touched.listed(sender, receiver)


class _Touched:
    """Notes the addresses and slots that a state is told to keep warm."""

    def __init__(self, state: StateAPI) -> None:
        self._slots: dict[bytes, list[int]] = defaultdict(list)
        self._coinbase = state.coinbase
        warm_address, warm_slot = state.mark_address_warm, state.mark_storage_warm

        def mark_address_warm(address: bytes) -> None:
            self._slots[address]
            warm_address(address)

        def mark_storage_warm(address: bytes, slot: int) -> None:
            self._slots[address].append(slot)
            warm_slot(address, slot)

        state.mark_address_warm = mark_address_warm  # type: ignore[method-assign]
        state.mark_storage_warm = mark_storage_warm  # type: ignore[method-assign]

    def listed(self, sender: bytes, receiver: bytes) -> AccessList:
        warm = {sender, receiver, self._coinbase}
        return [
            {
                "address": to_checksum_address(address),
                "storageKeys": [to_hex(slot.to_bytes(32)) for slot in slots],
            }
            for address, slots in self._slots.items()
            if slots or (address not in warm and int.from_bytes(address) > _LAST_PRECOMPILE)
        ]


@contextmanager
def access_lists() -> Iterator[None]:
    """Calls sent inside carry an access list where that is cheaper."""
    plain = TestAccount.call
    node: Any = TryingNode()

    def call(self: TestAccount, txn: TransactionAPI, **options: Any) -> ReceiptAPI:
        if txn.receiver:
            cost = estimate(node, str(self.address), str(txn.receiver), bytes(txn.data))
            txn.access_list = [Named.model_validate(one) for one in cost.access_list]
        return plain(self, txn, **options)

    TestAccount.call = call  # type: ignore[method-assign]
    try:
        yield
    finally:
        TestAccount.call = plain  # type: ignore[method-assign]
