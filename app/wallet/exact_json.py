"""Typed data as ``eth_signTypedData_v4`` takes it: JSON that JavaScript reads without losing a digit."""

from __future__ import annotations

import json
from typing import Any

_EXACT = 2**53  # JavaScript's numbers are exact below it


def to_json(typed_data: dict[str, Any]) -> str:
    """The data with bytes as hex and large integers as decimal texts, both of which wallets read as what they are."""
    return json.dumps(_plain(typed_data))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return str(value)
    return value
