"""What an import has already turned into documents, so that running it again makes the same contributions.

A document's salt is random: made anew, it would have another hash, and the entry would be recorded a second
time. So the ledger keeps, for each entry of the source, the hash of the document made from it. Call
:meth:`ImportLedger.save` before anything is sent on chain: then no run, however it ends, is forgotten.
"""

from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path

from eth_utils.crypto import keccak
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cercle.documents import (
    AnyDocument,
    DocumentStore,
    HashText,
    canonical_json,
    hash_text,
    write_durably,
)
from cercle.errors import CercleError
from cercle.texts import Text


class LedgerError(CercleError):
    """An import cannot go on with this ledger."""


class LedgerDamaged(LedgerError):
    """The ledger's file is not one that this class wrote."""


class LedgerBusy(LedgerError):
    """Another run saved the ledger since this one opened it."""


class LedgerConflict(LedgerError):
    """Another document was made from an entry that has one."""


class SourceChanged(LedgerError):
    """An entry of the source file is no longer what was imported."""

    def __init__(self, name: str, key: str) -> None:
        self.name, self.key = name, key
        super().__init__(
            Text(
                "Import “{name}”: entry “{key}” has changed in the source file since it was imported.",
                {"name": name, "key": key},
            ),
            Text("What is on chain stays: put the old text back, or enter the correction as a new entry."),
        )


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    evidence: HashText
    digest: str


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: int = Field(default=1, ge=1, le=1)
    entries: dict[str, _Entry] = Field(default_factory=dict)


class ImportLedger:
    """The ledger of one import, in one file whose name (without .json) is the import's name.

    Changes are in memory until :meth:`save`. Raises LedgerDamaged when the file is there and cannot be read.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)
        self.name = self.path.name.removesuffix(".json")
        self._saved = self._read()
        self._content = _Content()
        if self._saved is not None:
            try:
                self._content = _Content.model_validate_json(self._saved)
            except ValidationError:
                raise LedgerDamaged(
                    Text("The ledger of import “{name}” is damaged.", {"name": self.name}),
                    Text(
                        "Restore {file} from a backup: without it the import would record everything a second time.",
                        {"file": self.path.name},
                    ),
                ) from None

    def evidence(self, key: str, digest: str) -> bytes | None:
        """Returns the hash of the document made from an entry, or None when the entry is new.

        `digest` is the hash of the entry as it is in the source now. Raises SourceChanged when it was another.
        """
        entry = self._content.entries.get(key)
        if entry is None:
            return None
        if entry.digest != digest:
            raise SourceChanged(self.name, key)
        return bytes.fromhex(entry.evidence[2:])

    def remember(self, key: str, digest: str, evidence: bytes | str) -> None:
        """Keeps the hash of the document made from an entry; the same again changes nothing.

        Raises SourceChanged, or LedgerConflict when another document was made from the entry.
        """
        name = hash_text(evidence)
        known = self.evidence(key, digest)
        if known is not None and hash_text(known) != name:
            raise LedgerConflict(
                Text(
                    "Import “{name}”: entry “{key}” already has a document, {hash}.",
                    {"name": self.name, "key": key, "hash": hash_text(known)},
                ),
                Text("Use that document: one entry has one."),
            )
        self._content.entries[key] = _Entry(evidence=name, digest=digest)

    def document_hash(
        self, key: str, digest: str, store: DocumentStore, make: Callable[[], AnyDocument]
    ) -> bytes:
        """Returns the hash of an entry's document, making and storing the document when the entry is new.

        The document is stored before the ledger names it: a crash between the two leaves a document that
        nothing refers to, never a reference to a document whose salt is lost. A known entry's document is
        not made again, even if it was erased from the store since. Raises SourceChanged.
        """
        known = self.evidence(key, digest)
        if known is not None:
            return known
        made = store.put(make())
        self.remember(key, digest, made)
        return made

    def save(self) -> None:
        """Writes the ledger whole or not at all, and durably; without changes it writes nothing.

        Raises LedgerBusy when another run saved it since it was opened here.
        """
        # Not canonical JSON: a key is kept as the source writes it, in whatever Unicode form, to be found again.
        content = self._content.model_dump_json(indent=1).encode("utf-8")
        if content == self._saved:
            return
        if self._read() != self._saved:
            raise LedgerBusy(
                Text("Import “{name}” is running elsewhere.", {"name": self.name}),
                Text("Wait until it has ended, and run again."),
            )
        write_durably(self.path, content)
        self._saved = content

    def __len__(self) -> int:
        return len(self._content.entries)

    def __contains__(self, key: object) -> bool:
        return key in self._content.entries

    def __iter__(self) -> Iterator[str]:
        """Yields the keys of the entries."""
        return iter(self._content.entries)

    def _read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None


def digest_of(content: object) -> str:
    """Returns the digest of an entry of a source: 0x and the keccak256 of its canonical JSON.

    Raises ValueError for what has no canonical JSON (see :func:`cercle.documents.canonical_json`).
    """
    return "0x" + keccak(canonical_json(content)).hex()
