"""Entries of a file on their way to the chain: documents first, then the ledger, then contributions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cercle.community import Community
from cercle.contributions import Contributions, Entry
from cercle.documents import Evidence
from cercle.ledger import ImportLedger
from cercle.recording import BATCH, Item, Progress, Recorded, missing_budgets, record, silent
from cercle.signers import Signer


@dataclass(frozen=True)
class SourceEntry:
    """An entry of a file. ``key`` names it in the ledger, ``digest`` changes whenever the entry does; ``member`` is 0
    for somebody who is not enrolled yet; an entry of 0 units is kept as a document only."""

    key: str
    digest: str
    label: str
    member: int
    programme: int
    units: Decimal
    document: Callable[[], Evidence]


class Import:
    """One import, known by its ledger's name. Safe to run again after a kill at any point."""

    def __init__(self, community: Community, name: str) -> None:
        """Raises ``LedgerDamaged``."""
        self._community = community
        self._ledger = ImportLedger(community.record.files.imports / f"{name}.json")

    def new(self, entries: Iterable[SourceEntry]) -> list[SourceEntry]:
        """The entries worth something that are not on chain. Raises ``SourceChanged`` for one that was edited."""
        on_chain = self._community.history.refresh().contributions
        found = []
        for entry in entries:
            evidence = self._ledger.evidence(entry.key, entry.digest)
            known = evidence and Contributions.id_of(entry.member, entry.programme, evidence) in on_chain
            if entry.units and not known:
                found.append(entry)
        return found

    def known(self, entries: Iterable[SourceEntry]) -> list[Item]:
        """The entries worth something that have a document, whether or not they are on chain."""
        found = []
        for entry in entries:
            evidence = self._ledger.evidence(entry.key, entry.digest)
            if evidence and entry.units:
                found.append(Item(entry.label, entry.programme, Entry(entry.member, entry.units, evidence)))
        return found

    def missing_budgets(self, entries: Iterable[SourceEntry]) -> dict[int, Decimal]:
        """By programme, the tokens its budget lacks for the entries that are not on chain."""
        return missing_budgets(self._community, ((one.programme, one.units) for one in self.new(entries)))

    def prepare(self, entries: Sequence[SourceEntry], progress: Progress = silent) -> list[Item]:
        """Makes the documents that do not exist yet and saves the ledger; returns what is to be recorded.

        Raises ``SourceChanged``, ``DocumentTampered`` or ``DocumentMissing`` before anything is saved.
        """
        items = []
        on_chain = self._community.history.refresh().contributions
        store = self._community.documents
        for done, entry in enumerate(entries):
            if done % BATCH == 0:
                progress("Writing documents", done, len(entries))
            known = self._ledger.evidence(entry.key, entry.digest)
            evidence = self._ledger.document_hash(entry.key, entry.digest, store, entry.document)
            item = Item(entry.label, entry.programme, Entry(entry.member, entry.units, evidence))
            if known and entry.units and item.id not in on_chain:
                store.get(known)  # nothing is recorded whose evidence cannot be shown
            if entry.units:
                items.append(item)
        progress("Writing documents", len(entries), len(entries))
        self._ledger.save()
        return items

    def run(
        self,
        signer: Signer,
        validator: int,
        entries: Sequence[SourceEntry],
        *,
        batch: int = BATCH,
        progress: Progress = silent,
    ) -> Recorded:
        """Prepares the entries and records those that are not on chain, as ``recording.record``."""
        items = self.prepare(entries, progress)
        return record(self._community, signer, validator, items, batch=batch, progress=progress)
