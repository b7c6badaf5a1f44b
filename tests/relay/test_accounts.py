"""F5: what a passkey account may have sent, and what not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cercle.calls import Call
from cercle.errors import Refused, RelayRefused
from cercle.relay import Relay
from cercle.texts import Text
from tests.authenticator import Authenticator
from tests.dashboard.village import ALICE, BOB
from tests.relay.place import invited, working

pytestmark = pytest.mark.anvil
NOT_PAID_FOR = "nothing that the community pays for"


@pytest.fixture
def joined(place, make_relay):
    """Somebody who has joined with a passkey."""
    (newcomer,) = invited(place, 1)
    with working(make_relay()) as relay:
        relay.send(newcomer.member, place.community.accounts.create(newcomer.device.key))
        relay.send(newcomer.member, newcomer.activation())
    return newcomer


@pytest.fixture
def batch(place, joined):
    """A batch of the account, signed."""

    def make(*calls: Call) -> Call:
        return joined.signed(place.community.accounts.execution(joined.account, calls, Text("Do.")))

    return make


def not_sent(relay: Relay, member: int, call: Call, words: str = NOT_PAID_FOR) -> None:
    with pytest.raises(RelayRefused, match=words):
        relay.enqueue(member, call)


def test_batch__of_what_members_do__is_sent(place, make_relay, joined, batch):
    catalog = str(place.community.services.contract.address)
    both = batch(place.community.token.approve(catalog, Decimal(1)), place.submission(joined.member, "One"))
    with working(make_relay()) as relay:
        names = [event.name for event in relay.send(joined.member, both).events]
    assert "ContributionSubmitted" in names


def test_batch__with_something_else_in_it__is_not_paid_for(place, make_relay, joined, batch):
    community, relay = place.community, make_relay()
    bobs = str(place.account(BOB).address)
    good = place.submission(joined.member, "Good")
    not_sent(relay, joined.member, batch(good, community.token.transfer(bobs, Decimal(0))))
    not_sent(relay, joined.member, batch(good, community.members.close_cohort(1)))
    not_sent(relay, joined.member, batch(good, community.token.approve(bobs, Decimal(1))), "its own services")
    not_sent(relay, joined.member, batch(good, place.submission(ALICE, "Hers")), "an action of member 1")


def test_batch__that_moves_coins_or_calls_a_stranger__is_not_paid_for(place, make_relay, joined):
    accounts, relay = place.community.accounts, make_relay()
    good = accounts.execution(joined.account, [place.submission(joined.member, "Good")], Text("Do."))
    (target, _, data), number = good.door.args[0][0], good.door.args[1]
    for one in (
        (target, 1, data),
        (str(place.account(BOB).address), 0, b""),
        (joined.account, 0, b"\1\2\3\4"),
    ):
        bad = replace(good, door=replace(good.door, args=([one], number)))
        not_sent(relay, joined.member, joined.signed(bad))


def test_batch__of_another_members_account__is_not_sent(place, make_relay, joined, batch):
    not_sent(make_relay(), ALICE, batch(), "is not the account of member 1")


def test_batch__signed_by_another_passkey__is_refused(place, make_relay, joined):
    call = place.community.accounts.execution(
        joined.account, [place.submission(joined.member, "One")], Text("Do.")
    )
    deadline = place.now() + 3600
    forged = Authenticator().sign(place.typed(call, deadline), joined.account, place.chain_id)
    with pytest.raises(Refused) as raised:
        make_relay().enqueue(joined.member, call.signed(deadline, forged))
    assert raised.value.name == "Signature_Invalid"
