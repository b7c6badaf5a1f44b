"""One JSON text for each value, and the hashes of such texts as people write them."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from cercle.errors import InputProblem
from cercle.texts import Text

MAX_INTEGER = 2**53 - 1  # the largest that every JSON reader, browsers included, reads exactly
MAX_DEPTH = 32


def canonical_json(value: Any) -> bytes:
    """Returns the one JSON text of a value, in UTF-8: sorted keys, no white space, Unicode in form NFC.

    Values are dicts with text keys, lists, tuples, texts, integers within ±(2^53 - 1), booleans and None.
    Raises ValueError for anything else: write fractions and large numbers as decimal texts.
    """
    text = json.dumps(_canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def hash_text(document_hash: bytes | str) -> str:
    """Returns a document's hash as 0x and 64 lower-case digits; raises InputProblem for what is not one."""
    digits = document_hash.hex() if isinstance(document_hash, bytes) else document_hash
    text = "0x" + digits.lower().removeprefix("0x")
    if not re.fullmatch(r"0x[0-9a-f]{64}", text):
        raise InputProblem(
            Text("{text} is not the hash of a document.", {"text": text[:80]}),
            Text("Give 32 bytes, or 64 hexadecimal digits."),
        )
    return text


def normalized(value: Any) -> Any:
    """Returns a value with every text in it in Unicode form NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return type(value)(normalized(item) for item in value)
    if isinstance(value, dict):
        return {normalized(key): normalized(item) for key, item in value.items()}
    return value


def _canonical(value: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError(f"a document is nested more than {MAX_DEPTH} levels deep: flatten it")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"the integer {value} is beyond 2^53 - 1: write it as a decimal text")
        return int(value)
    if isinstance(value, str):
        return _canonical_text(value)
    if isinstance(value, list | tuple):
        return [_canonical(item, depth + 1) for item in value]
    if isinstance(value, dict):
        result: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError(f"the key {key!r} is not a text: write it as one")
            name = _canonical_text(key)
            if name in result:
                raise ValueError(f"the key “{name}” appears twice: keep one")
            result[name] = _canonical(item, depth + 1)
        return result
    raise ValueError(f"{value!r} ({type(value).__name__}) has no canonical JSON: write it as a text")


def _canonical_text(value: str) -> str:
    text = unicodedata.normalize("NFC", value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("a text holds half of a character (a lone surrogate): repair it") from None
    return text
