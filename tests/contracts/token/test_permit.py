"""permit, in both forms: (v, r, s) as in ERC-2612, and bytes as in ERC-7597, which accounts that are contracts sign

├── deadline over → refused
├── not the owner's signature over exactly this, here and now → refused (T6, T7, T8)
└── otherwise → the allowance is set, and the owner's nonce moves on
"""

import ape
import pytest

from ..circle import NOBODY, at, deploy_circle, in_an_hour, now
from ..refusal import ANY, refused
from ..typed_data import sign

VALUE = 700
HALF_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@pytest.fixture(params=["vrs", "bytes"])
def form(request):
    return request.param


def permit(token, form, owner, spender, value, deadline, signature, sender):
    """Sends the permit in one of its two forms."""
    tail = (signature[64], signature[:32], signature[32:64]) if form == "vrs" else (signature,)
    return token.permit(owner, spender, value, deadline, *tail, sender=sender)


def sign_permit(token, account, spender, deadline, *, owner=None, value=VALUE, nonce=None, **domain):
    message = {
        "owner": str(owner or account.address),
        "spender": str(spender.address),
        "value": value,
        "nonce": token.nonces(owner or account.address) if nonce is None else nonce,
        "deadline": deadline,
    }
    return sign(account, token, "Permit", message, **domain)


def not_signed_by(token, form, owner, signer=ANY):
    """Each form's own error for a signature that is not the owner's."""
    if form == "bytes":
        return refused(token.Signature_Invalid, wallet=owner)
    return refused(token.ERC2612InvalidSigner, signer=signer, owner=owner)


def test_permit__signed_by_the_owner__sets_the_allowance(circle, form, alice, bob, stranger):
    token, deadline = circle.token, in_an_hour()
    signature = sign_permit(token, alice.account, bob, deadline)
    receipt = permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)
    assert receipt.events == [token.Approval(alice.address, bob.address, VALUE)]
    assert token.allowance(alice.account, bob.account) == VALUE
    assert token.nonces(alice.account) == 1


@pytest.mark.parametrize("left", [1, 0])
def test_permit__up_to_its_deadline__is_taken(circle, form, alice, bob, stranger, left):
    token, deadline = circle.token, now() + 1000
    signature = sign_permit(token, alice.account, bob, deadline)
    at(deadline - left)
    permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


def test_permit__a_second_after_its_deadline__is_refused(circle, form, alice, bob, stranger):
    token, deadline = circle.token, now() + 1000
    signature = sign_permit(token, alice.account, bob, deadline)
    at(deadline + 1)
    with refused(token.ERC2612ExpiredSignature, deadline=deadline):
        permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


def test_permit__sent_a_second_time__is_refused(circle, form, alice, bob, stranger):
    token, deadline = circle.token, in_an_hour()
    arguments = (
        alice.account,
        bob.account,
        VALUE,
        deadline,
        sign_permit(token, alice.account, bob, deadline),
    )
    permit(token, form, *arguments, stranger.account)
    with not_signed_by(token, form, alice.address):
        permit(token, form, *arguments, stranger.account)


def test_permit__used_in_one_form__is_refused_in_the_other(circle, alice, bob, stranger):
    """One nonce for both."""
    token, deadline = circle.token, in_an_hour()
    arguments = (
        alice.account,
        bob.account,
        VALUE,
        deadline,
        sign_permit(token, alice.account, bob, deadline),
    )
    permit(token, "vrs", *arguments, stranger.account)
    with not_signed_by(token, "bytes", alice.address):
        permit(token, "bytes", *arguments, stranger.account)


def test_permit__signed_for_a_nonce_to_come__is_refused(circle, form, alice, bob, stranger):
    token, deadline = circle.token, in_an_hour()
    signature = sign_permit(token, alice.account, bob, deadline, nonce=1)
    with not_signed_by(token, form, alice.address):
        permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


@pytest.mark.parametrize("field", ["value", "spender", "deadline"])
def test_permit__tampered__is_refused(circle, form, alice, bob, paul, stranger, field):
    token, deadline = circle.token, in_an_hour()
    signature = sign_permit(token, alice.account, bob, deadline)
    sent = {"spender": bob.account, "value": VALUE, "deadline": deadline}
    sent[field] = {"value": VALUE + 1, "spender": paul.account, "deadline": deadline + 1}[field]
    with not_signed_by(token, form, alice.address):
        permit(
            token,
            form,
            alice.account,
            sent["spender"],
            sent["value"],
            sent["deadline"],
            signature,
            stranger.account,
        )


