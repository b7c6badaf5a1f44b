"""How every signature is checked, in the registry of members and in a contract with the two doors of members

├── deadline: over, or more than a day away → refused
├── an ordinary key: its 65 bytes with s in the lower half; for this chain, contract, member and values only
├── a wallet that is a contract (ERC-1271): what it says yes to
└── an ordinary key with delegated code (EIP-7702): its own signature first, then what its code says
"""

import ape
import pytest
from eth_account import Account

from .circle import DAY, admit, at, deploy_circle, in_an_hour, join_message, now, open_programme
from .typed_data import sign

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
EVIDENCE = b"\6" * 32


class CharterDoor:
    """`acceptCharterBySig` of the members' registry."""

    def __init__(self, circle, vera):
        self.contract = circle.members

    def sign(self, account, member_id, deadline, **domain):
        message = {"memberId": member_id, "version": 1, "deadline": deadline}
        return sign(account, self.contract, "AcceptCharter", message, **domain)

    def send(self, member_id, deadline, signature, sender, **options):
        return self.contract.acceptCharterBySig(member_id, 1, deadline, signature, sender=sender, **options)


class SubmitDoor:
    """`submitBySig` of the contributions' registry, one of the contracts with the two doors."""

    def __init__(self, circle, vera):
        self.contract = circle.registry
        open_programme(circle, 1, quorum=1, validators=[vera])

    def sign(self, account, member_id, deadline, **domain):
        message = {
            "memberId": member_id,
            "programmeId": 1,
            "units": 100,
            "evidence": EVIDENCE,
            "deadline": deadline,
        }
        return sign(account, self.contract, "Submit", message, **domain)

    def send(self, member_id, deadline, signature, sender, **options):
        return self.contract.submitBySig(
            member_id, 1, 100, EVIDENCE, deadline, signature, sender=sender, **options
        )


@pytest.fixture(params=[CharterDoor, SubmitDoor], ids=["members", "contributions"])
def door(request, circle, vera):
    return request.param(circle, vera)


def invalid(door, wallet):
    return ape.reverts(door.contract.Signature_Invalid, wallet=str(wallet.address))


# -- the deadline -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [1, 0])
def test_deadline__until_it_is_over__is_taken(door, alice, stranger, left):
    deadline = now() + 1000
    signature = door.sign(alice.account, alice.id, deadline)
    at(deadline - left)
    door.send(alice.id, deadline, signature, stranger.account)


def test_deadline__a_second_after__is_refused(door, alice, stranger):
    deadline = now() + 1000
    signature = door.sign(alice.account, alice.id, deadline)
    at(deadline + 1)
    with ape.reverts(door.contract.Signature_Expired, deadline=deadline):
        door.send(alice.id, deadline, signature, stranger.account)


@pytest.mark.parametrize("less", [0, 1])
def test_deadline__a_day_away__is_taken(door, alice, stranger, less):
    moment = now() + 100
    deadline = moment + DAY - less
    signature = door.sign(alice.account, alice.id, deadline)
    at(moment)
    door.send(alice.id, deadline, signature, stranger.account)


def test_deadline__a_second_more_than_a_day_away__is_refused(door, alice, stranger):
    moment = now() + 100
    deadline = moment + DAY + 1
    signature = door.sign(alice.account, alice.id, deadline)
    at(moment)
    with ape.reverts(door.contract.Signature_DeadlineTooFar, deadline=deadline, latest=moment + DAY):
        door.send(alice.id, deadline, signature, stranger.account)


def test_deadline__as_far_as_numbers_go__is_refused(door, alice, stranger):
    deadline = 2**256 - 1
    signature = door.sign(alice.account, alice.id, deadline)
    with ape.reverts(door.contract.Signature_DeadlineTooFar, deadline=deadline):
        door.send(alice.id, deadline, signature, stranger.account)


# -- an ordinary key (A12) --------------------------------------------------------------------------------------


def test_signature__for_another_chain__is_refused(door, alice, stranger):
    deadline = in_an_hour()
    signature = door.sign(alice.account, alice.id, deadline, chainId=137)
    with invalid(door, alice):
        door.send(alice.id, deadline, signature, stranger.account)


