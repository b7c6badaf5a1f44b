"""How a test says that a call is refused, and why.

`ape.reverts(Error, fact=value)` lets more through than it says: a revert that the local provider could not decode
(any whose data holds the byte of an apostrophe), one without data, and a fact the error does not have. Here the
error is the one named, with exactly the facts named.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from ape.exceptions import ContractLogicError, CustomError
from eth_abi import decode
from eth_utils import keccak

ANY = object()


def _comparable(value: Any) -> Any:
    """Addresses whatever their case, structs as tuples."""
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, dict):
        return tuple(value.values())
    return value


def _raw_data(failure: ContractLogicError) -> bytes:
    """What the call reverted with, where the provider shows it undecoded."""
    message = failure.revert_message
    if message.startswith("0x"):
        return bytes.fromhex(message[2:])
    if message.startswith(("b'", 'b"')):
        return bytes(ast.literal_eval(message))
    raise AssertionError(f"refused without an error of ours: {message!r}")


def _facts(failure: ContractLogicError, abi: Any) -> dict[str, Any]:
    """The facts of a failure that must be the error described by `abi`."""
    if isinstance(failure, CustomError):
        name = type(failure).__name__
        assert name == abi.name, f"refused with {name}({failure.inputs}), not with {abi.name}"
        return dict(failure.inputs)
    data = _raw_data(failure)
    assert data[:4] == keccak(text=abi.selector)[:4], f"refused with 0x{data.hex()}, not with {abi.name}"
    values = decode([fact.canonical_type for fact in abi.inputs], data[4:])
    return dict(zip([fact.name for fact in abi.inputs], values, strict=True))


@contextmanager
def refused(error: Any, **facts: Any) -> Iterator[None]:
    """Expects `error` (such as `circle.catalog.Catalog_TooLate`), with all of its facts; `ANY` is any value."""
    with pytest.raises(ContractLogicError) as caught:
        yield
    found = _facts(caught.value, error.abi)
    assert facts.keys() == found.keys(), (
        f"{error.abi.name} has {sorted(found)}, the test names {sorted(facts)}"
    )
    for name, expected in facts.items():
        if expected is not ANY:
            assert _comparable(found[name]) == _comparable(expected), f"{name} of {error.abi.name}"


def error_name(failure: ContractLogicError, *contracts: Any) -> str:
    """The name of the error of one of the contracts with which a call was refused."""
    if isinstance(failure, CustomError):
        return type(failure).__name__
    selector = _raw_data(failure)[:4]
    known = {
        keccak(text=abi.selector)[:4]: abi.name for each in contracts for abi in each.contract_type.errors
    }
    return str(known.get(selector, f"0x{selector.hex()}"))
