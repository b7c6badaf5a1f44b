"""execute: a batch that a passkey signed, sent by anyone (E1, F12)

├── deadline over, or more than a day away → refused
├── another number than the account's next one: sent again, or something else was meanwhile → refused
├── not signed by a passkey of this account over exactly this: test_execute_signature.py
└── otherwise → every call, in order, from the account
    ├── one of them fails → nothing happened, with that call's own error
    └── called again from inside → refused
"""

import ape
import pytest

from ..circle import DAY, at, in_an_hour, now
from ..refusal import refused
from .holders import account_at, call, join, open_account


def test_execute__sends_each_call_from_the_account(circle, hanna, bob, stranger):
    token = circle.token
    receipt = hanna.execute(
        stranger.account, call(token, "approve", bob.account, 5), call(token, "approve", stranger.account, 7)
    )
    assert receipt.events == [
        token.Approval(hanna.address, bob.address, 5),
        token.Approval(hanna.address, stranger.address, 7),
    ]
    assert hanna.account.nextNonce() == 1


def test_execute__a_members_direct_door__acts_as_the_member(circle, hanna, stranger):
    join(circle, hanna)
    hanna.execute(stranger.account, call(circle.members, "leaveCommunity", hanna.id))
    assert circle.members.memberInfo(hanna.id).flags == 2


def test_execute__one_call_fails__nothing_happened(circle, hanna, bob, stranger):
    batch = hanna.signed_batch(
        [call(circle.token, "approve", bob.account, 5), call(circle.members, "leaveCommunity", bob.id)]
    )
    with refused(circle.members.Members_NotTheWallet, memberId=bob.id, caller=hanna.address):
        hanna.account.execute(*batch, sender=stranger.account)
    assert circle.token.allowance(hanna.account, bob.account) == 0
    assert hanna.account.nextNonce() == 0


def test_execute__data_for_an_address_without_code__is_refused(hanna, bob, stranger):
    batch = hanna.signed_batch([(bob.address, 0, b"\1\2\3\4")])
    with refused(hanna.account.AddressEmptyCode, target=bob.address):
        hanna.account.execute(*batch, sender=stranger.account)


# -- once, and in time ------------------------------------------------------------------------------------------------


def test_execute__sent_again__is_refused(circle, hanna, bob, stranger):
    batch = hanna.signed_batch([call(circle.token, "approve", bob.account, 5)])
    hanna.account.execute(*batch, sender=stranger.account)
    with refused(hanna.account.Account_WrongNonce, given=0, current=1):
        hanna.account.execute(*batch, sender=stranger.account)


def test_execute__signed_for_later__waits_for_its_turn(circle, hanna, bob, stranger):
    later = hanna.signed_batch([call(circle.token, "approve", bob.account, 5)], nonce=1)
    with refused(hanna.account.Account_WrongNonce, given=1, current=0):
        hanna.account.execute(*later, sender=stranger.account)
    hanna.execute(stranger.account)
    hanna.account.execute(*later, sender=stranger.account)
    assert circle.token.allowance(hanna.account, bob.account) == 5


def test_execute__an_empty_batch__cancels_what_was_signed_for_the_same_turn(circle, hanna, bob, stranger):
    unwanted = hanna.signed_batch([call(circle.token, "approve", bob.account, 5)])
    assert hanna.execute(stranger.account).events == []
    with refused(hanna.account.Account_WrongNonce, given=0, current=1):
        hanna.account.execute(*unwanted, sender=stranger.account)


@pytest.mark.parametrize("left", [1, 0])
def test_execute__until_its_deadline__is_taken(hanna, stranger, left):
    deadline = now() + 1000
    batch = hanna.signed_batch([], deadline=deadline)
    at(deadline - left)
    hanna.account.execute(*batch, sender=stranger.account)


