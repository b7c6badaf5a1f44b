"""Stopped anywhere, the index goes on from there and ends the same (P4)."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from sqlalchemy import event

from cercle.contracts import ROOT
from cercle.index import fetch
from cercle.index.rpc import Rpc
from tests.anvil import Killed
from tests.index.compare import dump


@pytest.fixture(autouse=True)
def _small_ranges(monkeypatch):
    monkeypatch.setattr(fetch, "_FIRST_SPAN", 4)
    monkeypatch.setattr(fetch, "_LOGS", 12)


class DyingRpc(Rpc):
    """A client killed at its n-th request, before it was sent or after it was answered."""

    left = 10**9
    after = False

    def _answer(self, body):
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        answer = super()._answer(body)
        if self.left == 0:
            raise Killed
        return answer


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_a_request__then_run_again__is_the_same_index(village, new_index, after):
    whole = dump(new_index().sync())
    for point in range(1, 60, 3):
        rpc = DyingRpc(Rpc.of(village.node)._url)
        index = new_index(rpc)
        rpc.left, rpc.after = point, after
        with suppress(Killed):
            index.sync()
        rpc.left = 10**9
        assert dump(index.sync()) == whole, point


def test_killed_at_a_statement__then_run_again__is_the_same_index(new_index):
    whole = dump(new_index().sync())
    index = new_index()
    state = {"left": 20, "kills": 0}

    @event.listens_for(index.engine, "before_cursor_execute")
    def die(*_):
        state["left"] -= 1
        if state["left"] == 0:
            raise Killed

    for _ in range(60):
        try:
            index.sync()
            break
        except Killed:
            state["kills"] += 1
            state["left"] = 20 + 11 * state["kills"]
    assert state["kills"] >= 5
    state["left"] = 10**9
    assert dump(index.sync()) == whole


def test_killed_processes__then_one_that_lives__is_the_same_index(village, new_index, tmp_path):
    whole = dump(new_index().sync())
    url = f"sqlite:///{tmp_path / 'killed.sqlite'}"
    program = (
        "import ape; from cercle import connect; from cercle.index import fetch\n"
        "fetch._FIRST_SPAN, fetch._LOGS = 1, 1\n"
        "with ape.networks.parse_network_choice('polygon:local:foundry'):\n"
        "    print('ready', flush=True); connect().index.sync()\n"
    )
    environment = {**os.environ, "CERCLE_INDEX_URL": url}
    for moment in (0.02, 0.1, 0.3):
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert dump(new_index(url=url).sync()) == whole
