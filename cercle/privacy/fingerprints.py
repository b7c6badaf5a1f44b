"""Hashes of what the directory holds, as somebody could put them on chain believing that they are anonymous.

They are not: names and e-mail addresses are few enough for anybody to hash them all and compare.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from eth_utils.crypto import keccak

_HASHES: tuple[Callable[[bytes], bytes], ...] = (
    keccak,
    lambda value: hashlib.sha256(value).digest(),
    lambda value: hashlib.sha1(value, usedforsecurity=False).digest(),
    lambda value: hashlib.md5(value, usedforsecurity=False).digest(),
)
# Where the hash may begin in 32 bytes: a whole one, or one of 20 or 16 bytes with zeros before it.
_STARTS = (0, 12, 16)
_PREFIX = 8  # bytes kept of each hash: enough to tell a few million apart
_FEW = 1_000  # new values that are inserted one by one; more are sorted all at once


def forms(value: str) -> set[str]:
    """The ways in which people write a value before they hash it."""
    composed = unicodedata.normalize("NFC", value.strip())
    plain = "".join(one for one in unicodedata.normalize("NFD", composed) if not unicodedata.combining(one))
    return {value, composed, composed.lower(), plain.lower()} - {""}


def _prefixes(values: Iterable[str]) -> Iterator[int]:
    for value in values:
        for form in forms(value):
            encoded = form.encode()
            for make in _HASHES:
                yield int.from_bytes(make(encoded)[:_PREFIX], "big")


class Fingerprints:
    """Finds unsalted hashes of directory values. Those of 32,000 people take two to three seconds, once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: object = None
        self._values: set[str] = set()
        self._sorted = array("Q")

    def learn(self, version: object, values: Callable[[], Iterable[str]]) -> Fingerprints:
        """Learns the directory's values unless it knows this version of them: only the new ones, where it can."""
        with self._lock:
            if version != self._version:
                now = set(values())
                new = now - self._values
                if self._values <= now and len(new) <= _FEW:
                    for prefix in _prefixes(new):
                        insort(self._sorted, prefix)
                else:
                    self._sorted = array("Q", sorted(_prefixes(now)))
                self._values, self._version = now, version
        return self

    def __contains__(self, value: bytes) -> bool:
        """Whether 32 bytes are the hash of a value."""
        return any(self._has(int.from_bytes(value[start : start + _PREFIX], "big")) for start in _STARTS)

    def _has(self, prefix: int) -> bool:
        place = bisect_left(self._sorted, prefix)
        return place < len(self._sorted) and self._sorted[place] == prefix
