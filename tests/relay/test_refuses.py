"""What the relay does not send. F5: anything tampered with; F7: whatever the community does not pay for."""

from dataclasses import replace
from decimal import Decimal

import ape
import pytest

from cercle.access import MANAGER, manager_at
from cercle.calls import Call
from cercle.contracts import at
from cercle.errors import InputProblem, Refused, RelayRefused
from cercle.relay import Status
from cercle.standing import revoke
from cercle.texts import Text
from tests.dashboard.village import ALICE, BOB, MENTORING, VERA
from tests.relay.place import DAY, HOUR, invited, working

pytestmark = pytest.mark.anvil

OTHER_CHAIN = 137
NOT_PAID_FOR = "nothing that the community pays for"


def refused(relay, member, call, name):
    """Expects the refusal that the contract would give, before anything is queued."""
    with pytest.raises(Refused) as raised:
        relay.enqueue(member, call)
    assert raised.value.name == name
    assert not relay.counts()


def not_sent(relay, member, call, words=NOT_PAID_FOR):
    with pytest.raises(RelayRefused, match=words):
        relay.enqueue(member, call)
    assert not relay.counts()


# -- F5 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("argument", "value"), [(1, 2), (2, 10_000), (3, b"\7" * 32)])
def test_f5__a_field_changed_after_signing__is_refused(place, make_relay, argument, value):
    call = place.submitted(ALICE, "Mine")
    if argument == 3:
        value = place.evidence(ALICE, "Another")
    args = list(call.args)
    args[argument] = value
    refused(make_relay(), ALICE, replace(call, args=tuple(args)), "Signature_Invalid")


def test_f5__a_later_deadline_than_was_signed__is_refused(place, make_relay):
    call = place.submitted(ALICE, "Mine")
    *args, deadline, signature = call.args
    refused(make_relay(), ALICE, replace(call, args=(*args, deadline + 1, signature)), "Signature_Invalid")


@pytest.mark.parametrize("place_of_change", [0, 40, 64])
def test_f5__a_bit_of_the_signature_changed__is_refused(place, make_relay, place_of_change):
    call = place.submitted(ALICE, "Mine")
    broken = bytearray(call.args[-1])
    broken[place_of_change] ^= 1
    refused(make_relay(), ALICE, replace(call, args=(*call.args[:-1], bytes(broken))), "Signature_Invalid")


@pytest.mark.parametrize("signature", [b"", b"\1" * 64, bytes(65)])
def test_f5__what_is_no_signature__is_refused(place, make_relay, signature):
    call = place.submitted(ALICE, "Mine")
    refused(make_relay(), ALICE, replace(call, args=(*call.args[:-1], signature)), "Signature_Invalid")


def test_f5__signed_by_another_member__is_refused(place, make_relay):
    call = place.signed(ALICE, place.submission(ALICE, "Mine"), by=BOB)
    refused(make_relay(), ALICE, call, "Signature_Invalid")


def test_f5__handed_over_by_another_member__is_refused(place, make_relay):
    not_sent(make_relay(), BOB, place.submitted(ALICE, "Mine"), "an action of member 1, not of member 2")


def test_f5__signed_for_another_chain__is_refused(place, make_relay):
    call, deadline = place.submission(ALICE, "Mine"), place.now() + HOUR
    elsewhere = place.signer(place.account(ALICE)).sign(call.typed_data(OTHER_CHAIN, deadline))
    refused(make_relay(), ALICE, call.signed(deadline, elsewhere), "Signature_Invalid")


def test_f5__signed_for_another_contract__is_refused(place, make_relay):
    call, deadline = place.submission(ALICE, "Mine"), place.now() + HOUR
    data = place.typed(call, deadline)
    data["domain"]["verifyingContract"] = str(place.community.members.contract.address)
    signature = place.signer(place.account(ALICE)).sign(data)
    refused(make_relay(), ALICE, call.signed(deadline, signature), "Signature_Invalid")


def test_f5__sent_to_another_contract__is_not_paid_for(place, make_relay):
    call = place.submitted(ALICE, "Mine")
    not_sent(
        make_relay(),
        ALICE,
        replace(call, contract=at("ContributionRegistry", str(place.account(BOB).address))),
    )
    members = str(place.community.members.contract.address)
    not_sent(make_relay(), ALICE, replace(call, contract=at("ContributionRegistry", members)))


