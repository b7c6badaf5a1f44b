"""Why something was decided about a member: a document, whose hash goes on chain."""

from __future__ import annotations

from functools import partial

from cercle.community import Community
from cercle.documents import Reason, hash_text
from cercle.ledger import ImportLedger, digest_of

LEDGER = "reasons"


def keep_reason(community: Community, member: int, text: str, about: bytes | None = None) -> bytes:
    """Keeps a reason and returns its hash; the same reason again has the same one, so that an action that was
    announced with it, or killed, can be carried out later. ``about`` is a contribution's or an order's id."""
    ledger = ImportLedger(community.record.files.imports / f"{LEDGER}.json")
    subject = hash_text(about) if about is not None else None
    digest = digest_of({"member": member, "about": subject, "text": text})
    make = partial(Reason, member=member, about=subject, text=text)
    found = ledger.document_hash(digest, digest, community.documents, make)
    ledger.save()
    return found
