"""Documents and their store: what the chain holds is the keccak256 of a document, nothing else of it.

A document is canonical JSON with a random salt, so that its hash says nothing about what it holds; whoever
destroys the document and its salt cuts the link. Confirmations by beneficiaries lie beside the document in
the stored file: the hash covers the document alone, each confirmation is bound to it by its signature.
"""

import datetime
import json
import os
import re
import secrets
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import fsspec
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils.address import is_checksum_address
from eth_utils.crypto import keccak
from fsspec.implementations.local import LocalFileSystem
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows, where one process at a time uses a store
    fcntl = None  # type: ignore[assignment]

MAX_INTEGER = 2**53 - 1  # the largest that every JSON reader, browsers included, reads exactly
MAX_DEPTH = 32

# --- canonical JSON ---------------------------------------------------------------------------


def canonical_json(value: Any) -> bytes:
    """Returns the one JSON text of a value, in UTF-8: sorted keys, no white space, Unicode in form NFC.

    Values are dicts with text keys, lists, tuples, texts, integers within ±(2^53 - 1), booleans and None.
    Raises ValueError for anything else: write fractions and large numbers as decimal texts.
    """
    text = json.dumps(_canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _canonical(value: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError(f"a document is nested more than {MAX_DEPTH} levels deep: flatten it")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"the integer {value} is beyond 2^53 - 1: write it as a decimal text")
        return int(value)
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("a text holds half of a character (a lone surrogate): repair it") from None
        return text
    if isinstance(value, list | tuple):
        return [_canonical(item, depth + 1) for item in value]
    if isinstance(value, dict):
        result: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError(f"the key {key!r} is not a text: write it as one")
            name = _canonical(key)
            if name in result:
                raise ValueError(f"the key “{name}” appears twice: keep one")
            result[name] = _canonical(item, depth + 1)
        return result
    raise ValueError(f"{value!r} ({type(value).__name__}) has no canonical JSON: write it as a text")


# --- the documents ----------------------------------------------------------------------------

MemberId = Annotated[int, Field(ge=1, lt=2**32)]
ProgrammeId = Annotated[int, Field(ge=0, lt=2**16)]
# In these patterns (Rust) the dollar sign is the very end, never before a line break.
HashText = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f]+$", max_length=2_000)]


class Bilingual(BaseModel):
    """A text in French and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fr: str = Field(min_length=1, max_length=20_000)
    en: str = Field(min_length=1, max_length=20_000)


class Document(BaseModel):
    """What every document has: a kind, a random salt, one canonical JSON text and its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    kind: str
    salt: HashText = Field(default_factory=lambda: "0x" + secrets.token_hex(32))

    @model_validator(mode="before")
    @classmethod
    def _in_canonical_form(cls, data: Any) -> Any:
        # So that a document read back from the store equals the one that was put there.
        return {name: _normalized(value) for name, value in data.items()} if isinstance(data, dict) else data

    def to_json(self) -> bytes:
        """Returns the canonical JSON that the hash is taken of."""
        return canonical_json(self.model_dump(mode="json"))

    @property
    def hash(self) -> bytes:
        """The keccak256 of the canonical JSON: 32 bytes, what the chain holds."""
        return keccak(self.to_json())

    @property
    def hex(self) -> str:
        """The hash as 0x and 64 hexadecimal digits."""
        return "0x" + self.hash.hex()


class Evidence(Document):
    """What a member did, for which programme, when and for whom.

    It names member and programme, so that a copy of its hash proves nothing for anybody else. `source` holds
    what an importer knows besides (texts, integers, lists and dicts of them), such as the original scorers.
    """

    kind: Literal["evidence"] = "evidence"
    member: MemberId
    programme: ProgrammeId
    date: datetime.date
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=20_000)
    beneficiaries: tuple[MemberId, ...] = Field(default=(), strict=False)  # a list will do as well
    links: tuple[Link, ...] = Field(default=(), strict=False)
    source: dict[str, JsonValue] = Field(default_factory=dict)

    @field_validator("date", mode="before")
    @classmethod
    def _date_from_iso_text(cls, date: Any) -> Any:
        if isinstance(date, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date):
            return datetime.date.fromisoformat(date)
        return date

    @field_validator("source")
    @classmethod
    def _source_is_canonical(cls, source: dict[str, JsonValue]) -> dict[str, JsonValue]:
        canonical_json({"document": {"source": source}})  # as deep as it will lie in the stored file
        return source

    @model_validator(mode="after")
    def _beneficiaries_are_others(self) -> Self:
        if self.member in self.beneficiaries:
            raise ValueError(f"member {self.member} cannot be their own beneficiary: name who received it")
        if len(set(self.beneficiaries)) < len(self.beneficiaries):
            raise ValueError("a beneficiary is named twice: name each once")
        return self


class ProgrammeText(Document):
    """What a programme rewards, in words."""

    kind: Literal["programme"] = "programme"
    title: Bilingual
    description: Bilingual


class ServiceText(Document):
    """What a service offers, in words."""

    kind: Literal["service"] = "service"
    title: Bilingual
    description: Bilingual


