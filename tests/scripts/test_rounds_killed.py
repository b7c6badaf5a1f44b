"""`ape run rewards round`, killed after every transaction it signs, and begun again from its first step."""

from __future__ import annotations

import json
import signal
from decimal import Decimal

import pytest

from cercle.accounts import account
from cercle.enrolment import activate
from cercle.signers import AccountSigner
from cercle.transactions import nonce
from tests.anvil import wait_until
from tests.scripts.place import DAY, PRAISE, Place, in_days

DUE = Decimal("2.5")
MEMBER = "TEST::5"


@pytest.fixture(scope="module")
def yaml():
    return PRAISE.read_text()


def journal(place: Place) -> list[dict[str, str]]:
    """What was signed; the first line says on which chain, and a line being written is none yet."""
    (file,) = place.home.glob("*/praise/journal.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    return [json.loads(line) for line in lines[1:] if line.endswith(b"\n")]


def kill_where_it_sends(place: Place, arrives: bool, *command: object) -> None:
    """Runs a command until it waits for a transaction, and kills it. The transaction is mined afterwards, or is lost
    on its way to the chain."""
    place.chain.rpc("evm_setAutomine", False)
    process = place.process(*command)
    try:
        wait_until(lambda: process.poll() is not None or waiting(place), 240)
    finally:
        process.send_signal(signal.SIGKILL)
        said = process.communicate()
    assert process.returncode == -signal.SIGKILL, said
    if arrives:
        place.chain.rpc("evm_mine")
    else:
        place.chain.rpc("anvil_dropTransaction", journal(place)[-1]["hash"])
        assert not waiting(place)
    place.chain.rpc("evm_setAutomine", True)


def waiting(place: Place) -> bool:
    """Whether a transaction has reached the node and is not mined."""
    return place.chain.rpc("txpool_status")["pending"] != "0x0"


@pytest.fixture
def ann(place, tmp_path) -> str:
    """A member with a wallet, who is due; gives the wallet's address."""
    (tmp_path / "people.csv").write_text("key,name\nann,Ann\n")
    place.run("members", "enrol", tmp_path / "people.csv", "--yes")
    community = place.community()
    wallet = account(community.node, MEMBER)
    activate(community, AccountSigner(community.node, wallet), community.directory.keys()["ann"])
    return str(wallet.address)


@pytest.mark.parametrize("arrives", [True, False], ids=["mined", "lost"])
def test_round__killed_at_every_transaction_and_begun_again__is_announced_paid_and_collected_once(
    place, tmp_path, ann, arrives
):
    community = place.community()
    treasurer = AccountSigner(community.node, account(community.node, "TEST::1"))
    treasurer.send(community.token.mint(3 * DUE))
    signed, sent = len(journal(place)), nonce(community.node, treasurer.address)
    file, out = tmp_path / "list.csv", tmp_path / "round.json"
    file.write_text(f"member,amount\nann,{DUE}\n")
    options = ("--csv", file, "--programme", "round-10-contributors", "--ends", in_days(place, 400))
    steps = {
        "build": ("rewards", "round", "build", out, *options),
        "announce": ("rewards", "round", "announce", out),
        "fund": ("rewards", "round", "fund", out),
        "attest": ("rewards", "round", "attest", out),
        "claim": ("rewards", "round", "claim", "ann", out, "--account", MEMBER),
    }
    place.run(*steps["build"])
    kill_where_it_sends(place, arrives, *steps["announce"])
    place.run(*steps["build"])
    place.run(*steps["announce"])
    kill_where_it_sends(place, arrives, *steps["fund"])  # while it allows the rounds to take the tokens
    assert community.token.balance(treasurer.address) == 3 * DUE
    kill_where_it_sends(place, arrives, *steps["fund"])
    place.run(*steps["fund"])
    kill_where_it_sends(place, arrives, *steps["attest"])
    place.run(*steps["attest"])
    place.pass_time(3 * DAY)
    kill_where_it_sends(place, arrives, *steps["claim"])
    place.run(*steps["claim"])
    assert [entry["key"].split("/")[0] for entry in journal(place)[signed:]] == [
        "RewardRounds.announce",
        "CommunityToken.approve",
        "RewardRounds.fund",
        "RewardRounds.attest",
        "RewardRounds.claim",
    ]
    assert nonce(community.node, treasurer.address) == sent + 3
    assert community.token.balance(treasurer.address) == 2 * DUE
    assert community.token.balance(ann) == DUE
    assert len(list(community.record.files.rounds.iterdir())) == 1
    height = community.node.height()
    for step, told in (
        ("build", "already. Publish it"),
        ("announce", "The round is approved already."),
        ("fund", "The round is paid in already: nothing to do."),
        ("attest", "The round is approved already: nothing to do."),
        ("claim", "has collected already: nothing to do."),
    ):
        assert told in place.run(*steps[step])
    assert community.node.height() == height
