"""The contracts' views, asked by the thousand: encoded by hand, in batches, at one block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from eth_utils.crypto import keccak
from ethpm_types.abi import MethodABI

from cercle.contracts import container
from cercle.index.rpc import Rpc
from cercle.index.schema import snake

Fields = Mapping[str, int]


@dataclass(frozen=True)
class Question:
    """What a contract is asked, and the fields of its answer that are expected; ``about`` names it to people."""

    about: str
    contract: str
    view: str
    arguments: tuple[int, ...]
    expected: Fields


@cache
def _view(contract: str, name: str) -> tuple[str, tuple[str, ...]]:
    """A view's selector, and the names of its answer's words."""
    abi: MethodABI = next(one for one in container(contract).contract_type.view_methods if one.name == name)
    items = [part for item in abi.outputs for part in (item.components or [item])]
    return "0x" + keccak(text=abi.selector)[:4].hex(), tuple(snake(item.name or "value") for item in items)


def answers(rpc: Rpc, addresses: Mapping[str, str], block: int, asked: Sequence[Question]) -> list[Fields]:
    """What the contracts answered at a block, as numbers by field."""
    calls = []
    for one in asked:
        selector, _ = _view(one.contract, one.view)
        data = selector + "".join(f"{argument:064x}" for argument in one.arguments)
        calls.append(("eth_call", ({"to": addresses[one.contract], "data": data}, hex(block))))
    made: list[Fields] = []
    for one, answer in zip(asked, rpc.ask_all(calls), strict=True):
        _, fields = _view(one.contract, one.view)
        digits = str(answer)[2:]
        words = [int(digits[start : start + 64], 16) for start in range(0, len(digits), 64)]
        made.append(dict(zip(fields, words, strict=True)))
    return made
