"""Merkle trees as OpenZeppelin's contracts check them: sorted pairs, double-hashed leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from eth_abi.abi import encode
from sha3 import keccak_256  # type: ignore[import-untyped]  # thirty times as fast as what eth_hash chooses

Node = TypeVar("Node")


def leaf(types: Sequence[str], values: Sequence[object]) -> bytes:
    """keccak256(keccak256(abi.encode(values))): hashed twice, so that no inner node can pass for a leaf."""
    return _keccak(_keccak(encode(types, values)))


class MerkleTree:
    """The tree over some leaves (32 bytes each), in the layout of OpenZeppelin's StandardMerkleTree.

    Leaves are sorted inside, so that the same set has the same root in any order; ``proof`` takes a leaf's place in
    the list that was given. Raises ValueError for no leaf at all, or for a leaf that is not 32 bytes long.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        if not leaves:
            raise ValueError("a Merkle tree needs a leaf")
        if any(len(item) != 32 for item in leaves):
            raise ValueError("a leaf is 32 bytes long")
        count = len(leaves)
        nodes = [b""] * (2 * count - 1)
        self._position = [0] * count
        for rank, index in enumerate(sorted(range(count), key=leaves.__getitem__)):
            self._position[index] = len(nodes) - 1 - rank
            nodes[len(nodes) - 1 - rank] = leaves[index]
        for position in range(count - 2, -1, -1):
            nodes[position] = _pair(nodes[2 * position + 1], nodes[2 * position + 2])
        self._nodes = nodes

    @property
    def root(self) -> bytes:
        """What the chain holds."""
        return self._nodes[0]

    @property
    def nodes(self) -> list[bytes]:
        """All nodes from the root on, as StandardMerkleTree writes them out."""
        return list(self._nodes)

    def position(self, index: int) -> int:
        """Where the leaf at ``index`` of the given list stands among the nodes."""
        return self._position[index]

    def proof(self, index: int) -> list[bytes]:
        """The hashes that lead from the leaf at ``index`` to the root."""
        return path_to_root(self._nodes, self._position[index])


def path_to_root(nodes: Sequence[Node], position: int) -> list[Node]:
    """The siblings of a node and of all above it, the root left out: a leaf's proof."""
    siblings = []
    while position > 0:
        siblings.append(nodes[position - 1 if position % 2 == 0 else position + 1])
        position = (position - 1) // 2
    return siblings


def verify(root: bytes, item: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof leads from a leaf to the root, as the contracts compute it."""
    for sibling in proof:
        item = _pair(item, sibling)
    return item == root


def _pair(a: bytes, b: bytes) -> bytes:
    return _keccak(a + b if a < b else b + a)


def _keccak(data: bytes) -> bytes:
    return bytes(keccak_256(data).digest())
