"""A software authenticator: answers as a phone's browser does, from a key in memory.

Every second signature has its s in the upper half, as about half of those of real devices have.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from cercle.passkeys import (
    Assertion,
    PublicKey,
    Registration,
    RelyingParty,
    account_signature,
    challenge_for,
)

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PARTY = RelyingParty("https://cercle.example", "cercle.example")
FLAGS = AuthenticatorData.FLAG


@dataclass
class Authenticator:
    """One passkey of one person. ``flags`` is what the device says: touched, verified, backed up."""

    flags: int = FLAGS.UP | FLAGS.UV | FLAGS.BE | FLAGS.BS
    credential_id: bytes = field(default_factory=lambda: token_bytes(16))
    _private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    _signatures: int = 0

    @classmethod
    def numbered(cls, number: int) -> Self:
        """A passkey that is the same every time."""
        return cls(credential_id=number.to_bytes(16), _private=ec.derive_private_key(number, ec.SECP256R1()))

    @property
    def key(self) -> PublicKey:
        """The public key."""
        numbers = self._private.public_key().public_numbers()
        return PublicKey(numbers.x.to_bytes(32), numbers.y.to_bytes(32))

    def create(
        self, challenge: bytes, origin: str = PARTY.origin, rp_id: str = PARTY.id, **more: Any
    ) -> Registration:
        """What ``navigator.credentials.create`` answers. ``more`` goes into the client data."""
        cose = ES256.from_cryptography_key(self._private.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.credential_id, cose)
        data = AuthenticatorData.create(_hash(rp_id), FLAGS(self.flags | FLAGS.AT), 0, credential)
        return Registration(
            self.credential_id,
            _client_data("webauthn.create", challenge, origin, more),
            bytes(AttestationObject.create("none", data, {})),
        )

    def get(
        self, challenge: bytes, origin: str = PARTY.origin, rp_id: str = PARTY.id, **more: Any
    ) -> Assertion:
        """What ``navigator.credentials.get`` answers. ``more`` goes into the client data."""
        data = bytes(AuthenticatorData.create(_hash(rp_id), FLAGS(self.flags), 0))
        client_data = _client_data("webauthn.get", challenge, origin, more)
        # RFC 6979: the same key and challenge give the same signature, which the table of gas needs.
        algorithm = ec.ECDSA(SHA256(), deterministic_signing=True)
        signature = self._private.sign(data + sha256(client_data).digest(), algorithm)
        r, s = decode_dss_signature(signature)
        self._signatures += 1
        high = self._signatures % 2 == 0
        s = max(s, ORDER - s) if high else min(s, ORDER - s)
        return Assertion(self.credential_id, data, client_data, encode_dss_signature(r, s))

    def sign(self, typed_data: dict[str, Any], account: str, chain_id: int) -> bytes:
        """The signature of its account over some typed data, as it goes on chain."""
        answer = self.get(challenge_for(typed_data, account, chain_id))
        return account_signature(typed_data, account, chain_id, answer, self.key)


def _client_data(kind: str, challenge: bytes, origin: str, more: dict[str, Any]) -> bytes:
    data = {
        "type": kind,
        "challenge": websafe_encode(challenge),
        "origin": origin,
        "crossOrigin": False,
        **more,
    }
    # Without spaces, as browsers write it (WebAuthn level 2, section 5.8.1.1).
    return json.dumps(data, separators=(",", ":")).encode()


def _hash(rp_id: str) -> bytes:
    return sha256(rp_id.encode()).digest()
