"""Merkle trees: what OpenZeppelin's contracts accept, and nothing else."""

import pytest
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from cercle.merkle import MerkleTree, leaf, verify

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)


@given(LEAVES)
def test_proof__of_every_leaf__leads_to_the_root(leaves):
    tree = MerkleTree(leaves)
    assert all(verify(tree.root, item, tree.proof(place)) for place, item in enumerate(leaves))


@given(LEAVES.filter(lambda leaves: len(leaves) > 1))
def test_proof__of_another_leaf__leads_elsewhere(leaves):
    tree = MerkleTree(leaves)
    assert not verify(tree.root, leaves[0], tree.proof(1))


@given(LEAVES, st.randoms())
def test_root__of_the_same_leaves_in_another_order__is_the_same(leaves, random):
    shuffled = random.sample(leaves, len(leaves))
    assert MerkleTree(shuffled).root == MerkleTree(leaves).root


def test_root__of_the_standard_tree__is_the_published_one():
    # The example of OpenZeppelin's @openzeppelin/merkle-tree: two addresses with amounts.
    values = [
        ("0x1111111111111111111111111111111111111111", 5_000_000_000_000_000_000),
        ("0x2222222222222222222222222222222222222222", 2_500_000_000_000_000_000),
    ]
    tree = MerkleTree([leaf(("address", "uint256"), value) for value in values])
    assert tree.root.hex() == "d4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77"


def test_leaf__is_hashed_twice():
    encoded = (7).to_bytes(32) + (9).to_bytes(32)
    assert leaf(("uint32", "uint32"), (7, 9)) == keccak(keccak(encoded))


def test_tree__of_one_leaf__is_the_leaf_with_an_empty_proof():
    tree = MerkleTree([b"\1" * 32])
    assert (tree.root, tree.proof(0)) == (b"\1" * 32, [])


@pytest.mark.parametrize("leaves", [[], [b"\1" * 31], [b"\1" * 32, b"\1" * 64]])
def test_tree__without_leaves_of_32_bytes__is_refused(leaves):
    with pytest.raises(ValueError):
        MerkleTree(leaves)