def test_permit__signed_by_somebody_else__is_refused(circle, form, alice, bob, stranger):
    token, deadline = circle.token, in_an_hour()
    signature = sign_permit(token, stranger.account, bob, deadline, owner=alice.address)
    with not_signed_by(token, form, alice.address, signer=stranger.address):
        permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


def test_permit__signed_for_another_chain__is_refused(circle, form, alice, bob, stranger):
    """T6."""
    token, deadline = circle.token, in_an_hour()
    signature = sign_permit(token, alice.account, bob, deadline, chainId=137)
    with not_signed_by(token, form, alice.address):
        permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


def test_permit__signed_for_a_token_of_the_same_name__is_refused(
    circle, form, accounts, alice, bob, stranger
):
    """T6."""
    twin, deadline = deploy_circle(accounts[0]).token, in_an_hour()
    signature = sign_permit(twin, alice.account, bob, deadline)
    with not_signed_by(circle.token, form, alice.address):
        permit(circle.token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)
    permit(twin, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


@pytest.mark.parametrize("last_byte", [0, 27])
def test_permit__for_nobody_with_a_signature_of_nobody__is_refused(circle, form, bob, stranger, last_byte):
    """T7."""
    token, deadline, garbage = circle.token, in_an_hour(), b"\7" * 31
    signature = garbage + b"\0" + garbage + b"\1" + bytes([last_byte])
    expected = (
        refused(token.Signature_Invalid, wallet=NOBODY)
        if form == "bytes"
        else refused(token.ECDSAInvalidSignature)
    )
    with expected:
        permit(token, form, NOBODY, stranger.account, VALUE, deadline, signature, stranger.account)
    assert token.allowance(NOBODY, stranger.account) == 0


def test_permit__unreadable__is_refused_by_name(circle, bob, stranger):
    """T7: ecrecover gives nobody."""
    with refused(circle.token.ECDSAInvalidSignature):
        circle.token.permit(
            NOBODY, bob.account, VALUE, in_an_hour(), 0, b"\0" * 32, b"\0" * 32, sender=stranger.account
        )


def upper_half(signature: bytes) -> bytes:
    """The other signature that ecrecover takes for the same key."""
    s = HALF_ORDER - int.from_bytes(signature[32:64])
    return signature[:32] + s.to_bytes(32) + bytes([55 - signature[64]])


def test_permit__with_s_in_the_upper_half__is_refused(circle, form, alice, bob, stranger):
    """T8."""
    token, deadline = circle.token, in_an_hour()
    signature = upper_half(sign_permit(token, alice.account, bob, deadline))
    expected = (
        refused(token.Signature_Invalid, wallet=alice.address)
        if form == "bytes"
        else refused(token.ECDSAInvalidSignatureS, s=signature[32:64])
    )
    with expected:
        permit(token, form, alice.account, bob.account, VALUE, deadline, signature, stranger.account)


@pytest.mark.parametrize("length", [0, 64, 66])
def test_permit__of_another_length__is_refused(circle, alice, bob, stranger, length):
    """T8: the compact form is not taken either."""
    token, deadline = circle.token, in_an_hour()
    signature = sign_permit(token, alice.account, bob, deadline)
    compact = signature[:32] + (int.from_bytes(signature[32:64]) | (signature[64] - 27) << 255).to_bytes(32)
    with refused(token.Signature_Invalid, wallet=alice.address):
        permit(
            token,
            "bytes",
            alice.account,
            bob.account,
            VALUE,
            deadline,
            {0: b"", 64: compact, 66: signature + b"\0"}[length],
            stranger.account,
        )


def test_permit__of_a_wallet_that_is_a_contract__is_signed_by_its_owner(circle, alice, bob, stranger):
    token, deadline = circle.token, in_an_hour()
    wallet = alice.account.deploy(ape.project.WalletContract, alice.account)
    signature = sign_permit(token, alice.account, bob, deadline, owner=wallet.address)
    with refused(token.ERC2612InvalidSigner, signer=alice.address, owner=wallet.address):
        permit(token, "vrs", wallet, bob.account, VALUE, deadline, signature, stranger.account)
    permit(token, "bytes", wallet, bob.account, VALUE, deadline, signature, stranger.account)
    assert token.allowance(wallet, bob.account) == VALUE
    with refused(token.Signature_Invalid, wallet=wallet.address):
        permit(token, "bytes", wallet, bob.account, VALUE, deadline, signature, stranger.account)
