"""A member's passkey account on a chain that has the P-256 precompile, from the package and the commands."""

from __future__ import annotations

import json

import pytest

from cercle.accounts import account
from cercle.calls import Call
from cercle.errors import Refused, WrongNetwork
from cercle.node import Node
from cercle.passkeys import account_signature, challenge_for, verify
from cercle.record import DeploymentRecord
from cercle.signers import AccountSigner, Receipt
from cercle.texts import Text
from tests.authenticator import PARTY, Authenticator
from tests.scripts.deployed import edited
from tests.scripts.place import ALUMNI, DAY

RECOVERY_DELAY = 7 * DAY
WITHOUT_PRECOMPILE = 200_000
"""Gas: checking one signature in Solidity alone costs more."""


@pytest.fixture
def community(place):
    return place.community()


def send(community, call: Call) -> Receipt:
    """Somebody who is no party sends it."""
    return AccountSigner(community.node, account(community.node, "TEST::15")).send(call)


def confirmed(community, call: Call, device: Authenticator, address: str) -> Call:
    """A call that a passkey confirmed, as the dashboard has it done."""
    node = community.node
    deadline = node.now() + 3_600
    data = call.typed_data(node.chain_id, deadline)
    challenge = challenge_for(data, address, node.chain_id)
    answer = device.get(challenge)
    verify(answer, device.key, challenge, PARTY)
    return call.signed(deadline, account_signature(data, address, node.chain_id, answer, device.key))


@pytest.fixture
def phone() -> Authenticator:
    return Authenticator()


@pytest.fixture
def address(community, phone) -> str:
    """The account of the phone."""
    send(community, community.accounts.create(phone.key))
    return community.accounts.address_of(phone.key)


@pytest.fixture
def member(community, place, phone, address) -> int:
    """A founder whose wallet becomes the account, by rotation."""
    number, node = community.members.of(str(account(community.node, "TEST::2").address)), community.node
    assert number is not None
    deadline = node.now() + 3_600
    data = community.members.bind_wallet_data(number, address, deadline)
    answer = phone.get(challenge_for(data, address, node.chain_id))
    consent = account_signature(data, address, node.chain_id, answer, phone.key)
    old = AccountSigner(node, account(node, "TEST::2"))
    old.send(community.members.start_rotation(number, address, deadline, consent))
    place.pass_time(3 * DAY)
    send(community, community.members.finish_wallet_change(number))
    return number


def test_account__opened_by_anyone__is_where_it_was_known_to_be(community, phone):
    accounts = community.accounts
    address = accounts.address_of(phone.key)
    assert not accounts.is_deployed(address)
    opened = send(community, accounts.create(phone.key))
    assert [event.name for event in opened.events] == ["AccountCreated"]
    assert accounts.is_deployed(address) and accounts.keys(address) == [phone.key]
    assert send(community, accounts.create(phone.key)).events == ()


def test_actions_of_a_member__signed_by_passkey__are_cheap_with_the_precompile(
    community, member, phone, address
):
    on = community.members.set_auto_collect(member, True)
    receipt = send(community, confirmed(community, on, phone, address))
    assert receipt.gas_used < WITHOUT_PRECOMPILE
    assert [event.name for event in receipt.events] == ["AutoCollectSet"]


def test_actions_without_a_signature_door__go_through_the_account(community, member, phone, address):
    leave = community.members.leave(member)
    batch = community.accounts.execution(address, [leave], leave.sentence)
    assert batch.sentence == Text("Leave the community.")
    receipt = send(community, confirmed(community, batch, phone, address))
    assert receipt.gas_used < WITHOUT_PRECOMPILE
    assert [event.name for event in receipt.events] == ["MemberLeft"]
    with pytest.raises(Refused) as caught:
        send(community, confirmed(community, batch, phone, address))
    assert caught.value.name == "Account_WrongNonce"


def test_passkeys__added_and_removed(community, phone, address):
    tablet = Authenticator()
    send(community, confirmed(community, community.accounts.add_passkey(address, tablet.key), phone, address))
    assert community.accounts.keys(address) == [phone.key, tablet.key]
    without = community.accounts.remove_passkey(address, phone.key)
    send(community, confirmed(community, without, tablet, address))
    assert community.accounts.keys(address) == [tablet.key]
    last = community.accounts.remove_passkey(address, tablet.key)
    with pytest.raises(Refused, match="This is the last passkey of the account"):
        send(community, confirmed(community, last, tablet, address))


def test_recover__by_command__gives_the_account_a_new_passkey(place, community, member, address):
    tablet = Authenticator()
    place.run("members", "recover", "start", member, "--passkey", tablet.key)
    recovery = community.accounts.recovery(address)
    assert recovery is not None and recovery.key == tablet.key
    assert address in community.history.refresh().account_recoveries
    early = place.run("members", "recover", "finish", member, "--passkey", expect=1)
    assert "can be finished from" in early
    place.pass_time(RECOVERY_DELAY)
    place.run("members", "recover", "finish", member, "--passkey")
    assert community.accounts.keys(address) == [tablet.key]
    assert community.accounts.recovery(address) is None
    assert not community.history.refresh().account_recoveries
    assert community.members.get(member).wallet == address


def test_recover__the_phone_was_not_lost__objects(place, community, member, phone, address):
    place.run("members", "recover", "start", member, "--passkey", Authenticator().key)
    objection = community.accounts.object_to_recovery(address)
    send(community, confirmed(community, objection, phone, address))
    assert community.accounts.recovery(address) is None
    place.pass_time(RECOVERY_DELAY)
    assert "No recovery" in place.run("members", "recover", "finish", member, "--passkey", expect=1)


def test_recover__cancelled_by_the_second_role(place, community, member, address):
    place.run("members", "recover", "start", member, "--passkey", Authenticator().key)
    place.run("members", "recover", "cancel", member, "--passkey")
    assert community.accounts.recovery(address) is None


def test_recover__what_cannot_be__is_told(place, community):
    start, key = ("members", "recover", "start"), Authenticator().key
    with_a_wallet = community.members.of(str(account(community.node, "TEST::2").address))
    without = next(one for one in range(1, 99) if not community.members.get(one).wallet)
    assert "Name either a new wallet or a new passkey." in place.run(*start, with_a_wallet, expect=1)
    mistyped = place.run(*start, with_a_wallet, "--passkey", "0x12,0x34", expect=1)
    assert "is not the key of a passkey" in mistyped
    assert "is not a passkey account" in place.run(*start, with_a_wallet, "--passkey", key, expect=1)
    assert f"Member {without} has not joined yet." in place.run(*start, without, "--passkey", key, expect=1)


def test_deploy__says_that_the_domain_is_a_commitment(place, tmp_path):
    changes = ("slug: alumni", "slug: other"), ("http://localhost:8501", "https://merci.example/app")
    other = edited(ALUMNI, tmp_path / "other.yaml", *changes)
    said = place.run("deploy", other, "--dry-run")
    assert said.count("Keep the domain merci.example (dashboard.url): passkeys belong to it for ever.") == 1
    living = edited(ALUMNI, tmp_path / "living.yaml", ("slug: alumni", "# A remark.\nslug: alumni"))
    assert "Keep the domain" not in place.run("deploy", living, "--dry-run")


def test_record__of_a_version_without_accounts__is_told_in_a_sentence(community):
    record = json.loads(community.record.files.record.read_text())
    del record["addresses"]["MemberAccountFactory"], record["addresses"]["MemberAccount"]
    old = DeploymentRecord.model_validate(record)
    with pytest.raises(WrongNetwork, match="by an earlier version of Cercle, without MemberAccountFactory"):
        old.check(Node())
