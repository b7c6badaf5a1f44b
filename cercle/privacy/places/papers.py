"""Documents a member wrote or that are about them, and what they confirmed below the documents of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cercle.documents import DocumentError, Evidence, StoredDocument, hash_text
from cercle.privacy.places.base import Place, Record
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community


def own_documents(community: Community, member: int) -> list[str]:
    """The hashes of evidence of a member's contributions, of reasons about them, and of texts of services they
    offered. A text that the community's own YAML holds is the community's."""
    index = community.index.sync()
    found = {one.evidence for one in index.submissions(member)}
    found |= {one.document for one in index.services().values() if one.provider == member}
    # What never reached the chain, too. The number may stand elsewhere in a document, such as in an attendance.
    for one in community.documents.search(re.compile(rf'"member":{member}[,}}]')):
        stored = _read(community, hash_text(one))
        if stored is not None and getattr(stored.document, "member", None) == member:
            found.add(one)
    ours = set(community.record.documents.values())
    return sorted(
        hash_text(one) for one in found if one in community.documents and hash_text(one) not in ours
    )


def _own(community: Community, member: int) -> list[Record]:
    rows: list[Record] = []
    for one in own_documents(community, member):
        stored = _read(community, one)
        content = stored.document.model_dump(mode="json") if stored else None
        confirmed = [found.beneficiary for found in stored.confirmations] if stored else []
        rows.append({"document": one, "content": content, "confirmed_by": confirmed})
    return rows


def _destroy(community: Community, member: int) -> None:
    documents = own_documents(community, member)
    community.erasures.mark_erased(documents)  # first: a page never misses a document without saying why
    for one in documents:
        community.documents.erase(one)


def _naming(community: Community, member: int) -> Iterator[tuple[str, StoredDocument]]:
    named = re.compile(rf'"beneficiaries":\[(\d+,)*{member}[,\]]')
    for one in community.documents.search(named):
        stored = _read(community, hash_text(one))
        if stored is not None:
            yield hash_text(one), stored


def _confirmations(community: Community, member: int) -> list[Record]:
    rows: list[Record] = []
    for one, stored in _naming(community, member):
        document = stored.document
        assert isinstance(document, Evidence)  # nothing else has beneficiaries
        mine = next((found for found in stored.confirmations if found.beneficiary == member), None)
        rows.append(
            {
                "document": one,
                "contributor": document.member,
                "date": document.date.isoformat(),
                "title": document.title,
                "confirmation": mine.model_dump(mode="json") if mine else None,
            }
        )
    return rows


def _unconfirm(community: Community, member: int) -> None:
    for one, _ in _naming(community, member):
        community.documents.remove_confirmation(one, member)


def _read(community: Community, document: str) -> StoredDocument | None:
    try:
        return community.documents.get(document)
    except DocumentError:
        return None  # a damaged one is destroyed all the same


def _asked(community: Community, member: int) -> list[Record]:
    everything = community.index.asked_count(member)
    return [
        {"contribution": "0x" + one.id.hex()} for one in community.index.asked_of(member, most=everything)
    ]


DOCUMENTS = Place(
    name="documents",
    holds=Text("What you wrote about your contributions and services, and reasons that concern you."),
    fields={
        "document": Text("Its hash, as the chain has it."),
        "content": Text("The document, with the random salt that makes its hash say nothing by itself."),
        "confirmed_by": Text("The numbers of members who confirmed it."),
    },
    export=_own,
    erase=_destroy,
    documents=own_documents,
    stays=Text(
        "The hashes of the destroyed documents, here and on chain: without document and salt they say nothing."
    ),
    tables=frozenset({"erased_documents"}),
)

ASKED = Place(
    name="asked to confirm",
    holds=Text("Contributions that wait for approval, and for your word that they happened."),
    fields={"contribution": Text("Its number on chain.")},
    export=_asked,
    erase=lambda community, member: community.index.forget_asked(member),
    tables=frozenset({"asked"}),
)

CONFIRMATIONS = Place(
    name="confirmations",
    holds=Text("Contributions of others that name you by number as somebody who received them."),
    fields={
        "document": Text("The hash of their evidence."),
        "contributor": Text("The number of the member who contributed."),
        "date": Text("When it happened."),
        "title": Text("What they called it."),
        "confirmation": Text("What you signed when you confirmed it; empty if you did not."),
    },
    export=_confirmations,
    erase=_unconfirm,
    destroys=lambda record: record["confirmation"] is not None,
    stays=Text(
        "Your number in the evidence of others, without your signature: their document cannot change without losing "
        "its proof."
    ),
)
