"""The chain's node: one place that talks to it, and says so plainly when it does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

import ape
from ape.api import ProviderAPI
from hexbytes import HexBytes
from requests.exceptions import HTTPError, RequestException
from web3 import HTTPProvider
from web3.exceptions import ContractLogicError, TransactionNotFound, Web3Exception, Web3RPCError

from cercle.contracts import decode_error
from cercle.errors import CercleError, NodeUnreachable
from cercle.refusals import refusal, unknown_refusal
from cercle.texts import Text
from cercle.units import to_time

# How nodes say that a call itself failed without a reason of its own: a contract's doing, not the node's.
_EXECUTION = re.compile(
    r"evm error|out of ?gas|opcode|gas required exceeds|execution reverted", re.IGNORECASE
)

_BATCH = 100  # requests in one, which every provider we know allows


class Node:
    """The node behind Ape's active network. One network a process, as Ape has it."""

    def __init__(self, provider: ProviderAPI | None = None) -> None:
        active = provider or ape.networks.active_provider
        if active is None:
            raise NodeUnreachable(
                Text("No network is chosen."),
                Text("Run this through Ape (ape run …, ape console), or open one with ape.networks first."),
            )
        self.provider: Any = active
        if active.network.is_local:
            _ask_once(active.web3.provider)

    @property
    def name(self) -> str:
        """Such as ``polygon:amoy``."""
        return f"{self.provider.network.ecosystem.name}:{self.provider.network.name.replace('-fork', '')}"

    @cached_property
    def is_local(self) -> bool:
        """Whether this is a chain on this computer, with nothing of value on it."""
        return self.chain_id in (1337, 31337)

    @property
    def chain_id(self) -> int:
        """The chain id the node itself reports."""
        return int(self.request("eth_chainId"), 16)

    def genesis(self) -> str:
        """The hash of block 0: tells two chains with the same id apart."""
        return str(self.request("eth_getBlockByNumber", "0x0", False)["hash"])

    def height(self) -> int:
        """The number of the latest block."""
        return int(self.request("eth_blockNumber"), 16)

    def seconds(self) -> int:
        """The chain's clock: the latest block's timestamp."""
        return int(self.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def time(self) -> datetime:
        """The chain's clock. Deadlines follow it, never this computer's."""
        return to_time(self.seconds())

    def code(self, address: str) -> bytes:
        """The code at an address; empty for none."""
        return bytes(HexBytes(self.request("eth_getCode", address, "latest")))

    def now(self) -> int:
        """When what is sent now is mined at the earliest, seconds of the chain's clock: a chain of this computer
        makes blocks only when somebody sends something, so its latest one may be old."""
        block = "pending" if self.is_local else "latest"
        return int(self.request("eth_getBlockByNumber", block, False)["timestamp"], 16)

    def call(self, to: str, data: bytes, sender: str | None = None, gas: int | None = None) -> bytes:
        """Tries a call without sending it, with at most ``gas``. Raises ``Refused`` with the contract's facts if it
        would revert."""
        transaction: Any = {"to": to, "data": HexBytes(data)}
        transaction |= {"from": sender} if sender else {}
        transaction |= {"gas": gas} if gas else {}
        with self.answering():
            return bytes(self.provider.web3.eth.call(transaction))

    def request(self, method: str, *params: Any) -> Any:
        """A raw JSON-RPC request's result. Raises ``Refused`` for an estimate of what a contract refuses."""
        with self.answering():
            answer = self.provider.web3.provider.make_request(method, list(params))
        if "error" in answer:
            reason = str(answer["error"].get("message", ""))
            if method == "eth_estimateGas" and _EXECUTION.search(reason):
                raise unknown_refusal(reason)
            raise NodeUnreachable(
                Text("The node refuses {method}: {reason}", {"method": method, "reason": reason})
            )
        return answer["result"]

    def request_many(self, method: str, params: Sequence[Sequence[Any]]) -> list[Any]:
        """The results of many requests of one kind, in their order."""
        results: list[Any] = []
        for start in range(0, len(params), _BATCH):
            batch = [(method, list(one)) for one in params[start : start + _BATCH]]
            with self.answering():
                answers = self.provider.web3.provider.make_batch_request(batch)
            answers = answers if isinstance(answers, list) else [answers]  # a node may refuse the whole batch
            refused = next((one["error"] for one in answers if "error" in one), None)
            if refused is not None:
                facts = {"method": method, "reason": str(refused.get("message", ""))}
                raise NodeUnreachable(Text("The node refuses {method}: {reason}", facts))
            results += [one["result"] for one in answers]
        return results

    def receipt(self, transaction_hash: str) -> dict[str, Any] | None:
        """The raw receipt, or None while the transaction is not mined."""
        with self.answering():
            try:
                return dict(self.provider.web3.eth.get_transaction_receipt(transaction_hash))
            except TransactionNotFound:
                return None

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Tells a silent node by ``NodeUnreachable``, where Ape asks it: a contract's views do not pass through here."""
        try:
            yield
        except CercleError:
            raise
        except ContractLogicError as problem:
            raise _refused(problem) from None
        except Web3RPCError as problem:
            if _EXECUTION.search(str(problem)):
                raise unknown_refusal(str(problem.message)) from None
            raise NodeUnreachable(
                Text("The node answers with an error: {reason}", {"reason": problem})
            ) from problem
        except (RequestException, ConnectionError, TimeoutError, OSError) as problem:
            raise NodeUnreachable(
                Text("The chain's node at {address} does not answer.", {"address": self._address()}),
                Text("Start the local chain with `make chain`, or check the network's address."),
            ) from problem
        except Web3Exception as problem:
            raise NodeUnreachable(
                Text("The node answers with an error: {reason}", {"reason": problem})
            ) from problem

    def _address(self) -> str:
        return str(getattr(self.provider, "uri", "")) or self.name


def _ask_once(provider: Any) -> None:
    """web3 asks a node that stays silent five times, each time until the time is up. A chain of this computer that
    says nothing the first time hangs."""
    if isinstance(provider, HTTPProvider):
        provider.exception_retry_configuration.errors = (ConnectionError, HTTPError)


def _refused(problem: ContractLogicError) -> CercleError:
    data = problem.data if isinstance(problem.data, str) else ""
    error = decode_error(bytes(HexBytes(data))) if len(data) >= 10 else None
    return refusal(error) if error else unknown_refusal(str(problem.message or data))
