"""The honest side of F5, what the relay sends: everything that members, validators and providers sign, and what anyone may send."""

from dataclasses import replace
from decimal import Decimal

import ape
import pytest
from eth_account import Account

from cercle.contributions import Entry
from cercle.services import Services
from cercle.states import ContributionStatus, MemberFlag, OrderStatus
from tests.authenticator import Authenticator
from tests.dashboard.village import ALICE, BOB, COACHING, MENTORING, NADIA, PAUL, VERA, VICTOR
from tests.relay.place import COACHING_PRICE, DAY, EARNED, HOUR, invited

pytestmark = pytest.mark.anvil


@pytest.fixture
def send(place, relay):
    """Signs a call as its member and has it sent; returns the names of the events."""

    def sign_and_send(member, call):
        return [event.name for event in relay.send(member, place.signed(member, call)).events]

    return sign_and_send


def test_contribution__from_submission_to_payment__every_step_is_sent(place, send):
    contributions = place.community.contributions
    assert send(ALICE, place.submission(ALICE, "An hour")) == ["ContributionSubmitted"]
    one = contributions.id_of(ALICE, MENTORING, place.evidence(ALICE, "An hour"))
    assert send(VERA, contributions.attest(VERA, MENTORING, True, [(one, Decimal(1))])) == [
        "ContributionAttested"
    ]
    assert send(VICTOR, contributions.challenge(VICTOR, one, bytes(32))) == ["ContributionChallenged"]
    earned = contributions.id_of(ALICE, MENTORING, place.village.evidence[EARNED])
    assert "ContributionPaid" in send(ALICE, contributions.claim(ALICE, [earned]))
    entries = [Entry(member, Decimal(1), place.evidence(member, f"For {member}")) for member in (ALICE, BOB)]
    recorded = send(VERA, contributions.record(VERA, MENTORING, entries))
    assert recorded.count("ContributionSubmitted") == 2
    send(ALICE, place.submission(ALICE, "A mistake"))
    mistake = place.evidence(ALICE, "A mistake")
    assert send(ALICE, contributions.withdraw(ALICE, MENTORING, mistake)) == ["ContributionWithdrawn"]


def test_order__from_the_permit_to_its_end__every_step_is_sent(place, send):
    services, token = place.community.services, place.community.token
    wallet = str(place.account(BOB).address)
    send(BOB, token.allow_services(wallet))
    assert "Redeemed" in send(BOB, services.redeem(BOB, COACHING, COACHING_PRICE, salt=b"\1" * 32))
    order = Services.order_id(BOB, COACHING, b"\1" * 32)
    assert send(PAUL, services.fulfil(PAUL, order)) == ["OrderFulfilled"]
    assert "OrderEnded" in send(BOB, services.confirm(BOB, order))
    assert services.order(order).status is OrderStatus.Settled


@pytest.mark.parametrize(("member", "action"), [(BOB, "cancel"), (PAUL, "refuse")])
def test_order__taken_back_or_refused__is_sent(place, send, member, action):
    order = place.order()
    assert "OrderEnded" in send(member, getattr(place.community.services, action)(member, order))


def test_order__disputed__is_sent(place, send):
    order = place.order()
    send(PAUL, place.community.services.fulfil(PAUL, order))
    assert send(BOB, place.community.services.dispute(BOB, order, bytes(32))) == ["OrderDisputed"]


@pytest.mark.parametrize(
    ("ends_by", "status"), [("settle", OrderStatus.Settled), ("expire", OrderStatus.Expired)]
)
def test_order__whose_time_is_over__is_ended_for_whoever_asks(place, relay, send, ends_by, status):
    services, order = place.community.services, place.order()
    if ends_by == "settle":
        send(PAUL, services.fulfil(PAUL, order))
    place.pass_time(11 * DAY)
    relay.send(NADIA, getattr(services, ends_by)(order))
    assert services.order(order).status is status


