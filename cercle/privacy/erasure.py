"""Erasing a person: everything off chain that can be destroyed, with a receipt. Totals and chain stay as they are.

What is going to be destroyed is written down first (numbers and hashes only), so that a run that was killed is
finished by the next one and its receipt leaves nothing out.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cercle.documents import Bilingual, write_durably
from cercle.errors import InputProblem
from cercle.privacy.database import now, written
from cercle.privacy.matters import open_matters
from cercle.privacy.places import PLACES, Place
from cercle.privacy.places.base import nothing
from cercle.privacy.receipt import (
    Destroyed,
    ErasureReceipt,
    SignedReceipt,
    Stays,
    read_receipt,
    receipt_text,
)
from cercle.signers import Signer
from cercle.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from cercle.community import Community


@dataclass(frozen=True)
class _Plan:
    """What is to be destroyed: by place how many records, and which documents."""

    counts: dict[str, int]
    documents: dict[str, list[str]]

    def with_(self, later: _Plan) -> _Plan:
        """What a killed run had found, and what is found now."""
        documents = {
            place: sorted({*found, *later.documents[place]}) for place, found in self.documents.items()
        }
        counts = {
            place: max(found, later.counts[place], len(documents[place]))
            for place, found in self.counts.items()
        }
        return _Plan(counts, documents)


def receipts_folder(community: Community) -> Path:
    """Where the receipts of erasures are kept: they name members by number only."""
    return community.record.folder / "erasures"


def erase(community: Community, signer: Signer, member: int) -> SignedReceipt:
    """Destroys what is kept about a member and returns the receipt, signed by the office's account.

    Safe to run again, after a kill too: who was erased before and left nothing new has the same receipt as then.
    What is open for the member (``matters.open_matters``) has to be asked about before. Raises ``InputProblem`` while
    something has to end first, and for a number that was never given out.
    """
    community.members.get(member)
    waits_for = open_matters(community, member).waits_for
    if waits_for:
        raise InputProblem(
            Text(
                "Member {member} cannot be erased yet: {reason}", {"member": member, "reason": waits_for[0]}
            ),
            Text("It ends by itself at its deadline; erase them then."),
        )
    folder = receipts_folder(community)
    plan_file, receipt_file = folder / f"member-{member}.plan", folder / f"member-{member}.json"
    plan = _find(community, member)
    if plan_file.exists():
        plan = _Plan(**json.loads(plan_file.read_text())).with_(plan)
    elif receipt_file.exists() and not any(plan.counts.values()):
        return _answer(community, read_receipt(receipt_file.read_bytes()))
    write_durably(plan_file, json.dumps(asdict(plan)).encode())
    for place in PLACES:
        place.erase(community, member)
    signed = _sign(community, signer, member, plan)
    write_durably(receipt_file.with_suffix(".txt"), _both_languages(signed).encode())
    write_durably(receipt_file, signed.to_json())
    plan_file.unlink()
    return _answer(community, signed)


def _answer(community: Community, signed: SignedReceipt) -> SignedReceipt:
    """The member's request, if there is one that waits, is decided."""
    community.erasures.carried_out(signed.receipt.member, signed.receipt.hash)
    return signed


def _find(community: Community, member: int) -> _Plan:
    return _Plan(
        counts={
            place.name: sum(map(place.destroys, place.export(community, member))) for place in _destroyable()
        },
        documents={place.name: place.documents(community, member) for place in _destroyable()},
    )


def _destroyable() -> list[Place]:
    return [place for place in PLACES if place.erase is not nothing]


def _sign(community: Community, signer: Signer, member: int, plan: _Plan) -> SignedReceipt:
    asked = community.erasures.request_of(member)
    receipt = ErasureReceipt(
        community=community.name,
        chain_id=community.record.chain_id,
        registry=str(community.members.contract.address),
        member=member,
        asked_at=written(asked.asked_at) if asked and asked.decided_at is None else None,
        erased_at=written(now()),
        destroyed=tuple(
            Destroyed(
                place=place.name,
                held=_bilingual(place.holds),
                count=plan.counts[place.name],
                documents=tuple(plan.documents[place.name]),
            )
            for place in _destroyable()
            if plan.counts[place.name]
        ),
        stays=tuple(Stays(place=one.name, what=_bilingual(one.stays)) for one in PLACES if one.stays),
    )
    return SignedReceipt(receipt, signer.address, signer.sign(receipt.typed_data()))


def _bilingual(text: Text) -> Bilingual:
    return Bilingual(fr=text.in_("fr"), en=text.in_("en"))


def _both_languages(signed: SignedReceipt) -> str:
    return "\n".join(receipt_text(signed, language) for language in LANGUAGES)
