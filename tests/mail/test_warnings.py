"""Warnings about a wallet that is being moved: for the person's safety, so everybody gets them, at any hour."""

from __future__ import annotations

from datetime import timedelta

import ape
import pytest

from cercle.mail.notices import warnings
from cercle.signers import AccountSigner
from tests.authenticator import Authenticator
from tests.dashboard.village import ALICE
from tests.mail.conftest import address, write_config
from tests.mail.test_notices import silently

HOUR = 3600


def signer(office, place: int) -> AccountSigner:
    return AccountSigner(office.community.node, ape.accounts.test_accounts[place])


def start_recovery(office, member: int = ALICE) -> None:
    community, new = office.community, signer(office, 9)
    deadline = community.node.seconds() + HOUR
    consent = new.sign(community.members.bind_wallet_data(member, new.address, deadline))
    signer(office, 0).send(community.members.start_recovery(member, new.address, deadline, consent))


def send(office):
    with office.alone():
        return office.send(warnings(office), silently)


def test_recovery__warns_its_member__who_agreed_to_nothing(office, box):
    start_recovery(office)
    assert send(office).sent == 1
    (alice,) = box.to(address("alice"))
    assert alice["Subject"] == "Your wallet is being moved: was it you?"
    said = alice.get_body(("plain",)).get_content()
    assert "has started to give access" in said and "https://cercle.example/account" in said


def test_warning__cannot_be_stopped__and_says_why(office, box):
    start_recovery(office)
    send(office)
    assert box.letters[0]["List-Unsubscribe"] is None
    assert "whatever you chose" in box.letters[0].get_body(("plain",)).get_content()


def test_warning__once_for_each_recovery(office, box):
    start_recovery(office)
    assert send(office).sent == 1
    assert send(office).sent == 0


def test_rotation__warns_too__in_other_words(office, box):
    community, new = office.community, signer(office, 9)
    deadline = community.node.seconds() + HOUR
    consent = new.sign(community.members.bind_wallet_data(ALICE, new.address, deadline))
    signer(office, ALICE).send(community.members.start_rotation(ALICE, new.address, deadline, consent))
    send(office)
    assert "Somebody who can sign for you" in box.letters[0].get_body(("plain",)).get_content()


def test_recovery__that_was_stopped__warns_nobody(office):
    start_recovery(office)
    signer(office, ALICE).send(office.community.members.object_to_recovery(ALICE))
    signer(office, 0).send(office.community.members.cancel_recovery(ALICE))
    assert warnings(office) == []


def test_recovery__that_ended_unused__warns_nobody(office):
    start_recovery(office)
    change = office.community.members.change(ALICE)
    wait = change.ends_at - office.community.node.time()
    office.community.node.request("evm_increaseTime", int(wait / timedelta(seconds=1)))
    office.community.node.request("evm_mine")
    assert warnings(office) == []


def test_recovery_of_a_passkey_account__warns_its_member(office, box):
    community, phone = office.community, Authenticator()
    account = community.accounts.address_of(phone.key)
    signer(office, 0).send(community.accounts.create(phone.key))
    deadline = community.node.seconds() + HOUR
    typed_data = community.members.bind_wallet_data(ALICE, account, deadline)
    consent = phone.sign(typed_data, account, community.node.chain_id)
    signer(office, ALICE).send(community.members.start_rotation(ALICE, account, deadline, consent))
    community.node.request("evm_increaseTime", 2 * 86_400)
    community.node.request("evm_mine")
    signer(office, 0).send(community.members.finish_wallet_change(ALICE))
    signer(office, 0).send(community.accounts.start_recovery(account, Authenticator().key))
    assert send(office).sent == 1
    (alice,) = box.to(address("alice"))
    assert "has started to give access" in alice.get_body(("plain",)).get_content()


@pytest.mark.parametrize("killed", [True, False])
def test_warning__left_unfinished_by_a_killed_run__is_sent_again(office, box, killed):
    start_recovery(office)
    (draft,) = warnings(office)
    office.log.begin("a letter", ALICE, draft.items, community_time(office))
    if not killed:
        office.log.end("a letter", "sent")
    assert send(office).sent == int(killed)


def community_time(office):
    return office.community.node.time()


def test_night__warnings_only(office, pem, community):
    write_config(community, pem, hours="8-20", time_zone="Europe/Paris")
    changed = type(office)(community)
    noon = community_time(office).astimezone(changed.zone).replace(hour=12)
    assert changed.is_open(noon.replace(hour=8, minute=0)) and changed.is_open(
        noon.replace(hour=19, minute=59)
    )
    assert not changed.is_open(noon.replace(hour=7, minute=59)) and not changed.is_open(
        noon.replace(hour=20, minute=0)
    )