def test_charter_and_auto_collect__are_sent__and_then_anybody_collects_for_the_member(place, relay, send):
    members, contributions = place.community.members, place.community.contributions
    assert send(ALICE, members.accept_charter(ALICE, 1)) == ["CharterAccepted"]
    assert send(ALICE, members.set_auto_collect(ALICE, True)) == ["AutoCollectSet"]
    earned = contributions.id_of(ALICE, MENTORING, place.village.evidence[EARNED])
    relay.send(BOB, contributions.claim(ALICE, [earned]))
    assert contributions.get(earned).status is ContributionStatus.Paid


def test_wallet_change__with_both_signatures__is_sent_and_finished(place, relay):
    members, new = place.community.members, ape.accounts.test_accounts[15]
    deadline = place.now() + HOUR
    consent = place.signer(new).sign(members.bind_wallet_data(ALICE, str(new.address), deadline))
    call = members.start_rotation(ALICE, str(new.address), deadline, consent)
    signature = place.signer(place.account(ALICE)).sign(place.typed(call, deadline))
    relay.send(ALICE, call.signed(deadline, signature))
    place.pass_time(3 * DAY)
    relay.send(ALICE, members.finish_wallet_change(ALICE))
    assert members.get(ALICE).wallet == str(new.address)


def test_newcomer__with_a_phone_only__joins_and_acts_without_paying(place, relay):
    (newcomer,) = invited(place, 1)
    relay.enqueue(newcomer.member, place.community.accounts.create(newcomer.device.key))
    # Handed over before the account exists: tried after it does.
    receipt = relay.send(newcomer.member, newcomer.activation())
    assert [event.name for event in receipt.events] == ["MemberActivated"]
    assert place.community.members.get(newcomer.member).wallet == newcomer.account
    submitted = newcomer.signed(place.submission(newcomer.member, "My first hour"))
    assert relay.send(newcomer.member, submitted).events[0].name == "ContributionSubmitted"


def test_account__its_own_passkeys_and_what_has_no_signature_door__are_sent(place, relay):
    (newcomer,) = invited(place, 1)
    accounts, members, token = place.community.accounts, place.community.members, place.community.token
    relay.send(newcomer.member, accounts.create(newcomer.device.key))
    relay.send(newcomer.member, newcomer.activation())
    second = Authenticator().key
    relay.send(newcomer.member, newcomer.signed(accounts.add_passkey(newcomer.account, second)))
    assert accounts.keys(newcomer.account) == [newcomer.device.key, second]
    catalog = str(place.community.services.contract.address)
    together = [
        token.approve(catalog, Decimal(3)),
        place.submission(newcomer.member, "Two at once"),
        members.leave(newcomer.member),
    ]
    batch = accounts.execution(newcomer.account, together, together[0].sentence)
    relay.send(newcomer.member, newcomer.signed(batch))
    assert MemberFlag.Left in members.get(newcomer.member).flags
    assert token.allowance(newcomer.account, catalog) == 3


def test_the_same_action_twice__has_one_number_and_is_sent_once(place, relay):
    call = place.submitted(ALICE, "Once")
    before = place.nonce()
    first = relay.enqueue(ALICE, call)
    assert relay.enqueue(ALICE, call) == first
    assert relay.wait(first) == relay.send(ALICE, call)
    assert place.nonce() == before + 1


def test_permit_of_erc_2612__is_sent(place, relay):
    token = place.community.token
    wallet = str(place.account(BOB).address)
    call, deadline = token.allow_services(wallet), place.now() + HOUR
    key = Account.from_key(place.account(BOB).private_key)
    made = key.sign_typed_data(full_message=place.typed(call, deadline))
    parts = (made.v, made.r.to_bytes(32), made.s.to_bytes(32))
    relay.send(BOB, replace(call, method="permit", args=(*call.door.args, deadline, *parts), door=None))
    assert token.is_allowed(call)
