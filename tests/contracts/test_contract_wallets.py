"""Signatures of wallets that are contracts (ERC-1271), and of ordinary keys with delegated code (EIP-7702; F12)

├── a wallet that is a contract: what it says yes to
└── an ordinary key with delegated code: its own signature first, then what its code says
"""

import ape
import pytest
from eth_account import Account

from .circle import admit, in_an_hour, join_message
from .doors import invalid
from .refusal import refused
from .typed_data import sign


def join_as(circle, wallet, owner, sender=None):
    """Makes the contract a member by its owner's signature; its number."""
    member_id, deadline = circle.members.enrolled() + 1, in_an_hour()
    consent = sign(owner, circle.members, "Join", join_message(member_id, wallet, deadline))
    circle.members.admit(
        member_id, [(wallet.address, False, consent)], deadline, sender=sender or circle.admin
    )
    return member_id


@pytest.fixture
def owner(spare):
    return spare[0]


@pytest.fixture
def wallet(owner):
    return owner.deploy(ape.project.WalletContract, owner)


def test_contract_wallet__signed_by_its_owner__is_taken(circle, door, wallet, owner, stranger):
    member_id, deadline = join_as(circle, wallet, owner), in_an_hour()
    door.send(member_id, deadline, door.sign(owner, member_id, deadline), stranger.account)


def test_contract_wallet__signed_by_somebody_else__is_refused(circle, door, wallet, owner, stranger):
    member_id, deadline = join_as(circle, wallet, owner), in_an_hour()
    for signature in (door.sign(stranger.account, member_id, deadline), b"", b"\7" * 200):
        with invalid(door, wallet):
            door.send(member_id, deadline, signature, stranger.account)


def test_contract_wallet__its_owners_signature_as_a_member__does_not_pass_for_the_contracts(
    circle, door, wallet, owner, stranger
):
    """One key behind two members: each signature names its member."""
    contract_id = join_as(circle, wallet, owner)
    (own_id,) = admit(circle, owner)
    deadline = in_an_hour()
    signature = door.sign(owner, own_id, deadline)
    with invalid(door, wallet):
        door.send(contract_id, deadline, signature, stranger.account)
    door.send(own_id, deadline, signature, stranger.account)


def test_contract_wallet__through_its_direct_door__acts(circle, wallet, owner, stranger):
    member_id = join_as(circle, wallet, owner)
    leave = circle.members.leaveCommunity.encode_input(member_id)
    with refused(wallet.Wallet_NotTheOwner, caller=stranger.address):
        wallet.execute(circle.members, leave, sender=stranger.account)
    wallet.execute(circle.members, leave, sender=owner)
    assert circle.members.memberInfo(member_id).flags == 2


def test_contract_wallet__consent_of_a_wallet_that_refuses__is_refused(circle, owner):
    refusing = owner.deploy(ape.project.RefusingWallet)
    with refused(circle.members.Signature_Invalid, wallet=refusing.address):
        join_as(circle, refusing, owner)


def test_contract_wallet__without_the_interface__is_refused(circle, owner):
    with refused(circle.members.Signature_Invalid, wallet=circle.token.address):
        join_as(circle, circle.token, owner)


def test_contract_wallet__that_burns_all_gas__is_refused_by_name(circle, owner, stranger):
    """It is left a part of the gas only: the refusal is the usual one, and the sender can bound what it costs."""
    burning = owner.deploy(ape.project.GasBurningWallet)
    member_id, deadline = circle.members.enrolled() + 1, in_an_hour()
    consent = sign(owner, circle.members, "Join", join_message(member_id, burning, deadline))
    admissions = [(burning.address, False, consent)]
    with refused(circle.members.Signature_Invalid, wallet=burning.address):
        circle.members.admit(member_id, admissions, deadline, sender=circle.admin, gas=500_000)


# -- an ordinary key with delegated code (EIP-7702) -------------------------------------------------------------


def delegate(chain, account, contract):
    """The account sets its code to the contract's, by a transaction of its own."""
    web3, key, nonce = chain.provider.web3, account.private_key, account.nonce
    authorization = {"chainId": web3.eth.chain_id, "address": contract.address, "nonce": nonce + 1}
    transaction = {
        "type": 4,
        "chainId": web3.eth.chain_id,
        "nonce": nonce,
        "to": account.address,
        "value": 0,
        "gas": 200_000,
        "maxFeePerGas": 10**10,
        "maxPriorityFeePerGas": 10**9,
        "data": "0x",
        "authorizationList": [Account.sign_authorization(authorization, key)],
    }
    web3.eth.send_raw_transaction(Account.sign_transaction(transaction, key).raw_transaction)
    assert bytes(chain.provider.get_code(account.address)).startswith(b"\xef\x01\x00")


def test_delegated_key__goes_on_signing_as_itself(chain, door, alice, stranger, owner):
    """Whatever its code says: here, no to everything."""
    delegate(chain, alice.account, owner.deploy(ape.project.RefusingWallet))
    deadline = in_an_hour()
    signature = door.sign(alice.account, alice.id, deadline)
    door.send(alice.id, deadline, signature, stranger.account)


def test_delegated_key__its_code_may_sign_too(chain, door, alice, stranger, owner, wallet):
    delegate(chain, alice.account, wallet)
    deadline = in_an_hour()
    door.send(alice.id, deadline, door.sign(owner, alice.id, deadline), stranger.account)


def test_delegated_key__its_code_says_no__somebody_elses_signature_is_refused(
    chain, door, alice, stranger, owner
):
    delegate(chain, alice.account, owner.deploy(ape.project.RefusingWallet))
    deadline = in_an_hour()
    with invalid(door, alice):
        door.send(alice.id, deadline, door.sign(owner, alice.id, deadline), stranger.account)
