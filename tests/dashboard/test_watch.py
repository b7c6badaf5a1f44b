"""The chain is looked at in the background while somebody looks at a page, once for all of them, and then no more."""

import threading
import time
from datetime import UTC, datetime

import pytest

from app.data import watch
from app.data.watch import Seen, Watch
from cercle.errors import NodeUnreachable, StillReading
from cercle.texts import Text


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    for name, seconds in (("FRESH", 0.02), ("STALE", 0.2), ("IDLE", 0.3), ("PATIENCE", 0.5)):
        monkeypatch.setattr(watch, name, seconds)


class Chain:
    """What a look finds: how often it was looked at, how long that takes, and what is wrong."""

    def __init__(self) -> None:
        self.looks = 0
        self.problem: Exception | None = None
        self.free = threading.Event()
        self.free.set()
        self.at_once = 0
        self.most_at_once = 0

    def look(self, number, tell) -> Seen:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        tell(42, 100)
        self.free.wait(5)
        self.looks += 1
        self.at_once -= 1
        if self.problem:
            raise self.problem
        return Seen(None, "", datetime.fromtimestamp(0, UTC), number)


@pytest.fixture
def chain():
    return Chain()


@pytest.fixture
def watching(chain):
    found = Watch(chain.look)
    yield found
    chain.free.set()
    found.stop()


def until(condition) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_pages__do_not_wait__while_it_goes_on_looking(chain, watching):
    first = watching.seen()
    until(lambda: watching.seen().number > first.number + 2)
    chain.free.clear()
    began = time.monotonic()
    watching.seen()
    assert time.monotonic() - began < 0.1


def test_nobody_looks_at_a_page__it_stops__and_begins_again_with_the_next_one(chain, watching):
    watching.seen()
    until(lambda: watching._thread is None)
    looks = chain.looks
    time.sleep(0.1)
    assert chain.looks == looks
    until(lambda: watching.seen().number > looks)


def test_own_action__waits_for_a_look_that_begins_after_it(chain, watching):
    watching.seen()
    before = chain.looks
    watching.look()
    assert chain.looks > before


def test_many_at_once__share_one_look(chain, watching, monkeypatch):
    monkeypatch.setattr(watch, "FRESH", 60)
    monkeypatch.setattr(watch, "PATIENCE", 5)
    chain.free.clear()
    pages = [threading.Thread(target=watching.look) for _ in range(20)]
    for one in pages:
        one.start()
    until(lambda: chain.at_once == 1)
    chain.free.set()
    for one in pages:
        one.join()
    assert chain.most_at_once == 1
    assert (
        chain.looks <= 3
    )  # the one they found, one for all who waited, and one for who came after it had begun


def test_a_problem__is_told_to_every_page__until_it_is_over(chain, watching):
    watching.seen()
    chain.problem = NodeUnreachable(Text("The chain's node does not answer."))
    watching.look()
    with pytest.raises(NodeUnreachable):
        watching.seen()
    chain.problem = None
    watching.look()
    assert watching.seen()


def test_a_fault_of_ours__leaves_what_was_seen_before(chain, watching, caplog):
    first = watching.seen()
    chain.problem = ValueError("a fault")
    watching.look()
    assert watching.seen().number >= first.number
    assert "could not look at the chain" in caplog.text


def test_the_first_look_takes_long__says_how_far_it_is(chain, watching):
    chain.free.clear()
    with pytest.raises(StillReading) as told:
        watching.seen()
    assert "42 %" in str(told.value)
    chain.free.set()
    until(lambda: chain.looks)
    assert watching.seen()
