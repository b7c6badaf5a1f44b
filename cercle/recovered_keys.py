"""Whose signature it may be: the public keys of secp256r1 that fit a passkey's answer (SEC 1, section 4.1.6)."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from cercle.passkeys import Assertion, PublicKey

# The curve y² = x³ - 3x + b over the field of P, of order N, with its generator (SEC 2, section 2.4.2).
_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_Point = tuple[int, int] | None  # None is the point at infinity


def candidates(assertion: Assertion) -> Iterator[PublicKey]:
    """Yields the keys that may have made the signature, almost always two. None of them is proved to be its key."""
    try:
        r, s = decode_dss_signature(assertion.signature)
    except ValueError:
        return
    if not (0 < r < _N and 0 < s < _N):
        return
    signed = assertion.authenticator_data + sha256(assertion.client_data).digest()
    digest = int.from_bytes(sha256(signed).digest())
    for x in (r, r + _N):
        y = pow(x**3 - 3 * x + _B, (_P + 1) // 4, _P)
        if x >= _P or (y * y - x**3 + 3 * x - _B) % _P:
            continue
        for point in ((x, y), (x, _P - y)):
            inverse = pow(r, -1, _N)
            key = _add(_times(s * inverse % _N, point), _times(-digest * inverse % _N, _G))
            if key is not None:
                yield PublicKey(key[0].to_bytes(32), key[1].to_bytes(32))


def _times(factor: int, point: _Point) -> _Point:
    product: _Point = None
    while factor:
        if factor & 1:
            product = _add(product, point)
        point, factor = _add(point, point), factor >> 1
    return product


def _add(one: _Point, other: _Point) -> _Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % _P == 0:
        return None
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, _P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, _P)
    x = (slope**2 - one[0] - other[0]) % _P
    return x, (slope * (one[0] - x) - one[1]) % _P
