"""Passkeys (WebAuthn): whose key it is, what it signs, and what a passkey account takes as a signature.

A passkey signs a challenge of 32 bytes, which the browser wraps with the page's origin and the authenticator with the
domain (rpId). The chain checks challenge, user verification and signature; origin and domain are checked here. Nothing
here knows of a chain's node, and no private key is ever seen.
"""

from __future__ import annotations

import hmac
import struct
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from eth_abi.abi import encode
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AuthenticatorData, CollectedClientData

from cercle.errors import CercleError, SignatureProblem
from cercle.nested_typed_data import description, digest, is_own, nested, parts
from cercle.passkey_data import Assertion, PublicKey, Registration, RelyingParty
from cercle.texts import Text

# The order of the curve's group (SEC 2, secp256r1): of the two values that s can have, chains take the lower one.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, struct.error)
_TYPE = b'"type":"webauthn.get"'
_CHALLENGE = b'"challenge":"'
_AGAIN = Text("Try again; if it happens again, tell the community.")
_Parsed = TypeVar("_Parsed")

__all__ = [
    "Assertion",
    "PublicKey",
    "Registration",
    "RelyingParty",
    "account_signature",
    "challenge_for",
    "registered_key",
    "verify",
]


def registered_key(registration: Registration, challenge: bytes, party: RelyingParty) -> PublicKey:
    """The public key of a new passkey (WebAuthn level 2, section 7.1; ES256 only).

    Who made the authenticator is not asked (attestation). Raises ``SignatureProblem`` for another challenge, origin
    or domain, and for a person who was not verified.
    """
    _check_client_data(registration.client_data, CollectedClientData.TYPE.CREATE, challenge, party)
    data = _parsed(lambda: AttestationObject(registration.attestation_object)).auth_data
    _check_authenticator_data(data, party)
    credential = data.credential_data
    if credential is None or credential.credential_id != registration.credential_id:
        raise _broken()
    if credential.public_key.get(3) != ES256.ALGORITHM:
        raise SignatureProblem(
            Text("This device makes keys of another kind than passkey accounts need."),
            Text("Use another device, or a wallet."),
        )
    key = _parsed(lambda: PublicKey(bytes(credential.public_key[-2]), bytes(credential.public_key[-3])))
    _parsed(key.on_curve)
    return key


def verify(assertion: Assertion, key: PublicKey, challenge: bytes, party: RelyingParty) -> None:
    """Checks a passkey's signature over a challenge (WebAuthn level 2, section 7.2).

    Raises ``SignatureProblem`` for another origin, domain, challenge or key, and for a person who was not verified.
    """
    _check_client_data(assertion.client_data, CollectedClientData.TYPE.GET, challenge, party)
    _check_authenticator_data(_parsed(lambda: AuthenticatorData(assertion.authenticator_data)), party)
    signed = assertion.authenticator_data + sha256(assertion.client_data).digest()
    try:
        _parsed(key.on_curve).verify(assertion.signature, signed, ec.ECDSA(SHA256()))
    except InvalidSignature as problem:
        raise SignatureProblem(
            Text("This was signed with another passkey."), Text("Choose the passkey of this account.")
        ) from problem


def challenge_for(typed_data: dict[str, Any], account: str, chain_id: int) -> bytes:
    """What a passkey signs for its account: 32 bytes.

    What the account itself reads (``Execute``) is signed as it is; what others ask the account about (ERC-1271) is
    nested in the account's own domain (ERC-7739), so that it counts for this account only.
    """
    return digest(typed_data if is_own(typed_data, account) else nested(typed_data, account, chain_id))


def account_signature(
    typed_data: dict[str, Any], account: str, chain_id: int, assertion: Assertion, key: PublicKey
) -> bytes:
    """The signature as the account at ``account`` takes it, from a passkey's answer to ``challenge_for``.

    Which passkey (x), then OpenZeppelin's ``WebAuthnAuth`` with s in its low half, then for others what ERC-7739
    appends. Raises ``SignatureProblem`` for an answer that no account can read; ``verify`` comes first.
    """
    r, s = _parsed(lambda: decode_dss_signature(assertion.signature))
    s = min(s, _ORDER - s)
    client_data = assertion.client_data
    places = [client_data.find(_CHALLENGE), client_data.find(_TYPE)]
    if min(places) < 0 or not 0 < s < _ORDER or not 0 < r < _ORDER:
        raise _broken()
    webauthn = encode(
        ["bytes32", "bytes32", "uint256", "uint256", "bytes", "bytes"],
        [r.to_bytes(32), s.to_bytes(32), *places, assertion.authenticator_data, client_data],
    )
    if is_own(typed_data, account):
        return key.x + webauthn
    separator, contents = parts(typed_data)
    described = description(typed_data)
    return key.x + webauthn + separator + contents + described + len(described).to_bytes(2)


def _check_client_data(client_data: bytes, kind: str, challenge: bytes, party: RelyingParty) -> None:
    data = _parsed(lambda: CollectedClientData(client_data))
    if data.type != kind or not hmac.compare_digest(data.challenge, challenge):
        raise SignatureProblem(Text("This answers another question than the one asked."), _AGAIN)
    # A page of ours inside somebody else's page would have the right origin, and their buttons around it.
    if data.origin != party.origin or data.cross_origin:
        raise SignatureProblem(
            Text(
                "This was signed for {origin}, not for {expected}.",
                {"origin": str(data.origin), "expected": party.origin},
            ),
            Text("Open {expected} itself, by its link or by typing it.", {"expected": party.origin}),
        )


def _check_authenticator_data(data: AuthenticatorData, party: RelyingParty) -> None:
    if not hmac.compare_digest(data.rp_id_hash, sha256(party.id.encode()).digest()):
        raise SignatureProblem(
            Text("This passkey belongs to another site than {domain}.", {"domain": party.id}),
            Text("Choose a passkey of {domain}.", {"domain": party.id}),
        )
    if not (data.is_user_present() and data.is_user_verified()):
        raise SignatureProblem(
            Text("The device did not check that it is you."),
            Text("Confirm with your face, your finger or the code of your device."),
        )
    # Level 3, section 6.1.3: what is backed up was eligible to be. The chain refuses anything else.
    if data.is_backed_up() and not data.is_backup_eligible():
        raise _broken()


def _parsed(read: Callable[[], _Parsed]) -> _Parsed:
    """What a browser sent, read by a library that may stumble over it in many ways."""
    try:
        return read()
    except CercleError:
        raise
    except _BROKEN as problem:
        raise _broken() from problem


def _broken() -> SignatureProblem:
    return SignatureProblem(Text("The answer of the passkey cannot be read."), _AGAIN)
