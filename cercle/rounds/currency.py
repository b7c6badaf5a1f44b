"""What a round pays in, as its token tells it.

Read from the token and not from the published list: the root proves who gets how much, and neither symbol nor decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from cercle.errors import InputProblem, Refused
from cercle.node import Node
from cercle.texts import Text
from cercle.units import to_tokens

_GAS = 200_000
_MARKUP = re.compile(r"[\s\\`*_\[\]<>#$~:|!&]")
_LONGEST = 16


@dataclass(frozen=True)
class Currency:
    """What people call a token, and the decimals of its amounts."""

    name: str
    decimals: int

    def tokens(self, amount: int) -> Decimal:
        """An amount of smallest units."""
        return to_tokens(amount, self.decimals)


def currency_of(node: Node, token: str) -> Currency:
    """Asks an ERC-20, whose ``symbol`` and ``decimals`` are optional (EIP-20). One without decimals is counted in its
    smallest unit; one whose symbol is missing, or could not stand in a sentence, is called by its address."""
    symbol = str(_asked(node, token, "symbol()", "string") or "")
    decimals = _asked(node, token, "decimals()", "uint8")
    readable = 0 < len(symbol) <= _LONGEST and symbol.isprintable() and not _MARKUP.search(symbol)
    return Currency(symbol if readable else f"{token[:6]}…{token[-4:]}", int(decimals or 0))


def require_token(node: Node, address: str) -> None:
    """``InputProblem`` for an address behind which there is no contract, or none that answers as an ERC-20: asked for
    an ``allowance``, which neither wallets nor collectibles (ERC-721) have."""
    facts, asked = {"address": address, "network": node.name}, encode(["address"] * 2, [address] * 2)
    if not node.code(address):
        problem = Text("There is no contract at {address} on {network}, so it is no token.", facts)
    elif _asked(node, address, "allowance(address,address)", "uint256", asked) is None:
        problem = Text("The contract at {address} is no token (ERC-20).", facts)
    else:
        return
    raise InputProblem(problem, Text("Copy the token's address again, from its issuer or a block explorer."))


def _asked(node: Node, token: str, view: str, kind: str, arguments: bytes = b"") -> Any:
    try:
        answer = node.call(token, keccak(text=view)[:4] + arguments, gas=_GAS)
        return decode([kind], answer)[0]
    except (Refused, DecodingError, UnicodeDecodeError):
        return None
