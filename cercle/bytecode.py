"""Whether the code at an address is the code we built, whatever its immutables are."""

from __future__ import annotations

from collections.abc import Iterator

_PUSH1 = 0x60
_PUSH32 = 0x7F


def same_code(built: bytes, deployed: bytes) -> bool:
    """Whether two runtime codes are the same but for immutables and for the compiler's note at the end.

    An immutable is built as a PUSH32 of zeros, which the constructor fills in. The note (a hash over the sources,
    comments included) is never executed.
    """
    built, deployed = _without_note(built), _without_note(deployed)
    if not built or len(built) != len(deployed):
        return False
    blanked = bytearray(deployed)
    for start in _immutables(built):
        blanked[start : start + 32] = bytes(32)
    return bytes(blanked) == built


def _without_note(code: bytes) -> bytes:
    length = int.from_bytes(code[-2:]) + 2
    return code[:-length] if length < len(code) else code


def _immutables(code: bytes) -> Iterator[int]:
    position = 0
    while position < len(code):
        opcode = code[position]
        if opcode == _PUSH32 and code[position + 1 : position + 33] == bytes(32):
            yield position + 1
        position += 1 + (opcode - _PUSH1 + 1 if _PUSH1 <= opcode <= _PUSH32 else 0)
