"""The contracts' events, decoded: the one place that knows their topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from eth_utils.crypto import keccak
from ethpm_types.abi import EventABI
from hexbytes import HexBytes

from cercle.contracts import NAMES, container, decode_values


@dataclass(frozen=True)
class Event:
    """One event: its name, its arguments by name (bytes32 as bytes), and where it stands."""

    name: str
    args: Mapping[str, Any]
    address: str
    block: int
    index: int
    transaction: str

    def __getitem__(self, name: str) -> Any:
        return self.args[name]


@cache
def _events() -> dict[bytes, EventABI]:
    found: dict[bytes, EventABI] = {}
    for name in NAMES:
        for event in container(name).contract_type.events:
            found[keccak(text=event.selector)] = event
    return found


def decode_logs(logs: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
    """Our contracts' events among raw logs, in their order; events of others are left out."""
    for log in logs:
        topics = [bytes(HexBytes(topic)) for topic in log["topics"]]
        event = _events().get(topics[0]) if topics else None
        if event is not None:
            yield _decode(event, topics[1:], log)


def _decode(event: EventABI, topics: list[bytes], log: Mapping[str, Any]) -> Event:
    indexed = [item for item in event.inputs if item.indexed]
    plain = [item for item in event.inputs if not item.indexed]
    args: dict[str, Any] = {}
    for item, topic in zip(indexed, topics, strict=True):
        args[item.name or ""] = decode_values([item], topic)[0]
    values = decode_values(plain, bytes(HexBytes(log["data"])))
    args.update({item.name or "": value for item, value in zip(plain, values, strict=True)})
    return Event(
        name=event.name,
        args=args,
        address=str(log["address"]),
        block=_number(log["blockNumber"]),
        index=_number(log["logIndex"]),
        transaction=HexBytes(log["transactionHash"]).to_0x_hex(),
    )


def _number(value: Any) -> int:
    return int(value, 16) if isinstance(value, str) else int(value)