def test_f5__signed_by_a_wallet_since_rotated_away__is_refused(place, make_relay):
    call, new = place.submitted(ALICE, "Mine"), ape.accounts.test_accounts[15]
    members, deadline = place.community.members, place.now() + HOUR
    consent = place.signer(new).sign(members.bind_wallet_data(ALICE, str(new.address), deadline))
    place.village.act(ALICE, members.start_rotation(ALICE, str(new.address), deadline, consent))
    place.pass_time(2 * DAY)
    place.village.act(BOB, members.finish_wallet_change(ALICE))
    late = place.signed(ALICE, place.submission(ALICE, "After"))
    refused(make_relay(), ALICE, late, "Signature_Invalid")
    refused(make_relay(), ALICE, call, "Signature_Expired")


def test_deadline__at_its_last_second_and_after__is_taken_and_refused(place, make_relay):
    relay = make_relay()
    call = place.signed(ALICE, place.submission(ALICE, "In time"), within=60)
    deadline = call.args[-2]
    place.chain.rpc("evm_setNextBlockTimestamp", deadline)
    place.chain.rpc("evm_mine")
    place.chain.rpc("evm_setNextBlockTimestamp", deadline + 1)
    refused(relay, ALICE, call, "Signature_Expired")


def test_deadline__more_than_a_day_ahead__is_refused(place, make_relay):
    call = place.signed(ALICE, place.submission(ALICE, "Far"), within=2 * DAY)
    refused(make_relay(), ALICE, call, "Signature_DeadlineTooFar")


def test_member__suspended__may_not_act(place, make_relay):
    place.village.act(0, place.community.members.suspend(ALICE, bytes(32)))
    refused(make_relay(), ALICE, place.submitted(ALICE, "Mine"), "Members_MayNotAct")


def test_action__that_the_contract_refuses__is_refused_in_its_words(place, make_relay):
    nobodys = place.community.contributions.id_of(ALICE, MENTORING, b"\5" * 32)
    vote = place.community.contributions.attest(VERA, MENTORING, True, [(nobodys, Decimal(1))])
    refused(make_relay(), VERA, place.signed(VERA, vote), "Contributions_Refused")


def test_activation__with_a_link_taken_back__is_refused(place, make_relay):
    (newcomer,) = invited(place, 1)
    with working(make_relay()) as relay:
        relay.send(newcomer.member, place.community.accounts.create(newcomer.device.key))
        revoke(place.community, newcomer.member)
        with pytest.raises(InputProblem, match="was taken back"):
            relay.send(newcomer.member, newcomer.activation())


# -- what it does not pay for ---------------------------------------------------------------------------------------


def test_other_functions__are_not_paid_for(place, make_relay):
    community, relay = place.community, make_relay()
    bobs = str(place.account(BOB).address)
    manager = manager_at(community.record.addresses[MANAGER])
    for call in (
        community.token.transfer(bobs, Decimal(1)),
        community.token.approve(bobs, Decimal(1)),
        community.token.mint(Decimal(1)),
        community.members.leave(ALICE),
        community.members.suspend(BOB, bytes(32)),
        community.members.close_cohort(1),
        place.submission(ALICE, "Unsigned"),
        community.rewards.fund(MENTORING, Decimal(1)),
        Call(manager, MANAGER, "grantRole", (1, bobs, 0), Text("Give a role.")),
    ):
        not_sent(relay, ALICE, call)


@pytest.mark.parametrize("data", [b"", b"\1\2\3", b"\1\2\3\4"], ids=["none", "short", "unknown"])
def test_bytes_that_are_no_call_of_ours__are_not_paid_for(place, make_relay, data):
    class Bare:
        to = str(place.community.members.contract.address)

    Bare.data = data
    not_sent(make_relay(), ALICE, Bare())


def test_permit__to_somebody_else__is_not_paid_for(place, make_relay):
    token = place.community.token
    call = token.allow_services(str(place.account(BOB).address))
    owner, _, amount = call.door.args
    to_alice = replace(call, door=replace(call.door, args=(owner, str(place.account(ALICE).address), amount)))
    not_sent(make_relay(), BOB, place.signed(BOB, to_alice), "its own services only")


def test_permit__of_another_members_wallet__is_refused(place, make_relay):
    call = place.community.token.allow_services(str(place.account(BOB).address))
    refused(make_relay(), ALICE, place.signed(BOB, call), "Members_NotTheWallet")


def test_action__of_more_gas_than_one_may_use__is_not_sent(place, make_relay):
    relay = make_relay(gas_per_action=60_000)
    not_sent(relay, ALICE, place.submitted(ALICE, "Mine"), "too much at once")


def test_collecting_for_a_member_without_auto_collect__is_refused(place, make_relay):
    contributions = place.community.contributions
    earned = contributions.id_of(ALICE, MENTORING, place.village.evidence["Two mock interviews"])
    refused(make_relay(), BOB, contributions.claim(ALICE, [earned]), "Contributions_NotYours")
    assert Status.Queued not in make_relay().counts()
