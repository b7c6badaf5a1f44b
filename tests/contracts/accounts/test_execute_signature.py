"""Whose signature a batch needs: a passkey of this account, over exactly this, by a person who was verified (F12)"""

from dataclasses import replace

import pytest
from eth_abi import decode, encode

from cercle.passkeys import account_signature, challenge_for
from tests.authenticator import FLAGS, ORDER

from ..circle import in_an_hour
from ..refusal import refused
from ..typed_data import full_message
from .holders import Holder, call, open_account, pair

WEBAUTHN = ["bytes32", "bytes32", "uint256", "uint256", "bytes", "bytes"]


def refuses(holder: Holder):
    """Expects the refusal of a signature as not this account's."""
    return refused(holder.account.Signature_Invalid, wallet=holder.address)


def rewritten(signature: bytes, **changes) -> bytes:
    """The signature with another part in its place."""
    names = ("r", "s", "challengeIndex", "typeIndex", "authenticatorData", "clientData")
    parts = dict(zip(names, decode(WEBAUTHN, signature[32:]), strict=True)) | changes
    return signature[:32] + encode(WEBAUTHN, list(parts.values()))


def test_signature__with_high_or_low_s_on_the_device__is_taken(hanna, stranger):
    for number in range(4):
        hanna.execute(stranger.account)
        assert hanna.account.nextNonce() == number + 1


def test_signature__with_s_in_the_upper_half__is_refused(hanna, stranger):
    *batch, signature = hanna.signed_batch([])
    high = (ORDER - int.from_bytes(signature[64:96])).to_bytes(32)
    with refuses(hanna):
        hanna.account.execute(*batch, rewritten(signature, s=high), sender=stranger.account)
    hanna.account.execute(*batch, signature, sender=stranger.account)


@pytest.mark.parametrize("changed", ["target", "value", "data", "order", "one less", "deadline"])
def test_signature__over_something_else__is_refused(circle, hanna, bob, stranger, changed):
    stranger.account.transfer(hanna.address, 1000)
    first, second = call(circle.token, "approve", bob.account, 5), (bob.address, 400, b"")
    calls, nonce, deadline, signature = hanna.signed_batch([first, second])
    others = {
        "target": [first, (stranger.address, 400, b"")],
        "value": [first, (bob.address, 401, b"")],
        "data": [call(circle.token, "approve", bob.account, 6), second],
        "order": [second, first],
        "one less": [first],
    }
    later = deadline + (changed == "deadline")
    with refuses(hanna):
        hanna.account.execute(others.get(changed, calls), nonce, later, signature, sender=stranger.account)
    hanna.account.execute(calls, nonce, deadline, signature, sender=stranger.account)


def test_signature__of_a_device_that_is_none_of_the_accounts__is_refused(hanna, tablet, stranger):
    calls, nonce, deadline, signature = Holder(hanna.account, tablet).signed_batch([])
    with refuses(hanna):
        hanna.account.execute(calls, nonce, deadline, signature, sender=stranger.account)
    # The same under the name of one that is.
    with refuses(hanna):
        forged = hanna.device.key.x + signature[32:]
        hanna.account.execute(calls, nonce, deadline, forged, sender=stranger.account)


def test_signature__for_the_same_persons_other_account__is_refused(circle, hanna, tablet, stranger):
    """One passkey opens two accounts."""
    other = open_account(circle, stranger.account, tablet)
    other.execute(stranger.account, call(other.account, "addPasskey", pair(hanna.device)))
    hanna.execute(stranger.account)
    batch = hanna.signed_batch([])
    with refuses(other):
        other.account.execute(*batch, sender=stranger.account)
    hanna.account.execute(*batch, sender=stranger.account)


@pytest.mark.parametrize("part", ["chainId", "name", "version"])
def test_signature__for_another_domain__is_refused(hanna, stranger, part):
    batch = hanna.signed_batch([], **{part: 137 if part == "chainId" else "2"})
    with refuses(hanna):
        hanna.account.execute(*batch, sender=stranger.account)


@pytest.mark.parametrize(
    "flags",
    [FLAGS.UP, FLAGS.UV, 0, FLAGS.UP | FLAGS.UV | FLAGS.BS],
    ids=["not verified", "not touched", "neither", "backed up though not eligible"],
)
def test_signature__of_a_person_who_was_not_verified__is_refused(hanna, stranger, flags):
    device = replace(hanna.device, flags=flags)
    batch = Holder(hanna.account, device).signed_batch([])
    with refuses(hanna):
        hanna.account.execute(*batch, sender=stranger.account)


def test_signature__over_another_challenge_or_of_another_kind__is_refused(chain, hanna, stranger):
    deadline = in_an_hour()
    data = full_message(hanna.account, "Execute", {"calls": [], "nonce": 0, "deadline": deadline})
    challenge = challenge_for(data, hanna.address, chain.chain_id)
    for answer in (
        hanna.device.get(bytes(32)),
        hanna.device.get(challenge, type="webauthn.create", was='"type":"webauthn.get"'),
    ):
        client_data = answer.client_data.replace(b'\\"', b'"')
        signature = account_signature(
            data, hanna.address, chain.chain_id, replace(answer, client_data=client_data), hanna.device.key
        )
        with refuses(hanna):
            hanna.account.execute([], 0, deadline, signature, sender=stranger.account)


def test_signature__in_another_form__is_refused(hanna, stranger):
    *batch, signature = hanna.signed_batch([])
    for other in (
        b"",
        signature[:31],
        signature[:32],
        signature[:-64],
        signature[32:],
        bytes(len(signature)),
        rewritten(signature, r=bytes(32)),
        rewritten(signature, s=bytes(32)),
        rewritten(signature, challengeIndex=2**256 - 1),
        rewritten(signature, typeIndex=2**256 - 1),
        rewritten(signature, authenticatorData=b""),
        rewritten(signature, clientData=b""),
    ):
        with refuses(hanna):
            hanna.account.execute(*batch, other, sender=stranger.account)
    hanna.account.execute(*batch, signature, sender=stranger.account)


def test_signature__of_an_ordinary_key__is_refused(hanna, alice, stranger):
    *batch, _ = hanna.signed_batch([])
    signature = alice.account.sign_raw_msghash(bytes(32)).encode_rsv()
    with refuses(hanna):
        hanna.account.execute(*batch, signature, sender=stranger.account)
