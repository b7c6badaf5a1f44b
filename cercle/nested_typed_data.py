"""Typed data that a contract account signs for others: nested in the account's own domain (ERC-7739).

One passkey may belong to several accounts of one person. A signature that names the account cannot be taken to
another of them.
"""

from __future__ import annotations

from typing import Any

from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak

from cercle.typed_data import DOMAINS

_ACCOUNT_FIELDS = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
)


def is_own(typed_data: dict[str, Any], account: str) -> bool:
    """Whether the data is for the account itself to read."""
    return str(typed_data["domain"].get("verifyingContract", "")).lower() == account.lower()


def parts(typed_data: dict[str, Any]) -> tuple[bytes, bytes]:
    """The domain separator and the hash of the message (EIP-712)."""
    encoded = encode_typed_data(full_message=typed_data)
    return bytes(encoded.header), bytes(encoded.body)


def digest(typed_data: dict[str, Any]) -> bytes:
    """What is signed for some typed data (EIP-712)."""
    return keccak(b"\x19\x01" + b"".join(parts(typed_data)))


def nested(typed_data: dict[str, Any], account: str, chain_id: int) -> dict[str, Any]:
    """The same data as the account signs it: still in the domain of who asks, and naming the account."""
    fields = [{"name": "contents", "type": typed_data["primaryType"]}]
    fields += [{"name": name, "type": kind} for name, kind in _ACCOUNT_FIELDS]
    return {
        **typed_data,
        "types": {**typed_data["types"], "TypedDataSign": fields},
        "primaryType": "TypedDataSign",
        "message": {
            "contents": typed_data["message"],
            "name": DOMAINS["MemberAccount"],
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": account,
            "salt": bytes(32),
        },
    }


def description(typed_data: dict[str, Any]) -> bytes:
    """The types as ERC-7739 appends them, in its explicit mode: all of them sorted, then the primary one's name."""
    types = {name: fields for name, fields in typed_data["types"].items() if name != "EIP712Domain"}
    described = (
        name + "(" + ",".join(f"{field['type']} {field['name']}" for field in types[name]) + ")"
        for name in sorted(types)
    )
    return ("".join(described) + str(typed_data["primaryType"])).encode()
