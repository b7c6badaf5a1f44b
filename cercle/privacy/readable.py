"""Words in what goes on chain: no contract here needs any, and whatever is written there stays there for ever.

Looks at a call alone and knows no community, so that nothing can be built without passing here, whoever builds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cercle.errors import CercleError
from cercle.texts import Text

_SHORTEST = 3  # bytes: fewer are a small number
# In 32 random bytes, 20 printable ones in a row turn up three times in a hundred million.
_LONGEST_BY_CHANCE = 20
_RUN = re.compile(rb"[\x20-\x7e]{%d,}" % _LONGEST_BY_CHANCE)
_EMAIL = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")
_LABELS = "AccessManager.labelRole"  # the one function that takes a text: what a role is called
_LABEL = re.compile(r"[a-z]+([_-][a-z]+)*")


class PersonalData(CercleError):
    """What was about to go on chain says who somebody is. Nothing was sent or signed.

    ``where`` names the action and its argument, never the value: problems are logged.
    """

    def __init__(self, where: str, why: Text) -> None:
        self.where = where
        self.why = why
        super().__init__(
            Text("Nothing was sent: {where} {why}.", {"where": where, "why": why}),
            Text(
                "Whatever goes on chain is public and stays for ever. Put the text into a document, whose salted hash "
                "goes there instead."
            ),
        )


def refuse_words(method: str, args: Any) -> None:
    """Raises ``PersonalData`` for arguments of a call in which somebody can read something.

    Signatures are bytes of any length, in which a passkey's answer is readable by its nature: of those only an
    e-mail address is refused.
    """
    for value in _values(args):
        if isinstance(value, str) and not _HEX.fullmatch(value):
            if method == _LABELS and _LABEL.fullmatch(value):
                continue
            raise PersonalData(method, Text("would write a text on the chain"))
        raw = bytes.fromhex(value[2:]) if isinstance(value, str) else value
        if len(raw) <= 32 and is_readable(raw):
            raise PersonalData(method, Text("would write a readable text on the chain"))
        if b"@" in raw and _EMAIL.search(raw):
            raise PersonalData(method, Text("would write an e-mail address on the chain"))


def is_readable(value: bytes) -> bool:
    """Whether some bytes, zeros around them left out, are a text in UTF-8, or hold a long one."""
    if _RUN.search(value):
        return True
    kept = value.strip(b"\0")
    if len(kept) < _SHORTEST:
        return False
    try:
        return kept.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _values(args: Any) -> Iterator[str | bytes]:
    """Every text and every bytes in a call's arguments, at any depth."""
    if isinstance(args, str | bytes):
        yield args
    elif isinstance(args, list | tuple):
        for one in args:
            yield from _values(one)
