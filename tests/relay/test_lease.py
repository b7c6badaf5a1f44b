"""One worker a queue: others stand by, and take over."""

import threading

import pytest

from cercle.relay import Pace
from cercle.relay.lease import Lease, LeaseLost
from cercle.relay.tables import Database
from tests.anvil import wait_until
from tests.dashboard.village import ALICE, BOB, VERA
from tests.relay.place import working

pytestmark = pytest.mark.anvil
SLOW = Pace(poll=0.02, lease=1.0, fresh=0.0)


def test_two_workers__send_each_action_once__and_one_takes_over_from_the_other(place, make_relay):
    before = place.nonce()
    first, second = make_relay(), make_relay()
    with working(second):
        with working(first):
            for who in (ALICE, BOB, VERA):
                first.send(who, place.submitted(who, f"Hour of {who}"))
        assert place.nonce() == before + 3
        second.send(ALICE, place.submitted(ALICE, "Another"))
    assert place.nonce() == before + 4


def test_lease__held_by_one_until_it_is_silent_or_lets_go(tmp_path):
    database = Database.in_folder(tmp_path)
    one, other = Lease(database, 0.5), Lease(database, 0.5)
    assert one.hold() and one.hold() and not other.hold()
    wait_until(other.hold, 5)
    with database.writing() as connection, pytest.raises(LeaseLost):
        one.require(connection)
    other.let_go()
    assert one.hold()


def test_health__nobody_works__says_so(place, make_relay):
    relay = make_relay(SLOW)
    assert not relay.health().open and "not running" in str(relay.health().sentence)
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,))
    thread.start()
    wait_until(lambda: relay.health().open)
    stop.set()
    thread.join()
    assert not relay.health().open