def test_signature__for_another_circles_contract__is_refused(circle, accounts, alice, vera, stranger):
    """Two communities with the same people under the same numbers."""
    other, deadline = deploy_circle(accounts[0]), in_an_hour()
    assert admit(other, alice.account) == [alice.id]
    here, there = CharterDoor(circle, vera), CharterDoor(other, vera)
    signature = there.sign(alice.account, alice.id, deadline)
    with invalid(here, alice):
        here.send(alice.id, deadline, signature, stranger.account)
    there.send(alice.id, deadline, signature, stranger.account)


@pytest.mark.parametrize("part", ["name", "version"])
def test_signature__for_another_domain__is_refused(door, alice, stranger, part):
    deadline = in_an_hour()
    signature = door.sign(alice.account, alice.id, deadline, **{part: "2"})
    with invalid(door, alice):
        door.send(alice.id, deadline, signature, stranger.account)


def test_signature__of_another_member__is_refused(door, alice, bob, stranger):
    deadline = in_an_hour()
    for signer, member in ((bob, alice), (alice, bob)):
        signature = door.sign(signer.account, member.id, deadline)
        with invalid(door, member):
            door.send(member.id, deadline, signature, stranger.account)
    signature = door.sign(alice.account, alice.id, deadline)
    with invalid(door, bob):
        door.send(bob.id, deadline, signature, stranger.account)


def test_signature__for_another_deadline__is_refused(door, alice, stranger):
    deadline = in_an_hour()
    signature = door.sign(alice.account, alice.id, deadline)
    with invalid(door, alice):
        door.send(alice.id, deadline + 1, signature, stranger.account)


def malformed(signature: bytes) -> dict[str, bytes]:
    r, s, v = signature[:32], int.from_bytes(signature[32:64]), signature[64]
    return {
        "empty": b"",
        "s in the upper half": r + (CURVE_ORDER - s).to_bytes(32) + bytes([55 - v]),
        "compact": r + (s | (v - 27) << 255).to_bytes(32),
        "a byte longer": signature + b"\0",
        "v of 0 or 1": signature[:64] + bytes([v - 27]),
        "zeros": b"\0" * 65,
        "another recovery id": signature[:64] + bytes([55 - v]),
    }


@pytest.mark.parametrize("form", malformed(b"\1" * 64 + b"\x1b"))
def test_signature__in_another_form__is_refused(door, alice, stranger, form):
    """T8."""
    deadline = in_an_hour()
    signature = malformed(door.sign(alice.account, alice.id, deadline))[form]
    with invalid(door, alice):
        door.send(alice.id, deadline, signature, stranger.account)


def test_signature__empty_from_the_wallet_itself__is_refused_where_there_is_a_direct_door(door, alice):
    with invalid(door, alice):
        door.send(alice.id, in_an_hour(), b"", alice.account)


# -- a wallet that is a contract (ERC-1271) ---------------------------------------------------------------------


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


def test_contract_wallet__through_its_direct_door__acts(circle, wallet, owner):
    member_id = join_as(circle, wallet, owner)
    wallet.execute(circle.members, circle.members.leave.encode_input(member_id), sender=owner)
    assert circle.members.memberInfo(member_id).flags == 2


def test_contract_wallet__consent_of_a_wallet_that_refuses__is_refused(circle, owner):
    refusing = owner.deploy(ape.project.RefusingWallet)
    with ape.reverts(circle.members.Signature_Invalid, wallet=refusing.address):
        join_as(circle, refusing, owner)


def test_contract_wallet__without_the_interface__is_refused(circle, owner):
    with ape.reverts(circle.members.Signature_Invalid, wallet=circle.token.address):
        join_as(circle, circle.token, owner)


def test_contract_wallet__that_burns_all_gas__is_refused_by_name(circle, owner, stranger):
    """It is left a part of the gas only: the refusal is the usual one, and the sender can bound what it costs."""
    burning = owner.deploy(ape.project.GasBurningWallet)
    member_id, deadline = circle.members.enrolled() + 1, in_an_hour()
    consent = sign(owner, circle.members, "Join", join_message(member_id, burning, deadline))
    admissions = [(burning.address, False, consent)]
    with ape.reverts(circle.members.Signature_Invalid, wallet=burning.address):
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
