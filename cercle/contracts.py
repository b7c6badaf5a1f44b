"""The one place where ABIs come from: the compiled project."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import ape
from ape.contracts import ContractContainer, ContractInstance
from eth_abi.abi import decode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from ethpm_types import ContractType
from ethpm_types.abi import ABIType, ErrorABI

ROOT = Path(__file__).parent.parent
_ACCESS_MANAGER = ROOT / "node_modules/@openzeppelin/contracts/build/contracts/AccessManager.json"
NAMES = (
    "MemberRegistry",
    "CommunityToken",
    "ContributionRegistry",
    "RewardEscrow",
    "ServiceCatalog",
    "MemberAccountFactory",
    "MemberAccount",
    "RewardRounds",
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


@cache
def access_manager() -> ContractContainer:
    """OpenZeppelin's AccessManager as OpenZeppelin compiled it: the artifact in their npm package."""
    artifact = json.loads(_ACCESS_MANAGER.read_text())
    return ContractContainer(
        ContractType.model_validate(
            {
                "contractName": artifact["contractName"],
                "abi": artifact["abi"],
                "deploymentBytecode": {"bytecode": artifact["bytecode"]},
                "runtimeBytecode": {"bytecode": artifact["deployedBytecode"]},
            }
        )
    )


@lru_cache(maxsize=512)
def at(name: str, address: str) -> ContractInstance:
    """A deployed contract."""
    # Not by the container's own `at`: it asks the node whether this is a proxy, looks through past deployments, and
    # writes the whole ABI out for it, which fails while another thread uses the same ABI.
    return ContractInstance(address, container(name).contract_type)


@dataclass(frozen=True)
class ContractError:
    """A decoded revert: the error's name and its arguments by name."""

    name: str
    facts: dict[str, Any]


@cache
def _errors() -> dict[bytes, ErrorABI]:
    found: dict[bytes, ErrorABI] = {}
    for contract in (*map(container, NAMES), access_manager()):
        for error in contract.contract_type.errors:
            found[keccak(text=error.selector)[:4]] = error
    return found


def decode_error(data: bytes) -> ContractError | None:
    """What a revert's data says, whichever of our contracts it comes from; None when it is none of ours."""
    error = _errors().get(data[:4])
    if error is None:
        return None
    values = decode_values(error.inputs, data[4:])
    return ContractError(
        error.name, {item.name or "": value for item, value in zip(error.inputs, values, strict=True)}
    )


def decode_values(items: Sequence[ABIType], data: bytes) -> list[Any]:
    """The values of some ABI items; addresses with their checksum."""
    values = decode([canonical_type(item) for item in items], data)
    return [
        str(to_checksum_address(value)) if item.type == "address" else value
        for item, value in zip(items, values, strict=True)
    ]


def canonical_type(item: Any) -> str:
    """The ABI type that eth_abi reads, tuples spelled out."""
    if str(item.type).startswith("tuple"):
        inner = ",".join(canonical_type(part) for part in item.components or [])
        return f"({inner}){str(item.type)[5:]}"
    return str(item.type)
