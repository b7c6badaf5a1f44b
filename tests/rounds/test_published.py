"""The published file: what npm's library makes of it, and every way to tamper with it (M8)."""

import json
import subprocess

import pytest

from cercle.contracts import ROOT
from cercle.errors import InputProblem
from cercle.rounds import PublishedRound

from .lists import published

SIZES = [*range(1, 34), 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 999, 1000]
COMPARE = """
const { StandardMerkleTree } = require("@openzeppelin/merkle-tree");
for (const file of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
  const loaded = StandardMerkleTree.load(file);
  loaded.validate();
  const made = StandardMerkleTree.of(file.values.map(one => one.value), file.leafEncoding);
  console.log(JSON.stringify([loaded.root, made.root, loaded.getProof(0), made.getProof(file.values.length - 1)]));
}
"""


def _shares(size: int) -> dict[int, int]:
    return {3 * place + 1: 10**18 + place for place in range(size)}


def test_file__in_npms_merkle_tree__has_the_same_root_and_proofs():
    rounds = [published(_shares(size)) for size in SIZES]
    files = json.dumps([json.loads(one.dump()) for one in rounds])
    node = [str(ROOT / ".venv/bin/node"), "-e", COMPARE]
    done = subprocess.run(node, input=files, capture_output=True, text=True, cwd=ROOT, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(SIZES)
    for one, (loaded, made, first, last) in zip(rounds, answers, strict=True):
        members = list(one.shares)
        assert loaded == made == one.tree[0]
        assert first == ["0x" + node.hex() for node in one.proof(members[0])]
        assert last == ["0x" + node.hex() for node in one.proof(members[-1])]


def test_file__written_and_read__is_the_same(tmp_path):
    one = published(_shares(5))
    (tmp_path / "round.json").write_bytes(one.dump())
    found = PublishedRound.read(tmp_path / "round.json")
    found.require_sound()
    assert (found, found.dump()) == (one, one.dump())


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "standard-v1"}', b"[1]"])
def test_file__that_is_no_round__is_refused(tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputProblem, match="is not a published round"):
        PublishedRound.read(tmp_path / "x.json")


def _tampered(change) -> PublishedRound:
    file = json.loads(published(_shares(5)).dump())
    change(file)
    return PublishedRound.model_validate(file)


TAMPERINGS = {
    "an amount": (lambda file: file["values"][2]["value"].__setitem__(1, "9"), "not the one of its entries"),
    "a member": (lambda file: file["values"][2]["value"].__setitem__(0, "2"), "not the one of its entries"),
    "a member twice": (lambda file: file["values"][2]["value"].__setitem__(0, "1"), "stands in it twice"),
    "nobody": (lambda file: file["values"][2]["value"].__setitem__(0, "0"), "is no member's"),
    "nothing": (lambda file: file["values"][2]["value"].__setitem__(1, "0"), "zero or too large"),
    "an inner node": (
        lambda file: file["tree"].__setitem__(1, "0x" + 64 * "1"),
        "not the one of its entries",
    ),
    "the root": (lambda file: file["tree"].__setitem__(0, "0x" + 64 * "1"), "not the one of its entries"),
    "a place": (lambda file: file["values"][2].__setitem__("treeIndex", 5), "place in the tree"),
    "the total": (lambda file: file["round"].__setitem__("total", "1"), "more than its total of 1"),
    "the encoding": (lambda file: file.__setitem__("leafEncoding", ["uint32", "uint256"]), "not \\(member"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_file__tampered_with__is_refused(what):
    change, words = TAMPERINGS[what]
    with pytest.raises(InputProblem, match=words):
        _tampered(change).require_sound()


def test_make__more_than_the_total__is_refused():
    with pytest.raises(InputProblem, match="sums up to 3, more than its total of 2"):
        published({1: 1, 2: 2}, total="2")
    published({1: 1, 2: 2}, total="4")


def test_make__nobody__is_refused():
    with pytest.raises(InputProblem, match="Nobody is on the round's list"):
        published({}, total="1")


def test_in_tokens__by_the_tokens_own_decimals():
    assert str(published({1: 1_500_000}, decimals=6).in_tokens(1_500_000)) == "1.5"
