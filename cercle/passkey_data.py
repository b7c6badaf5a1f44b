"""A passkey's public key, the site it belongs to, and what a browser answers when asked for either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from cercle.errors import InputProblem
from cercle.texts import Text


@dataclass(frozen=True)
class PublicKey:
    """A passkey's public key: a point of secp256r1, 32 bytes each. ``str()`` is what a person copies: ``x,y`` in hex."""

    x: bytes
    y: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """The key that ``str()`` wrote. Raises ``InputProblem`` for a mistyped one."""
        try:
            x, y = (bytes.fromhex(part.strip().removeprefix("0x")) for part in text.split(","))
            key = cls(x, y)
            key.on_curve()
        except ValueError as problem:
            raise InputProblem(
                Text("“{text}” is not the key of a passkey.", {"text": text}),
                Text("Copy it whole from the page that shows it."),
            ) from problem
        return key

    def on_curve(self) -> ec.EllipticCurvePublicKey:
        """The key as ``cryptography`` knows it. Raises ``ValueError`` for what is no point of the curve."""
        if len(self.x) != 32 or len(self.y) != 32:
            raise ValueError("coordinates have 32 bytes")
        point = (int.from_bytes(self.x), int.from_bytes(self.y))
        return ec.EllipticCurvePublicNumbers(*point, ec.SECP256R1()).public_key()

    def __str__(self) -> str:
        return f"0x{self.x.hex()},0x{self.y.hex()}"


@dataclass(frozen=True)
class RelyingParty:
    """The dashboard as passkeys know it: the origin of its pages and its domain, for which keys are made."""

    origin: str
    id: str

    @classmethod
    def from_url(cls, url: str) -> Self:
        """The dashboard at an address. Raises ``InputProblem`` where browsers refuse passkeys."""
        address = urlsplit(url)
        host = address.hostname or ""
        if not host or (address.scheme != "https" and (address.scheme, host) != ("http", "localhost")):
            raise InputProblem(
                Text("Passkeys do not work at {url}.", {"url": url}),
                Text("Give an address that begins with https:// (or, to try things out, http://localhost)."),
            )
        # As browsers write an origin: without the port that goes without saying.
        port = (
            f":{address.port}" if address.port not in (None, 443 if address.scheme == "https" else 80) else ""
        )
        return cls(f"{address.scheme}://{host}{port}", host)


@dataclass(frozen=True)
class Registration:
    """What ``navigator.credentials.create`` answers."""

    credential_id: bytes
    client_data: bytes
    attestation_object: bytes


@dataclass(frozen=True)
class Assertion:
    """What ``navigator.credentials.get`` answers; the signature in DER."""

    credential_id: bytes
    authenticator_data: bytes
    client_data: bytes
    signature: bytes
