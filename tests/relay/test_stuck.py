"""Transactions that are not mined: offered again, replaced at a higher fee, given up; and blocks that are gone."""

from itertools import pairwise

import ape
import pytest

from cercle.errors import Refused
from cercle.relay import Status
from cercle.relay.queue import Queue
from cercle.relay.tables import Database
from cercle.transactions import GWEI
from tests.anvil import wait_until
from tests.dashboard.village import ALICE, BOB, VERA
from tests.relay.place import RELAY, working

pytestmark = pytest.mark.anvil


@pytest.fixture
def no_mining(place):
    """The chain makes a block only when told to."""
    place.chain.rpc("evm_setAutomine", False)
    yield
    place.chain.rpc("evm_setAutomine", True)


def block(place, base_fee):
    """A block with a base fee, in gwei."""
    place.chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(base_fee * GWEI))
    place.chain.rpc("evm_mine")


def attempts(place, number):
    return Queue(Database.in_folder(place.community.record.folder)).attempts(number)


def reached(place, number, count):
    """Waits until so many transactions were signed for an action, and the node has the newest."""
    wait_until(lambda: len(attempts(place, number)) >= count, 60)
    newest = attempts(place, number)[-1].hash
    wait_until(lambda: place.chain.rpc("eth_getTransactionByHash", newest) is not None)


def test_stuck__fees_have_risen__is_replaced_and_mined_once(place, make_relay, no_mining):
    block(place, 1)
    before = place.nonce()
    with working(make_relay(highest_fee=100)) as relay:
        number = relay.enqueue(ALICE, place.submitted(ALICE, "An hour"))
        reached(place, number, 1)
        block(place, 40)  # not enough was offered
        assert relay.state(number).status is Status.Sent
        reached(place, number, 2)
        block(place, 40)
        receipt = relay.wait(number)
    signed = attempts(place, number)
    assert receipt.transaction in [one.hash for one in signed]
    assert {one.nonce for one in signed} == {before}
    for first, second in pairwise(signed):
        assert second.highest * 8 >= first.highest * 9 and second.tip * 8 >= first.tip * 9
    assert max(one.highest for one in signed) <= 100 * GWEI
    assert place.nonce() == before + 1


def test_stuck__above_the_highest_fee__waits_and_is_mined_when_it_falls(place, make_relay, no_mining):
    block(place, 1)
    with working(make_relay(highest_fee=10)) as relay:
        number = relay.enqueue(ALICE, place.submitted(ALICE, "An hour"))
        reached(place, number, 1)
        for _ in range(3):
            block(place, 50)
        assert not relay.health().open and "asks more" in str(relay.health().sentence)
        assert relay.state(number).status is Status.Sent
        assert max(one.highest for one in attempts(place, number)) <= 10 * GWEI
        wait_until(lambda: block(place, 1) or relay.state(number).status is Status.Mined)


def test_stuck__deadline_over__an_empty_one_takes_its_place_and_the_next_goes_on(
    place, make_relay, no_mining
):
    block(place, 1)
    before = place.nonce()
    with working(make_relay()) as relay:
        number = relay.enqueue(ALICE, place.signed(ALICE, place.submission(ALICE, "Too late"), within=600))
        reached(place, number, 1)
        place.chain.rpc("evm_increaseTime", 1200)
        block(place, 40)
        wait_until(lambda: attempts(place, number)[-1].empty, 60)
        later = relay.enqueue(BOB, place.submitted(BOB, "In time"))
        reached(place, later, 1)
        place.chain.rpc("evm_setAutomine", True)
        place.chain.rpc("evm_mine")
        with pytest.raises(Refused, match="The signature was valid until"):
            relay.wait(number)
        assert relay.state(number).status is Status.Failed
        relay.wait(later)
    assert place.nonce() == before + 2


def test_queued__deadline_over_before_it_can_be_sent__fails_in_words(place, make_relay):
    relay = make_relay()
    number = relay.enqueue(ALICE, place.signed(ALICE, place.submission(ALICE, "Too late"), within=60))
    place.pass_time(120)
    with working(relay), pytest.raises(Refused, match="Sign again"):
        relay.wait(number)
    assert relay.state(number).status is Status.Failed


def test_several__stuck_behind_one__are_all_mined_once(place, make_relay, no_mining):
    block(place, 1)
    before = place.nonce()
    with working(make_relay()) as relay:
        numbers = [relay.enqueue(who, place.submitted(who, f"Hour of {who}")) for who in (ALICE, BOB, VERA)]
        for number in numbers:
            reached(place, number, 1)
        block(place, 40)
        for number in numbers:
            reached(place, number, 2)
        block(place, 40)
        assert len({relay.wait(number).transaction for number in numbers}) == 3
    assert place.nonce() == before + 3


def test_nonce__used_by_somebody_else__the_action_gets_another(place, make_relay, no_mining):
    block(place, 0)
    relay_account = ape.accounts.test_accounts[int(RELAY.removeprefix("TEST::"))]
    before = place.nonce()
    with working(make_relay()) as relay:
        number = relay.enqueue(ALICE, place.submitted(ALICE, "An hour"))
        reached(place, number, 1)
        place.chain.rpc("anvil_dropTransaction", attempts(place, number)[-1].hash)
        place.chain.rpc("anvil_setNonce", str(relay_account.address), hex(before + 1))
        place.chain.rpc("evm_setAutomine", True)
        relay.wait(number)
    assert {one.nonce for one in attempts(place, number)} == {before, before + 1}


def test_mined__in_a_block_that_is_gone__is_mined_again(place, make_relay):
    with working(make_relay()) as relay:
        first = relay.send(ALICE, place.submitted(ALICE, "An hour"))
        place.chain.rpc("anvil_reorg", 1, [])
        number = 1
        wait_until(lambda: _mined_anew(relay, number, first), 60)
        assert relay.wait(number).transaction == first.transaction


def _mined_anew(relay, number, first):
    state = relay.state(number)
    return state.status is Status.Mined and state.receipt is not None and state.receipt.block != first.block
