"""A document as it lies in the store, with its confirmations: writing it as bytes, and reading it back checked."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils.crypto import keccak
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from cercle.documents.canonical import canonical_json
from cercle.documents.confirmations import Confirmation
from cercle.documents.errors import DocumentTampered
from cercle.documents.models import DOCUMENTS, AnyDocument, Evidence
from cercle.texts import Text


@dataclass(frozen=True)
class StoredDocument:
    """A document as the store holds it, its hash checked; the confirmations' signatures are not checked."""

    document: AnyDocument
    confirmations: tuple[Confirmation, ...] = ()


class _Envelope(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: dict[str, JsonValue]
    confirmations: tuple[Confirmation, ...]


def to_envelope(stored: StoredDocument) -> bytes:
    """Returns the content of the file that a document is stored in."""
    return canonical_json(
        {
            "document": stored.document.model_dump(mode="json"),
            "confirmations": [confirmation.model_dump(mode="json") for confirmation in stored.confirmations],
        }
    )


def from_envelope(name: str, raw: bytes) -> StoredDocument:
    """Returns the document of the hash `name`; raises DocumentTampered when the file holds anything else."""
    try:
        envelope = _Envelope.model_validate_json(raw)
        content = canonical_json(envelope.document)
    except ValueError as error:
        why = Text("it is not a stored document ({reason})", {"reason": _reason(error)})
        raise DocumentTampered(name, why) from None
    if "0x" + keccak(content).hex() != name:
        raise DocumentTampered(name, Text("its content does not match its hash"))
    try:
        document = DOCUMENTS.validate_json(content)
    except ValidationError as error:
        why = Text("it is no document that this version knows ({reason})", {"reason": _reason(error)})
        raise DocumentTampered(name, why) from None
    if document.hex != name:
        raise DocumentTampered(name, Text("it is not complete in the form that this version knows"))
    stored = StoredDocument(document, envelope.confirmations)
    if misplaced := misplaced_confirmation(stored):
        raise DocumentTampered(name, misplaced)
    return stored


def misplaced_confirmation(stored: StoredDocument) -> Text | None:
    """Says which confirmation does not belong below the document, if one does not."""
    document, confirmed = stored.document, set[int]()
    name = document.hex
    named = document.beneficiaries if isinstance(document, Evidence) else ()
    for confirmation in stored.confirmations:
        who = {"member": confirmation.beneficiary}
        if confirmation.evidence != name:
            return Text("the confirmation by member {member} is for another document", who)
        if confirmation.beneficiary not in named:
            return Text("member {member} is not named as a beneficiary", who)
        if confirmation.beneficiary in confirmed:
            return Text("member {member} has already confirmed it", who)
        if confirmation.attendance and not (
            isinstance(document, Evidence) and confirmation.attendance.is_about(document)
        ):
            return Text("member {member} attended something else", who)
        confirmed.add(confirmation.beneficiary)
    return None


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
