"""How every signature is checked, in the registry of members and in a contract with the two doors of members

├── deadline: over, or more than a day away → refused
├── an ordinary key: its 65 bytes with s in the lower half; for this chain, contract, member and values only
└── a wallet with code: test_contract_wallets.py
"""

import pytest

from .circle import DAY, admit, at, deploy_circle, in_an_hour, now
from .doors import CharterDoor, invalid
from .refusal import refused

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


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
    with refused(door.contract.Signature_Expired, deadline=deadline):
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
    with refused(door.contract.Signature_DeadlineTooFar, deadline=deadline, latest=moment + DAY):
        door.send(alice.id, deadline, signature, stranger.account)


def test_deadline__as_far_as_numbers_go__is_refused(door, alice, stranger):
    deadline = 2**256 - 1
    signature = door.sign(alice.account, alice.id, deadline)
    moment = now() + 100
    at(moment)
    with refused(door.contract.Signature_DeadlineTooFar, deadline=deadline, latest=moment + DAY):
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
