"""A worker killed at the worst moments (SIGKILL of a real process): everything is mined, and once."""

import os
import signal
import subprocess
import sys

import pytest

from cercle.contracts import ROOT
from cercle.relay import Status
from cercle.relay.key import make_key
from tests.anvil import wait_until
from tests.dashboard.village import ALICE, BOB, NADIA, PAUL, VERA, VICTOR
from tests.relay.place import working

pytestmark = pytest.mark.anvil
PEOPLE = (ALICE, BOB, VERA, VICTOR, PAUL, NADIA)


def die(place, when, sending):
    """Runs a worker that is killed, to its end."""
    command = [sys.executable, "-m", "tests.relay.dying_worker", when, str(sending)]
    ended = subprocess.run(command, cwd=ROOT, env=place.chain.environment, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL


def submitted_events(place):
    history = place.community.history.refresh()
    return [one for one in history.contributions.values() if one.member in PEOPLE]


@pytest.mark.parametrize("when", ["before", "after"])
def test_worker__killed_around_a_sending__all_is_mined_once(place, make_relay, when, sending=3):
    before, known = place.nonce(), len(submitted_events(place))
    waiting = make_relay()
    numbers = [waiting.enqueue(who, place.submitted(who, f"Hour of {who}")) for who in PEOPLE]
    die(place, when, sending)
    assert place.nonce() == before + sending - (when == "before")
    with working(make_relay()) as relay:
        receipts = [relay.wait(number) for number in numbers]
    assert len({receipt.transaction for receipt in receipts}) == len(PEOPLE)
    assert place.nonce() == before + len(PEOPLE)
    assert len(submitted_events(place)) == known + len(PEOPLE)


def test_action__written_down_and_never_sent__is_sent_as_the_same_bytes(place, make_relay):
    waiting = make_relay()
    number = waiting.enqueue(ALICE, place.submitted(ALICE, "An hour"))
    die(place, "before", 1)
    signed = waiting.state(number)
    assert signed.status is Status.Sent
    assert place.chain.rpc("eth_getTransactionByHash", signed.transaction) is None
    with working(waiting):
        assert waiting.wait(number).transaction == signed.transaction


def test_command__killed_again_and_again__all_is_mined_once(place, make_relay):
    """The real `ape run relay run`, with the key in the community's folder."""
    address = make_key(place.community.record)
    place.chain.rpc("anvil_setBalance", address, hex(10**19))
    relay = make_relay(account=None)
    numbers = [
        relay.enqueue(who, place.submitted(who, f"Hour {one} of {who}")) for who in PEOPLE for one in range(3)
    ]
    for kill_after in (1, 7, None):
        worker = place.chain.start("relay", "run")
        try:
            enough = kill_after or len(numbers)
            wait_until(lambda: relay.counts().get(Status.Mined, 0) >= enough, 120)  # noqa: B023
        finally:
            os.kill(worker.pid, signal.SIGTERM if kill_after is None else signal.SIGKILL)
            said, problems = worker.communicate(timeout=60)
    assert "What was not sent yet is kept" in said, problems
    receipts = [relay.wait(number, timeout=1) for number in numbers]
    assert len({receipt.transaction for receipt in receipts}) == len(numbers)
    assert int(place.chain.rpc("eth_getTransactionCount", address, "latest"), 16) == len(numbers)
