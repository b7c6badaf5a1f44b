"""Documents and their store: what the chain holds is the keccak256 of a document, nothing else of it.

A document is canonical JSON with a random salt, so that its hash says nothing about what it holds; whoever
destroys the document and its salt cuts the link. Confirmations by beneficiaries lie beside the document in
the stored file: the hash covers the document alone, each confirmation is bound to it by its signature.
"""

from cercle.documents.attendances import Attendance, Gift, Statement
from cercle.documents.canonical import MAX_DEPTH, MAX_INTEGER, canonical_json, hash_text
from cercle.documents.confirmations import (
    Confirmation,
    ContractSignatureCheck,
    attendance_typed_data,
    confirmation_typed_data,
    is_signed_by,
)
from cercle.documents.durable import write_durably
from cercle.documents.errors import ConfirmationRefused, DocumentError, DocumentMissing, DocumentTampered
from cercle.documents.models import (
    AnyDocument,
    Bilingual,
    Charter,
    Document,
    Evidence,
    HashText,
    Link,
    MemberId,
    ProgrammeId,
    ProgrammeText,
    Reason,
    ServiceText,
)
from cercle.documents.store import DocumentStore
from cercle.documents.stored import StoredDocument

__all__ = [
    "MAX_DEPTH",
    "MAX_INTEGER",
    "AnyDocument",
    "Attendance",
    "Bilingual",
    "Charter",
    "Confirmation",
    "ConfirmationRefused",
    "ContractSignatureCheck",
    "Document",
    "DocumentError",
    "DocumentMissing",
    "DocumentStore",
    "DocumentTampered",
    "Evidence",
    "Gift",
    "HashText",
    "Link",
    "MemberId",
    "ProgrammeId",
    "ProgrammeText",
    "Reason",
    "ServiceText",
    "Statement",
    "StoredDocument",
    "attendance_typed_data",
    "canonical_json",
    "confirmation_typed_data",
    "hash_text",
    "is_signed_by",
    "write_durably",
]
