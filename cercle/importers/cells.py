"""Cells that several kinds of files share."""

import re
import unicodedata
from functools import lru_cache

from eth_utils.address import is_checksum_address, to_checksum_address

from cercle.errors import InputProblem
from cercle.texts import Text

NO_ADDRESS = ("", "missing user address")


@lru_cache(maxsize=100_000)
def parse_address(text: str) -> str | None:
    """Returns an address with its EIP-55 checksum, None where there is none; ValueError says what is wrong."""
    if text.lower() in NO_ADDRESS:
        return None
    if not re.fullmatch(r"0x[0-9a-fA-F]{40}", text):
        raise ValueError(f"“{text[:60]}” is not an address: write 0x and 40 hexadecimal digits.")
    digits = text[2:]
    if digits not in (digits.lower(), digits.upper()) and not is_checksum_address(text):
        raise ValueError(f"“{text}” has a wrong checksum (EIP-55), so a letter may be wrong: copy it again.")
    if not digits.strip("0"):
        raise ValueError(f"“{text}” is nobody's address: leave the cell empty.")
    return str(to_checksum_address(text.lower()))


_JOINERS = "\u200c\u200d"  # names in some scripts need them
MAX_EMAIL = 254  # RFC 5321, section 4.5.3.1.3
_EMAIL = re.compile(r"[^@\s<>(),;:\"]+@[^@\s<>(),;:\"]+\.[^@\s<>(),;:\".]{2,}")


def parse_email(text: str) -> str | None:
    """Returns an e-mail in small letters, None for an empty text; ValueError (an InputProblem) says what is wrong."""
    email = text.strip().lower()
    if not email:
        return None
    if len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email) or not email.isprintable():
        raise InputProblem(
            Text("“{email}” is not an e-mail: write it like name@example.org.", {"email": email[:60]})
        )
    return email


def has_controls(text: str) -> bool:
    """Whether a text of one line holds line breaks, or characters that change how the text beside it is shown."""
    return any(
        unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") and character not in _JOINERS
        for character in text
    )
