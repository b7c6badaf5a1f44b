"""The tank is empty, the node is down, the key is no good: said in words, and nothing is lost."""

import os
import stat

import pytest
from eth_account import Account

from cercle.config_models import RelayTerms
from cercle.errors import ConfigProblem, RelayClosed
from cercle.relay import Relay
from cercle.relay.key import make_key
from tests.anvil import local_chain
from tests.dashboard.village import ALICE, BOB
from tests.relay.place import Place, build, relay_address, working

pytestmark = pytest.mark.anvil
FLOOR = 5 * 10**17


def hold(place, wei):
    place.chain.rpc("anvil_setBalance", relay_address(), hex(wei))


def test_balance__at_the_floor_and_below__is_open_and_closed(place, make_relay):
    with working(make_relay()) as relay:
        number = relay.enqueue(ALICE, place.submitted(ALICE, "Before"))
        relay.wait(number)
        hold(place, FLOOR)
        assert relay.enqueue(BOB, place.submitted(BOB, "At the floor"))
        relay.wait(2)
        hold(place, FLOOR - 1)
        with pytest.raises(RelayClosed, match="gas tank is empty") as raised:
            relay.enqueue(ALICE, place.submitted(ALICE, "Below"))
        assert "If you have a wallet of your own" in str(raised.value)
        health = relay.health()
        assert not health.open and "empty" in str(health.sentence) and health.next_step


def test_queued__while_the_tank_is_empty__is_sent_once_it_is_filled(place, make_relay):
    relay = make_relay()
    number = relay.enqueue(ALICE, place.submitted(ALICE, "Patience"))
    hold(place, 0)
    with working(relay):
        with pytest.raises(Exception, match="on its way, and not done yet"):
            relay.wait(number, timeout=1)
        hold(place, 10**18)
        relay.wait(number)


def test_forecast__says_for_how_long_it_is_enough(place, make_relay):
    with working(make_relay()) as relay:
        assert relay.health().months_left is None
        place.chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(10**9))
        relay.send(ALICE, place.submitted(ALICE, "An hour"))
        months = relay.health().months_left
        assert months > 24 and "more than two years" in str(relay.health().sentence)
        (spent,) = [10**22 - int(place.chain.rpc("eth_getBalance", relay_address(), "latest"), 16)]
        for_four_months = FLOOR + spent * 30 * 4 + spent
        hold(place, for_four_months)
        assert relay.health().months_left == pytest.approx(4, rel=0.05)
        assert "enough for about 4 months at last month's pace" in str(relay.health().sentence)


def test_node__that_does_not_answer__is_said(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("down")
    monkeypatch.setenv("CERCLE_HOME", str(home))
    with local_chain(home) as chain, chain.connected():
        place = Place(chain, build())
        relay = Relay(place.community, RelayTerms(account="TEST::9"))
        call = place.submitted(ALICE, "An hour")
        chain.process.terminate()
        chain.process.communicate(timeout=30)
        with pytest.raises(RelayClosed, match="network cannot be reached"):
            relay.enqueue(ALICE, call)
        assert not relay.health().open


# -- the key --------------------------------------------------------------------------------------------------------


def test_key__made_here__is_its_owners_only_and_made_once(place, make_relay):
    address = make_key(place.community.record)
    file = place.community.record.folder / "relay.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert make_key(place.community.record) == address == make_relay(account=None).address
    file.chmod(0o640)
    with pytest.raises(ConfigProblem, match="Others can read the relay's key"):
        make_relay(account=None).address


def test_key__that_is_not_there__closes_the_relay(place, make_relay):
    with pytest.raises(RelayClosed, match="The relay has no key"):
        make_relay(account=None).enqueue(ALICE, place.submitted(ALICE, "An hour"))


@pytest.mark.parametrize(
    ("account", "power"),
    [("TEST::0", "holds the role admin"), ("TEST::1", "is the wallet of member 1")],
)
def test_key__that_may_do_more_than_pay__is_refused(place, make_relay, account, power):
    with pytest.raises(ConfigProblem, match=power):
        make_relay(account=account).address
    health = make_relay(account=account).health()
    assert not health.open and power in str(health.sentence)


def test_keyfile__its_passphrase_comes_from_the_environment(place, make_relay, monkeypatch):
    import json

    import ape

    key = Account.create()
    folder = ape.config.DATA_FOLDER / "accounts"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"cercle-relay-test-{os.getpid()}.json"
    file.write_text(json.dumps(Account.encrypt(key.key, "a long passphrase", kdf="pbkdf2", iterations=10)))
    variable = f"APE_ACCOUNTS_{file.stem}_PASSPHRASE"
    try:
        with pytest.raises(ConfigProblem, match=f"Put its passphrase into {variable}"):
            make_relay(account=file.stem).address
        monkeypatch.setenv(variable, "wrong")
        with pytest.raises(ConfigProblem, match="is wrong"):
            make_relay(account=file.stem).address
        monkeypatch.setenv(variable, "a long passphrase")
        assert make_relay(account=file.stem).address == key.address
    finally:
        file.unlink()
