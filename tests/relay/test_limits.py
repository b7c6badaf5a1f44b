"""F7, F12: however hard somebody tries, a member and a day cost the community no more than it allows."""

import ape
import pytest

from cercle.errors import Refused, RelayRefused
from cercle.estimates import estimate
from cercle.relay import Status
from cercle.relay.tables import Database
from cercle.relay.usage import used
from tests.authenticator import Authenticator
from tests.dashboard.village import ALICE, BOB
from tests.relay.place import DAY, HOUR, relay_address, working

pytestmark = pytest.mark.anvil
USED_UP = "You have used all your free actions of today: 3"


def submit(place, relay, member, title):
    return relay.enqueue(member, place.submitted(member, title))


def test_actions_of_a_member__up_to_the_limit_and_one_more__are_taken_and_refused(place, make_relay):
    with working(make_relay(actions_per_member=3)) as relay:
        taken = [submit(place, relay, ALICE, f"Hour {number}") for number in range(3)]
        with pytest.raises(RelayRefused, match=USED_UP) as raised:
            submit(place, relay, ALICE, "Hour 4")
        assert "The next one is free tomorrow, from" in str(raised.value)
        for job in (*taken, submit(place, relay, BOB, "Another member")):
            relay.wait(job)
        assert relay.counts()[Status.Mined] == 4


def test_day__ends_at_midnight_to_the_second(place, make_relay):
    relay = make_relay(actions_per_member=1)
    submit(place, relay, ALICE, "Today")
    midnight = (place.now() // DAY + 1) * DAY
    late = place.signed(ALICE, place.submission(ALICE, "Tomorrow"), within=midnight + HOUR - place.now())
    place.chain.rpc("evm_setNextBlockTimestamp", midnight - 1)
    with pytest.raises(RelayRefused, match="free actions of today: 1"):
        relay.enqueue(ALICE, late)
    place.chain.rpc("evm_setNextBlockTimestamp", midnight)
    assert relay.enqueue(ALICE, late)


def test_all_members__together_have_a_limit_too(place, make_relay):
    relay = make_relay(actions_a_day=1)
    submit(place, relay, ALICE, "The first")
    with pytest.raises(RelayRefused, match="as much today as it allows itself"):
        submit(place, relay, BOB, "The second")


@pytest.mark.parametrize("limit", ["gas_per_member", "gas_a_day"])
def test_gas__to_the_last_unit_and_one_less__is_taken_and_refused(place, make_relay, limit):
    call = place.submitted(ALICE, "An hour")
    gas = estimate(place.community.node, relay_address(), call.to, call.data).limit
    with pytest.raises(RelayRefused, match=r"more than what|as much today"):
        make_relay(**{limit: gas - 1}).enqueue(ALICE, call)
    assert make_relay(**{limit: gas}).enqueue(ALICE, call)


def test_f7__useless_accounts_by_the_dozen__end_at_the_limit(place, make_relay):
    with working(make_relay(actions_per_member=3)) as relay:
        before = place.nonce()
        with pytest.raises(RelayRefused, match=USED_UP):
            for _ in range(10):
                relay.send(ALICE, place.community.accounts.create(Authenticator().key))
        assert place.nonce() == before + 3


def test_f7__what_the_contract_refuses_again_and_again__costs_no_gas_and_ends(place, make_relay):
    relay, before = make_relay(actions_per_member=1), place.nonce()
    for number in range(10):
        with pytest.raises(Refused):
            relay.enqueue(ALICE, place.community.services.settle(number.to_bytes(32)))
    with pytest.raises(RelayRefused, match="You have tried 10 times today"):
        relay.enqueue(ALICE, place.submitted(ALICE, "An hour"))
    assert relay.enqueue(BOB, place.submitted(BOB, "An hour"))
    assert place.nonce() == before


def move_to(place, member, wallet):
    """A member moves to a contract's wallet."""
    members, deadline = place.community.members, place.now() + HOUR
    place.village.act(member, members.start_rotation(member, str(wallet.address), deadline, b"\1"))
    place.pass_time(2 * DAY)
    place.village.act(BOB, members.finish_wallet_change(member))


def with_any_signature(place, member, title):
    return place.submission(member, title).signed(place.now() + HOUR, b"\1")


def test_f12__a_wallet_that_burns_all_gas__is_refused_before_anything_is_sent(place, make_relay):
    relay, trap = make_relay(), place.village.admin.deploy(ape.project.TrapWallet)
    move_to(place, ALICE, trap)
    burner = place.village.admin.deploy(ape.project.GasBurningWallet)
    code = place.chain.rpc("eth_getCode", str(burner.address), "latest")
    place.chain.rpc("anvil_setCode", str(trap.address), code)
    with pytest.raises(Refused) as raised:
        relay.enqueue(ALICE, with_any_signature(place, ALICE, "Burn"))
    assert raised.value.name == "Signature_Invalid"


def test_f12__a_wallet_that_burns_gas_only_on_chain__pays_from_its_members_limit(place, make_relay):
    trap = place.village.admin.deploy(ape.project.TrapWallet)
    move_to(place, ALICE, trap)
    with working(make_relay()) as relay:
        relay.send(ALICE, with_any_signature(place, ALICE, "Honest so far"))
        spent = used_today(place)
        trap.arm(sender=place.village.admin)
        call = with_any_signature(place, ALICE, "A trap")
        limit = estimate(place.community.node, relay_address(), call.to, call.data).limit
        place.chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(10**9))
        with pytest.raises(RelayRefused, match="at the last moment"):
            relay.send(ALICE, call)
    burnt = used_today(place) - spent
    assert 0.9 * limit < burnt <= limit
    # Another document has another hash, with other zero bytes: its cost differs by a few units of gas.
    relay = make_relay(gas_per_member=spent + burnt + limit * 99 // 100)
    with pytest.raises(RelayRefused, match="more than what the community pays for one member"):
        relay.enqueue(ALICE, with_any_signature(place, ALICE, "Another trap"))


def used_today(place):
    with Database.in_folder(place.community.record.folder).reading() as connection:
        return used(connection, place.now() // DAY, ALICE).gas