def test_execute__a_second_after_its_deadline__is_refused(hanna, stranger):
    deadline = now() + 1000
    batch = hanna.signed_batch([], deadline=deadline)
    at(deadline + 1)
    with refused(hanna.account.Signature_Expired, deadline=deadline):
        hanna.account.execute(*batch, sender=stranger.account)


def test_execute__with_a_deadline_more_than_a_day_away__is_refused(hanna, stranger):
    moment = now() + 100
    batch = hanna.signed_batch([], deadline=moment + DAY + 1)
    at(moment)
    with refused(hanna.account.Signature_DeadlineTooFar, deadline=moment + DAY + 1, latest=moment + DAY):
        hanna.account.execute(*batch, sender=stranger.account)


# -- called again from inside -----------------------------------------------------------------------------------------


def test_execute__called_again_from_inside__is_refused(hanna, stranger):
    target = stranger.account.deploy(ape.project.ReenteringTarget)
    inner = hanna.signed_batch([], nonce=1)
    target.prepare(hanna.account.execute.encode_input(*inner), sender=stranger.account)
    outer = hanna.signed_batch([call(target, "strike")])
    with refused(hanna.account.ReentrancyGuardReentrantCall):
        hanna.account.execute(*outer, sender=stranger.account)
    hanna.execute(stranger.account)
    hanna.account.execute(*inner, sender=stranger.account)


@pytest.mark.parametrize("method", ["addPasskey", "removePasskey", "replacePasskeys"])
def test_keys__changed_from_inside_by_what_the_account_calls__are_refused(hanna, tablet, stranger, method):
    target = stranger.account.deploy(ape.project.ReenteringTarget)
    argument = hanna.device.key.x if method == "removePasskey" else (tablet.key.x, tablet.key.y)
    target.prepare(getattr(hanna.account, method).encode_input(argument), sender=stranger.account)
    batch = hanna.signed_batch([call(target, "strike")])
    error = "Account_NotTheFactory" if method == "replacePasskeys" else "Account_NotItself"
    with refused(getattr(hanna.account, error), caller=target.address):
        hanna.account.execute(*batch, sender=stranger.account)


# -- the chain's own coin, and what others send -----------------------------------------------------------------------


def test_execute__sends_the_chains_coin_on(chain, hanna, stranger):
    stranger.account.transfer(hanna.address, 1000)
    receiver = account_at("0x" + 40 * "9")
    hanna.execute(stranger.account, (receiver.address, 400, b""))
    assert (receiver.balance, hanna.account.balance) == (400, 600)


def test_execute__more_coin_than_there_is__is_refused(hanna, bob, stranger):
    stranger.account.transfer(hanna.address, 10)
    for data in (b"", b"\1\2\3\4"):
        batch = hanna.signed_batch([(bob.address, 11, data)])
        with refused(hanna.account.InsufficientBalance, balance=10, needed=11):
            hanna.account.execute(*batch, sender=stranger.account)


def test_execute__coin_for_a_contract_that_takes_none__is_refused(circle, hanna, stranger):
    stranger.account.transfer(hanna.address, 10)
    batch = hanna.signed_batch([(circle.token.address, 10, b"")])
    with refused(hanna.account.FailedCall):
        hanna.account.execute(*batch, sender=stranger.account)


def test_account__takes_tokens_of_every_kind(circle, hanna, stranger):
    account = hanna.account
    somebody, one = stranger.address, [1]
    assert account.onERC721Received.call(somebody, somebody, 1, b"") == bytes.fromhex("150b7a02")
    assert account.onERC1155Received.call(somebody, somebody, 1, 1, b"") == bytes.fromhex("f23a6e61")
    assert account.onERC1155BatchReceived.call(somebody, somebody, one, one, b"") == bytes.fromhex("bc197c81")


def test_account__of_another_person__is_untouched(circle, hanna, bob, stranger):
    other = open_account(circle, stranger.account)
    hanna.execute(stranger.account, call(circle.token, "approve", bob.account, 5))
    assert other.account.nextNonce() == 0
    assert other.signed_batch([], deadline=in_an_hour())[1] == 0
