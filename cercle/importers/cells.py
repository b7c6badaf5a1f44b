"""Cells that several kinds of files share."""

import re
from functools import lru_cache

from eth_utils.address import is_checksum_address, to_checksum_address

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
