"""What can be wrong with a stored document."""

from __future__ import annotations

from cercle.errors import CercleError
from cercle.texts import Text


class DocumentError(CercleError):
    """A document cannot be had or changed; ``hash`` is its hash, 0x and 64 digits."""

    def __init__(self, document_hash: str, problem: Text, next_step: Text) -> None:
        self.hash = document_hash
        super().__init__(problem, next_step)


class DocumentMissing(DocumentError):
    """The store holds no document of this hash."""

    def __init__(self, document_hash: str) -> None:
        super().__init__(
            document_hash,
            Text("There is no document {hash} here.", {"hash": document_hash}),
            Text("It was erased, or is kept in another store: check the store's address."),
        )


class DocumentTampered(DocumentError):
    """What the store holds under this hash is not the document that the hash was taken of; ``why`` says how."""

    def __init__(self, document_hash: str, why: Text) -> None:
        self.why = why
        super().__init__(
            document_hash,
            Text("Document {hash} was changed or damaged: {why}.", {"hash": document_hash, "why": why}),
            Text("Restore it from a backup."),
        )


class ConfirmationRefused(DocumentError):
    """A confirmation does not belong below this document; ``why`` says for what reason."""

    def __init__(self, document_hash: str, why: Text) -> None:
        self.why = why
        super().__init__(
            document_hash,
            Text(
                "Document {hash} cannot take this confirmation: {why}.", {"hash": document_hash, "why": why}
            ),
            Text("Each beneficiary that a document names can confirm it once."),
        )
