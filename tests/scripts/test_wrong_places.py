"""The commands on a wrong chain, without a community, or without a node: one sentence each, and nothing is sent (D7, D9, P1, W8)."""

from __future__ import annotations

import json
import shutil

import pytest

from cercle.node import Node
from tests.scripts.place import ALUMNI, place_of

COMMANDS = [
    ("members", "list"),
    ("contributions", "queue"),
    ("programmes", "pause", "jury"),
    ("rewards", "fund", "jury", "1", "--mint"),
]


def edit_record(place, **changes: object) -> None:
    file = next(place.home.glob("*/alumni/deployment.json"))
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_community_there(place, command):
    height = Node().height()
    shutil.rmtree(place.home / "polygon-local")
    assert "No community was deployed on polygon:local." in place.run(*command, expect=1)
    assert Node().height() == height


@pytest.mark.parametrize("command", COMMANDS)
def test_another_chain_id(place, command):
    height = Node().height()
    edit_record(place, chain_id=80002)
    said = place.run(*command, expect=1)
    assert "alumni lives on chain 80002, and this node is on chain 31337." in said
    assert Node().height() == height


def test_another_chain_with_the_same_number(place):
    edit_record(place, genesis="0x" + "1" * 64)
    assert "was deployed on another chain with the same number" in place.run("members", "list", expect=1)


def test_other_code(place):
    record = place.community().record
    edit_record(place, addresses={**record.addresses, "MemberRegistry": record.addresses["ServiceCatalog"]})
    said = place.run("members", "list", expect=1)
    assert "is not the MemberRegistry of this version of Cercle" in said


def test_a_community_that_is_not_there(place):
    said = place.run("members", "list", "--community", "choir", expect=1)
    assert "No community “choir” was deployed on polygon:local; there are: alumni." in said


def test_an_unknown_account(place):
    height = Node().height()
    said = place.run("programmes", "pause", "jury", "--account", "nobody", expect=1)
    assert "There is no account “nobody” on this computer." in said
    assert Node().height() == height


@pytest.mark.parametrize("command", COMMANDS)
def test_a_node_that_does_not_answer(place, monkeypatch, command):
    monkeypatch.setenv("APE_FOUNDRY_HOST", "http://127.0.0.1:1")
    assert "The local chain at http://127.0.0.1:1 is not running." in place.run(*command, expect=1)


def test_a_node_that_stops_answering_in_the_middle(tmp_path):
    with place_of(ALUMNI.read_text(), tmp_path) as place:
        community = place.community()
        place.stop_node()
        with pytest.raises(Exception, match=r"The chain's node at .* does not answer. Start the local chain"):
            community.history.refresh()
