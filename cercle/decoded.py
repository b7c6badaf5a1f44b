"""Calldata read back: which function of which contract is called, with which arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from ethpm_types import MethodABI

from cercle.contracts import canonical_type, container


@dataclass(frozen=True)
class Decoded:
    """A call: ``args`` by name, structs as dicts, addresses with their checksum, bytes as bytes; ``values`` are the
    same as the chain takes them."""

    contract_name: str
    method: str
    args: Mapping[str, Any]
    values: tuple[Any, ...]


def decode_call(contract_name: str, data: bytes) -> Decoded | None:
    """What some calldata asks of a contract; None where the contract has no such function, or not these arguments."""
    method = _methods(contract_name).get(data[:4])
    if method is None:
        return None
    try:
        values = decode([canonical_type(item) for item in method.inputs], data[4:])
    except DecodingError:
        return None
    return Decoded(contract_name, method.name, named(method.inputs, values), values)


def named(items: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """The values of some ABI items by their names, structs as dicts."""
    return {str(item.name): _named(item, value) for item, value in zip(items, values, strict=True)}


def first_arguments(contract_name: str, method: str, *values: Any) -> dict[str, Any]:
    """The first arguments of a function, by their names; of overloads, the one that has as many at least."""
    known = [one.inputs for one in _methods(contract_name).values() if one.name == method]
    fitting = min((one for one in known if len(one) >= len(values)), key=len)
    return named(fitting[: len(values)], values)


def _named(item: Any, value: Any) -> Any:
    kind = str(item.type)
    if kind.endswith("[]"):
        return [_of_kind(item, kind[:-2], one) for one in value]
    return _of_kind(item, kind, value)


def _of_kind(item: Any, kind: str, value: Any) -> Any:
    if kind == "tuple":
        return named(item.components or [], value)
    return str(to_checksum_address(value)) if kind == "address" else value


@cache
def _methods(contract_name: str) -> dict[bytes, MethodABI]:
    methods = container(contract_name).contract_type.mutable_methods
    return {keccak(text=method.selector)[:4]: method for method in methods}