class Charter(Document):
    """The charter that members accept."""

    kind: Literal["charter"] = "charter"
    title: Bilingual
    text: Bilingual


AnyDocument = Evidence | ProgrammeText | ServiceText | Charter
_DOCUMENTS: TypeAdapter[AnyDocument] = TypeAdapter(Annotated[AnyDocument, Field(discriminator="kind")])


def _normalized(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return type(value)(_normalized(item) for item in value)
    if isinstance(value, dict):
        return {_normalized(key): _normalized(item) for key, item in value.items()}
    return value


# --- confirmations ----------------------------------------------------------------------------

ContractSignatureCheck = Callable[[str, bytes, bytes], bool]
"""(wallet, 32-byte digest, signature) -> whether the wallet, a contract, accepts it (ERC-1271)."""


def confirmation_typed_data(
    chain_id: int, registry_address: str, beneficiary: int, evidence: bytes | str
) -> dict[str, Any]:
    """Returns the EIP-712 message by which a beneficiary (a member id) says: yes, this happened.

    `evidence` is the hash of the evidence document. A wallet signs it by eth_signTypedData_v4.
    """
    return {
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "Confirmation": [
                {"name": "beneficiary", "type": "uint32"},
                {"name": "evidence", "type": "bytes32"},
            ],
        },
        "primaryType": "Confirmation",
        "domain": {
            "name": "Cercle confirmations",
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": registry_address,
        },
        "message": {"beneficiary": beneficiary, "evidence": hash_text(evidence)},
    }


class Confirmation(BaseModel):
    """A beneficiary's signature below a piece of evidence; `at` is when it was received, and is not signed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    beneficiary: MemberId
    evidence: HashText
    wallet: str
    signature: Annotated[str, StringConstraints(pattern=r"^0x([0-9a-f]{2})+$", max_length=20_002)]
    at: AwareDatetime

    @field_validator("wallet")
    @classmethod
    def _wallet_has_a_right_checksum(cls, wallet: str) -> str:
        if not is_checksum_address(wallet):
            raise ValueError(f"{wallet} is not an address with a right checksum (EIP-55)")
        return wallet

    def verify(
        self, chain_id: int, registry_address: str, contract_check: ContractSignatureCheck | None = None
    ) -> bool:
        """Returns whether `wallet` signed this; the caller checks that it is the beneficiary's wallet.

        An ordinary signature (ECDSA) is tried first. When it is not one of this wallet, `contract_check`, if
        given, is asked whether the wallet is a contract that accepts it. Nothing is raised for a bad one.
        """
        typed = confirmation_typed_data(chain_id, registry_address, self.beneficiary, self.evidence)
        message = encode_typed_data(full_message=typed)
        signature = bytes.fromhex(self.signature[2:])
        # Whatever is wrong with a signature that somebody sent (length, curve point, v), it is not theirs.
        with suppress(Exception):
            if Account.recover_message(message, signature=signature) == self.wallet:
                return True
        if contract_check is None:
            return False
        digest = keccak(b"\x19" + message.version + message.header + message.body)
        return contract_check(self.wallet, digest, signature)


# --- the store --------------------------------------------------------------------------------


class DocumentError(Exception):
    """A document cannot be had or changed; the text says why and what to do."""


class DocumentMissing(DocumentError):
    """The store holds no document of this hash."""

    def __init__(self, document_hash: str) -> None:
        self.hash = document_hash
        super().__init__(
            f"There is no document {document_hash} here: it was erased, or is kept in another store."
        )


class DocumentTampered(DocumentError):
    """What the store holds under this hash is not the document that the hash was taken of."""

    def __init__(self, document_hash: str, why: str) -> None:
        self.hash, self.why = document_hash, why
        super().__init__(
            f"Document {document_hash} was changed or damaged ({why}): restore it from a backup."
        )


class ConfirmationRefused(DocumentError):
    """A confirmation does not belong below this document."""


@dataclass(frozen=True)
class StoredDocument:
    """A document as the store holds it, its hash checked; the confirmations' signatures are not checked."""

    document: AnyDocument
    confirmations: tuple[Confirmation, ...] = ()


def hash_text(document_hash: bytes | str) -> str:
    """Returns a document's hash as 0x and 64 lower-case digits; raises ValueError for what is not one."""
    text = (
        "0x" + document_hash.hex().removeprefix("0x") if isinstance(document_hash, bytes) else document_hash
    )
    text = "0x" + text.lower().removeprefix("0x")
    if not re.fullmatch(r"0x[0-9a-f]{64}", text):
        raise ValueError(f"{text[:80]} is not the hash of a document: 32 bytes, or 64 hexadecimal digits")
    return text


