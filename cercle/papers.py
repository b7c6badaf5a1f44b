"""What a hash stands for: a document, and whose confirmations below it count."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils.address import is_same_address

from cercle.community import Community
from cercle.contract_wallets import accepted_on
from cercle.documents import AnyDocument, Bilingual, Confirmation, DocumentMissing, DocumentTampered
from cercle.texts import Text


@dataclass(frozen=True)
class Paper:
    """What a hash stands for: a document and who confirmed it, or what is wrong with it."""

    document: AnyDocument | None
    confirmed_by: tuple[int, ...] = ()
    problem: Text | None = None

    @property
    def title(self) -> Bilingual | str | None:
        """The document's title, in both languages or as its author wrote it."""
        return getattr(self.document, "title", None)


def read_paper(community: Community, document: bytes) -> Paper:
    """A document by its hash; a missing or tampered one says so. A confirmation counts if the wallet that signed it
    is the beneficiary's now."""
    try:
        stored = community.documents.get(document)
    except DocumentMissing:
        if community.erasures.erased(document):
            return Paper(None, problem=Text("Its text was erased: its author asked for that."))
        return Paper(None, problem=Text("Its text is missing here."))
    except DocumentTampered:
        return Paper(None, problem=Text("Its text was changed since it was recorded: do not rely on it."))
    registry = str(community.contributions.contract.address)
    chain_id, by_contracts = community.record.chain_id, accepted_on(community.node)

    def counts(one: Confirmation) -> bool:
        member = community.past.member(one.beneficiary)
        its_own = member is not None and is_same_address(member.wallet, one.wallet)
        return its_own and one.verify(chain_id, registry, by_contracts)

    confirmed = tuple(one.beneficiary for one in stored.confirmations if counts(one))
    return Paper(stored.document, confirmed)
