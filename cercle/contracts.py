"""The one place where ABIs come from: the compiled project."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ape
from ape.contracts import ContractContainer, ContractInstance
from eth_abi.abi import decode
from eth_utils.crypto import keccak
from ethpm_types.abi import ErrorABI

ROOT = Path(__file__).parent.parent
NAMES = (
    "MemberRegistry",
    "CommunityToken",
    "ContributionRegistry",
    "RewardEscrow",
    "ServiceCatalog",
)


@cache
def project() -> ape.Project:
    """The project whose contracts are ours, wherever the process was started."""
    return ape.Project(ROOT)


@cache
def container(name: str) -> ContractContainer:
    """A compiled contract by name; compiles what changed."""
    found: ContractContainer = project().get_contract(name)
    return found


def at(name: str, address: str) -> ContractInstance:
    """A deployed contract."""
    return container(name).at(address, fetch_from_explorer=False)


@dataclass(frozen=True)
class ContractError:
    """A decoded revert: the error's name and its arguments by name."""

    name: str
    facts: dict[str, Any]


@cache
def _errors() -> dict[bytes, ErrorABI]:
    found: dict[bytes, ErrorABI] = {}
    for name in NAMES:
        for error in container(name).contract_type.errors:
            found[keccak(text=error.selector)[:4]] = error
    return found


def decode_error(data: bytes) -> ContractError | None:
    """What a revert's data says, whichever of our contracts it comes from; None when it is none of ours."""
    error = _errors().get(data[:4])
    if error is None:
        return None
    types = [canonical_type(item) for item in error.inputs]
    values = decode(types, data[4:])
    return ContractError(
        error.name, {item.name or "": value for item, value in zip(error.inputs, values, strict=True)}
    )


def canonical_type(item: Any) -> str:
    """The ABI type that eth_abi reads, tuples spelled out."""
    if str(item.type).startswith("tuple"):
        inner = ",".join(canonical_type(part) for part in item.components or [])
        return f"({inner}){str(item.type)[5:]}"
    return str(item.type)