def write_durably(path: Path, content: bytes) -> None:
    """Writes a local file whole or not at all, readable by its owner only, and surviving a power failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class DocumentStore:
    """Documents by hash, in a folder or at any URL that fsspec opens. Safe to use from several threads.

    Several processes may share a folder; at another URL, one process adds confirmations at a time.
    """

    def __init__(self, url: str | os.PathLike[str]) -> None:
        filesystem, root = fsspec.core.url_to_fs(os.fspath(url))
        self._filesystem: fsspec.AbstractFileSystem = filesystem
        self._root = str(root).rstrip("/")
        self._lock = threading.Lock()

    def put(self, document: AnyDocument) -> bytes:
        """Keeps a document and returns its hash; one that is already there stays with its confirmations.

        Raises DocumentTampered when what is already there under its hash is something else.
        """
        with self._alone():
            try:
                self.get(document.hash)
            except DocumentMissing:
                self._write(StoredDocument(document))
        return document.hash

    def get(self, document_hash: bytes | str) -> StoredDocument:
        """Returns a document; raises DocumentMissing, or DocumentTampered when it does not match its hash."""
        name = hash_text(document_hash)
        try:
            raw: bytes = self._filesystem.cat_file(self._path(name))
        except FileNotFoundError:
            raise DocumentMissing(name) from None
        return _open_envelope(name, raw)

    def add_confirmation(self, document_hash: bytes | str, confirmation: Confirmation) -> None:
        """Puts a confirmation beside its evidence; the same one again changes nothing.

        The caller has verified its signature and wallet: the store knows no chain. Raises
        ConfirmationRefused when it does not belong there, and what :meth:`get` raises.
        """
        name = hash_text(document_hash)
        with self._alone():
            stored = self.get(name)
            if confirmation in stored.confirmations:
                return
            complete = StoredDocument(stored.document, (*stored.confirmations, confirmation))
            why = _misplaced(name, complete)
            if why:
                raise ConfirmationRefused(f"Document {name}: {why}.")
            self._write(complete)

    def erase(self, document_hash: bytes | str) -> bool:
        """Destroys a document with its salt and confirmations; returns whether there was one."""
        with self._alone():
            try:
                self._filesystem.rm_file(self._path(hash_text(document_hash)))
            except FileNotFoundError:
                return False
            return True

    def __contains__(self, document_hash: object) -> bool:
        if not isinstance(document_hash, bytes | str):
            return False
        try:
            return bool(self._filesystem.isfile(self._path(hash_text(document_hash))))
        except ValueError:
            return False

    def __iter__(self) -> Iterator[bytes]:
        """Yields the hashes of all documents, in their order; tampered ones too."""
        for path in sorted(self._filesystem.find(self._root)):
            match = re.search(r"/([0-9a-f]{2})/(\1[0-9a-f]{62})\.json\Z", path)
            if match:
                yield bytes.fromhex(match[2])

    def _path(self, name: str) -> str:
        # 256 folders, because a folder of a million files is slow to list almost everywhere.
        return f"{self._root}/{name[2:4]}/{name[2:]}.json"

    def _write(self, stored: StoredDocument) -> None:
        envelope = {
            "document": stored.document.model_dump(mode="json"),
            "confirmations": [confirmation.model_dump(mode="json") for confirmation in stored.confirmations],
        }
        path, content = self._path(stored.document.hex), canonical_json(envelope)
        if isinstance(self._filesystem, LocalFileSystem):
            write_durably(Path(path), content)
            return
        temporary = f"{path}.writing-{secrets.token_hex(8)}"
        self._filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._filesystem.pipe_file(temporary, content)
        self._filesystem.mv(temporary, path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Lets one writer at a time through, so that of two confirmations at once none is lost."""
        with self._lock:
            if fcntl is None or not isinstance(self._filesystem, LocalFileSystem):
                yield
                return
            Path(self._root).mkdir(parents=True, exist_ok=True)
            folder = os.open(self._root, os.O_RDONLY)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX)
                yield
            finally:
                os.close(folder)


class _Envelope(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: dict[str, JsonValue]
    confirmations: tuple[Confirmation, ...]


def _open_envelope(name: str, raw: bytes) -> StoredDocument:
    try:
        envelope = _Envelope.model_validate_json(raw)
        content = canonical_json(envelope.document)
    except (ValidationError, ValueError, RecursionError) as error:
        raise DocumentTampered(name, f"it is not a stored document: {_first_line(error)}") from None
    if "0x" + keccak(content).hex() != name:
        raise DocumentTampered(name, "its content does not match its hash")
    try:
        document = _DOCUMENTS.validate_json(content)
    except ValidationError as error:
        raise DocumentTampered(
            name, f"it is no document that this version knows: {_first_line(error)}"
        ) from None
    if document.hex != name:
        raise DocumentTampered(name, "it is not complete in the form that this version knows")
    stored = StoredDocument(document, envelope.confirmations)
    why = _misplaced(name, stored)
    if why:
        raise DocumentTampered(name, why)
    return stored


def _misplaced(name: str, stored: StoredDocument) -> str:
    """Says which confirmation does not belong below the document, or nothing."""
    confirmed: set[int] = set()
    for confirmation in stored.confirmations:
        who = confirmation.beneficiary
        if confirmation.evidence != name:
            return f"the confirmation by member {who} is for another document"
        if not isinstance(stored.document, Evidence) or who not in stored.document.beneficiaries:
            return f"member {who} is not named as a beneficiary"
        if who in confirmed:
            return f"member {who} has already confirmed it"
        confirmed.add(who)
    return ""


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
