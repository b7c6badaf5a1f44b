"""Why somebody challenges or disputes something, as a document whose hash goes on the chain."""

from __future__ import annotations

from app import data
from cercle.documents import Evidence


def document(member: int, words: str, about: bytes, programme: int = 0) -> Evidence:
    """The words of a member about a contribution or an order."""
    return Evidence(
        member=member,
        programme=programme,
        date=data.now().date(),
        title="Reason",
        text=words.strip(),
        source={"about": "0x" + about.hex()},
    )
