"""A passkey account's signature, asked about by others (ERC-1271): for this account and nobody else (F12)

├── signed by one of its passkeys, for this contract, action and chain, in its own name (ERC-7739) → taken
└── another account of the same person, one that is not deployed yet, another form → refused
"""

from dataclasses import replace

import pytest
from eth_utils import keccak

from cercle.nested_typed_data import description, digest
from cercle.passkeys import account_signature
from tests.authenticator import FLAGS, Authenticator

from ..circle import in_an_hour, join_message
from ..refusal import refused
from ..typed_data import full_message
from .holders import Holder, account_at, call, join, open_account, pair

VALID, INVALID = bytes.fromhex("1626ba7e"), bytes.fromhex("ffffffff")
DETECTION = bytes.fromhex("7739" * 16)


@pytest.fixture(scope="module", autouse=True)
def _hanna_joins(circle, hanna) -> None:
    """Hanna is a member."""
    join(circle, hanna)


class Acceptance:
    """An action of a member, to be signed and sent."""

    def __init__(self, circle, holder, sender):
        self.circle, self.holder, self.sender = circle, holder, sender.account
        self.deadline = in_an_hour()
        self.message = {"memberId": holder.id, "version": 1, "deadline": self.deadline}

    def signed_by(self, holder: Holder, **domain) -> bytes:
        return holder.sign(self.circle.members, "AcceptCharter", self.message, **domain)

    def send(self, signature: bytes) -> None:
        self.circle.members.acceptCharterBySig(
            self.holder.id, 1, self.deadline, signature, sender=self.sender
        )

    def refuses(self, signature: bytes) -> None:
        with refused(self.circle.members.Signature_Invalid, wallet=self.holder.address):
            self.send(signature)


@pytest.fixture
def acceptance(circle, hanna, stranger) -> Acceptance:
    """Hanna accepts the charter."""
    return Acceptance(circle, hanna, stranger)


def test_door__signed_by_any_of_the_accounts_passkeys__is_taken(hanna, tablet, stranger, acceptance):
    hanna.execute(stranger.account, call(hanna.account, "addPasskey", pair(tablet)))
    for device in (hanna.device, tablet, hanna.device, tablet):
        acceptance.send(acceptance.signed_by(Holder(hanna.account, device)))


def test_door__signed_by_a_passkey_removed_since__is_refused(hanna, tablet, stranger, acceptance):
    signature = acceptance.signed_by(hanna)
    add = call(hanna.account, "addPasskey", pair(tablet))
    hanna.execute(stranger.account, add, call(hanna.account, "removePasskey", hanna.device.key.x))
    acceptance.refuses(signature)


def test_door__signed_for_the_same_persons_other_account__is_refused(circle, hanna, stranger, acceptance):
    """One passkey, two accounts, both members: neither's signature is the other's."""
    other = open_account(circle, stranger.account)
    other.execute(stranger.account, call(other.account, "addPasskey", pair(hanna.device)))
    join(circle, other)
    acceptance.refuses(acceptance.signed_by(Holder(other.account, hanna.device)))
    acceptance.send(acceptance.signed_by(hanna))


def test_door__signed_by_somebody_else__is_refused(hanna, tablet, acceptance):
    signature = acceptance.signed_by(Holder(hanna.account, tablet))
    acceptance.refuses(signature)
    acceptance.refuses(hanna.device.key.x + signature[32:])


@pytest.mark.parametrize("flags", [FLAGS.UP, FLAGS.UV], ids=["not verified", "not touched"])
def test_door__signed_by_a_person_who_was_not_verified__is_refused(hanna, acceptance, flags):
    device = replace(hanna.device, flags=flags)
    acceptance.refuses(acceptance.signed_by(Holder(hanna.account, device)))


@pytest.mark.parametrize("part", ["chainId", "name", "version", "verifyingContract"])
def test_door__signed_for_another_domain__is_refused(hanna, stranger, acceptance, part):
    other = {"chainId": 137, "verifyingContract": stranger.address}.get(part, "2")
    acceptance.refuses(acceptance.signed_by(hanna, **{part: other}))


def test_door__signed_not_in_the_accounts_name__is_refused(chain, circle, hanna, acceptance):
    """The plain hash, which would count for every account that the passkey opens."""
    data = full_message(circle.members, "AcceptCharter", acceptance.message)
    plain = hanna.device.get(digest(data))
    nested = acceptance.signed_by(hanna)
    own = {**data, "domain": {**data["domain"], "verifyingContract": hanna.address}}
    bare = account_signature(own, hanna.address, chain.chain_id, plain, hanna.device.key)
    acceptance.refuses(bare)
    acceptance.refuses(account_signature(data, hanna.address, chain.chain_id, plain, hanna.device.key))
    described = description(data)
    for other in (
        nested[: -len(described) - 2] + bytes(2),
        nested[:-2] + bytes(2),
        nested[:-1],
        nested + bytes(1),
        nested.replace(described, described.swapcase()),
    ):
        acceptance.refuses(other)
    acceptance.send(nested)


def test_door__the_batch_of_an_execution__is_no_signature_for_others(hanna, acceptance):
    acceptance.refuses(hanna.signed_batch([])[3])


def test_account__says_that_it_signs_in_its_own_name(hanna, stranger):
    """ERC-7739: how others find out."""
    assert hanna.account.isValidSignature(DETECTION, b"") == bytes.fromhex("77390001")
    assert hanna.account.isValidSignature(bytes(32), b"") == INVALID


def test_account__a_personal_message__is_signed_in_its_own_name(chain, hanna, circle, stranger):
    """What wallets call `personal_sign` (ERC-7739's second form)."""
    text = keccak(b"\x19Ethereum Signed Message:\n5hello")
    other = open_account(circle, stranger.account, Authenticator())
    domain = {
        "name": "Cercle account",
        "version": "1",
        "chainId": chain.chain_id,
        "verifyingContract": hanna.address,
    }
    data = {
        "types": {"PersonalSign": [{"name": "prefixed", "type": "bytes"}]},
        "domain": domain,
        "primaryType": "PersonalSign",
        "message": {"prefixed": b"\x19Ethereum Signed Message:\n5hello"},
    }
    signature = hanna.device.sign(data, hanna.address, chain.chain_id)
    assert hanna.account.isValidSignature(text, signature) == VALID
    assert hanna.account.isValidSignature(keccak(b"other"), signature) == INVALID
    other.execute(stranger.account, call(other.account, "addPasskey", pair(hanna.device)))
    assert other.account.isValidSignature(text, signature) == INVALID


# -- not deployed yet -------------------------------------------------------------------------------------------------


def test_undeployed__its_signature_counts_once_it_is_deployed(circle, stranger):
    device = Authenticator()
    holder = Holder(account_at(circle.accounts.accountOf(pair(device))), device)
    member_id, deadline = circle.members.enrolled() + 1, in_an_hour()
    message = join_message(member_id, holder.account, deadline)
    data = full_message(circle.members, "Join", message)
    consent = device.sign(data, holder.address, circle.accounts.provider.chain_id)
    admission = (member_id, [(holder.address, False, consent)], deadline)
    with refused(circle.members.Signature_Invalid, wallet=holder.address):
        circle.members.admit(*admission, sender=circle.admin)
    circle.accounts.createAccount(pair(device), sender=stranger.account)
    circle.members.admit(*admission, sender=circle.admin)
    assert circle.members.memberOf(holder.account) == member_id
