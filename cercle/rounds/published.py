"""A round's list as it is published: the file that npm's ``@openzeppelin/merkle-tree`` loads, with the terms in it.

Whoever has the file can recompute the root and compare it with the chain; nothing in it names a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Annotated, Literal, Self

from hexbytes import HexBytes
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cercle.errors import InputProblem
from cercle.merkle import MerkleTree, leaf, path_to_root
from cercle.rounds.shares import Shares
from cercle.texts import Text
from cercle.units import to_tokens

LEAF = ("uint32", "uint128")
Word = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
Address = Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]{40}$")]
Whole = Annotated[str, Field(pattern=r"^[0-9]{1,39}$")]
Seconds = Annotated[int, Field(ge=0, lt=2**40)]
_USE_WHAT_WAS_BUILT = Text("Use the file that `ape run rewards round build` wrote, unchanged.")


class RoundTerms(BaseModel):
    """``IRewardRounds.Terms`` but for the root, and where they hold. Amounts in base units, times in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    chain_id: int
    contract: Address
    token: Address
    decimals: Annotated[int, Field(ge=0, le=36)]
    symbol: str
    total: Whole
    funder: Address
    programme: Annotated[int, Field(ge=0, lt=2**16)]
    opens: Seconds
    ends: Seconds
    salt: Word
    made_from: str


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    value: tuple[Whole, Whole]
    tree_index: Annotated[int, Field(alias="treeIndex")]


class PublishedRound(BaseModel):
    """The published file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    format: Literal["standard-v1"] = "standard-v1"
    leaf_encoding: Annotated[tuple[str, str], Field(alias="leafEncoding")] = LEAF
    tree: list[Word]
    values: list[_Value]
    round: RoundTerms

    @classmethod
    def make(cls, shares: Shares, terms: RoundTerms) -> Self:
        """The list of some shares. ``InputProblem`` for a list that is empty or sums up to more than the total."""
        if not shares:
            raise InputProblem(Text("Nobody is on the round's list."), Text("Add members and amounts."))
        tree = _tree(shares)
        values = [
            _Value(value=(str(member), str(amount)), tree_index=tree.position(place))
            for place, (member, amount) in enumerate(shares.items())
        ]
        made = cls(tree=["0x" + node.hex() for node in tree.nodes], values=values, round=terms)
        made.require_sound()
        return made

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """A published file, unchecked but for its form. ``InputProblem`` for what is no such file."""
        try:
            content = Path(path).read_bytes()
        except OSError as problem:
            facts = {"file": str(path), "reason": problem.strerror or "?"}
            raise InputProblem(
                Text("{file} cannot be read: {reason}.", facts), _USE_WHAT_WAS_BUILT
            ) from problem
        return cls.parse(content, path)

    @classmethod
    def parse(cls, content: bytes, path: str | PathLike[str]) -> Self:
        """The same, of a file that was read from somewhere."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as problem:
            raise _unreadable(path) from problem

    def dump(self) -> bytes:
        """The file's content; the same round always gives the same bytes."""
        return (json.dumps(self.model_dump(mode="json", by_alias=True), indent=1) + "\n").encode()

    @cached_property
    def shares(self) -> Shares:
        """Base units by member number."""
        return {int(one.value[0]): int(one.value[1]) for one in self.values}

    @property
    def root(self) -> bytes:
        """The root the file claims; ``require_sound`` recomputes it."""
        return bytes(HexBytes(self.tree[0]))

    @cached_property
    def _merkle(self) -> MerkleTree:
        return _tree(self.shares)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {int(one.value[0]): one.tree_index for one in self.values}

    def proof(self, member: int) -> list[bytes]:
        """What a member brings to collect, from the file's own tree; KeyError for nobody of the list."""
        return [bytes(HexBytes(node)) for node in path_to_root(self.tree, self._places[member])]

    def terms(self) -> tuple[bytes, str, int, str, int, int, int, bytes]:
        """``IRewardRounds.Terms``."""
        one = self.round
        salt = bytes(HexBytes(one.salt))
        return (
            self.root,
            one.token,
            int(one.total),
            one.funder,
            one.programme,
            one.opens,
            one.ends,
            salt,
        )

    def in_tokens(self, amount: int) -> Decimal:
        """An amount of base units in the round's token."""
        return to_tokens(amount, self.round.decimals)

    def require_sound(self) -> None:
        """Recomputes everything from the list alone. ``InputProblem`` with all that is wrong."""
        problems = list(self._problems())
        if problems:
            raise InputProblem(
                Text("The list contradicts itself: {problems}", {"problems": " ".join(map(str, problems))}),
                Text("Do not approve it: it is not what its makers say."),
            )

    def _problems(self) -> Iterator[Text]:
        if self.leaf_encoding != LEAF:
            yield Text("Its leaves are not (member, amount).")
        if not self.values:
            yield Text("Nobody is on the round's list.")
            return
        if len(self.shares) != len(self.values):
            yield Text("A member stands in it twice.")
            return
        if any(not 0 < member < 2**32 for member in self.shares):
            yield Text("A number in it is no member's.")
            return
        if any(not 0 < amount < 2**128 for amount in self.shares.values()):
            yield Text("An amount in it is zero or too large.")
            return
        if int(self.round.total) >= 2**128:
            yield Text("Its total is too large.")
            return
        if (given := sum(self.shares.values())) > int(self.round.total):
            facts = {"given": str(given), "total": self.round.total}
            yield Text("It sums up to {given}, more than its total of {total}.", facts)
        if ["0x" + node.hex() for node in self._merkle.nodes] != self.tree:
            yield Text("Its tree is not the one of its entries.")
        elif [one.tree_index for one in self.values] != [
            self._merkle.position(place) for place in range(len(self.values))
        ]:
            yield Text("An entry's place in the tree is wrong.")


def _unreadable(path: str | PathLike[str]) -> InputProblem:
    return InputProblem(
        Text("{file} is not a published round.", {"file": str(path)}),
        _USE_WHAT_WAS_BUILT,
    )


def _tree(shares: Shares) -> MerkleTree:
    return MerkleTree([leaf(LEAF, share) for share in shares.items()])
