"""What the code on a printed record says: which contributions of which member, and what they add up to.

The code has to fit into a QR that a phone reads from paper, to need no database of ours that keeps what was printed,
and to make every claim checkable by anybody. A contribution's id is 32 bytes, so that a hundred of them would be a
picture nobody can scan. But the chain itself lists a member's contributions: every one was submitted in an event that
is indexed by member number, in an order that nobody can change. So the code names them by their places in that list
(one bit each), and holds the hash of their ids, which makes the list it was made from the only one that fits: whoever
supplies the list, an index, a node, an archive, cannot change what the code says. Everything else on the paper follows
from the contract's own state. The totals are in the code only so that a paper and its code can be compared.

It is not signed: a code that somebody makes up is refused, or says what is true of that member anyway. It says nothing
of who the member is, and holds no name.

Base64 for URLs (RFC 4648, section 5) of: version (1 byte), chain id (8), address of the contribution registry (20),
member (4), number of the block it was made at (4) and the first bytes of that block's hash (8), first and last day of
the period in days since 1970-01-01 (2 and 2; zero for open), number of totals (1), keccak256 of the ids (32), the
totals (programme 2, contributions 4, hundredths of units 8), the first place (4), the places from it on as bits,
lowest first, and the first three bytes of the SHA-256 of all that, which tells a code that was cut or mistyped from
one that was changed.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from cercle.errors import InputProblem
from cercle.lifeline import Period
from cercle.texts import Text
from cercle.units import to_hundredths, to_units

SPAN = 1_000  # places from the first to the last: what a printed code can hold, and a check can read
BLOCK_HASH = 8  # bytes of it
_VERSION = 1
_HEAD = struct.Struct(f">BQ20sII{BLOCK_HASH}sHHB32s")
_SUM = struct.Struct(">HIQ")
_FIRST = struct.Struct(">I")
_CHECK = 3
_LONGEST = 8_000  # letters
_EPOCH = date(1970, 1, 1)


class CertificateRefused(InputProblem):
    """A code proves nothing here: it is broken, was changed, or belongs elsewhere."""


@dataclass(frozen=True)
class Sum:
    """What the named contributions of one programme add up to."""

    programme: int
    count: int
    units: Decimal


@dataclass(frozen=True)
class Certificate:
    """A code's content. ``places`` are those of the named contributions among everything that was ever submitted under
    the member's number, from 0; ``digest`` is :func:`digest_of` their ids."""

    chain_id: int
    registry: str
    member: int
    block: int
    block_hash: bytes
    period: Period
    sums: tuple[Sum, ...]
    places: tuple[int, ...]
    digest: bytes

    def __str__(self) -> str:
        first = self.places[0]
        bits = sum(1 << (place - first) for place in self.places)
        head = _HEAD.pack(
            _VERSION, self.chain_id, bytes.fromhex(self.registry[2:]), self.member, self.block, self.block_hash,
            _days(self.period.since), _days(self.period.until), len(self.sums), self.digest,
        )  # fmt: skip
        sums = b"".join(_SUM.pack(one.programme, one.count, to_hundredths(one.units)) for one in self.sums)
        named = _FIRST.pack(first) + bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        content = head + sums + named
        return base64.urlsafe_b64encode(content + _check(content)).decode().rstrip("=")


def digest_of(ids: Sequence[bytes]) -> bytes:
    """The hash of some contributions' ids, in the chain's order."""
    return bytes(keccak(b"".join(ids)))


def link(base_url: str, certificate: Certificate) -> str:
    """Where anybody checks a record."""
    return f"{base_url.rstrip('/')}/verify?c={certificate}"


def read_certificate(code: str) -> Certificate:
    """What a code, or the link that holds it, says. ``CertificateRefused`` for one that is cut, mistyped or made up."""
    written = code.strip().rpartition("c=")[2]
    if len(written) > _LONGEST or not re.fullmatch("[A-Za-z0-9_-]+", written):
        raise _broken()
    try:
        raw = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
        content, check = raw[:-_CHECK], raw[-_CHECK:]
        if check != _check(content) or content[:1] != bytes([_VERSION]):
            raise _broken()
        found = _unpacked(content)
    except (ValueError, struct.error) as problem:
        raise _broken() from problem
    if str(found) != written:
        raise _broken()
    return found


def _unpacked(content: bytes) -> Certificate:
    _, chain_id, registry, member, block, block_hash, since, until, count, digest = _HEAD.unpack_from(content)
    end = _HEAD.size + count * _SUM.size
    sums = tuple(
        Sum(programme, contributions, to_units(units))
        for programme, contributions, units in _SUM.iter_unpack(content[_HEAD.size : end])
    )
    (first,) = _FIRST.unpack_from(content, end)
    bits = int.from_bytes(content[end + _FIRST.size :], "little")
    if not bits or bits.bit_length() > SPAN:
        raise ValueError("no contribution, or too many")
    places = tuple(first + place for place in range(bits.bit_length()) if bits >> place & 1)
    period = Period(_day(since), _day(until))
    return Certificate(
        chain_id, to_checksum_address(registry), member, block, block_hash, period, sums, places, digest
    )


def _days(day: date | None) -> int:
    return (day - _EPOCH).days if day else 0


def _day(days: int) -> date | None:
    return _EPOCH + timedelta(days) if days else None


def _check(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_CHECK]


def _broken() -> CertificateRefused:
    return CertificateRefused(
        Text("This code is not complete, or was changed."),
        Text("Scan it again from the paper, or ask for the address that is printed below it."),
    )
