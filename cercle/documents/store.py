"""The store of documents: one file each, found by the document's hash."""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from cercle.documents.canonical import hash_text
from cercle.documents.confirmations import Confirmation
from cercle.documents.durable import write_durably
from cercle.documents.errors import ConfirmationRefused, DocumentMissing
from cercle.documents.models import AnyDocument
from cercle.documents.stored import StoredDocument, from_envelope, misplaced_confirmation, to_envelope

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows, where one process at a time uses a store
    fcntl = None  # type: ignore[assignment]


class DocumentStore:
    """Documents by hash, in a folder or at any URL that fsspec opens. Safe to use from several threads.

    Several processes may share a folder; at another URL, one process adds confirmations at a time.
    """

    def __init__(self, url: str | os.PathLike[str]) -> None:
        filesystem, root = fsspec.core.url_to_fs(os.fspath(url))
        self._filesystem: fsspec.AbstractFileSystem = filesystem
        self._root = str(root).rstrip("/")
        self._lock = threading.Lock()

    def put(self, document: AnyDocument, confirmations: Sequence[Confirmation] = ()) -> bytes:
        """Keeps a document and returns its hash; one that is already there stays with its confirmations.

        ``confirmations`` are those that a new document has from the start; the caller has verified them. Raises
        ConfirmationRefused when one does not belong there, and DocumentTampered when what is already there under
        its hash is something else.
        """
        with self._alone():
            try:
                self.get(document.hash)
            except DocumentMissing:
                self._write(_complete(StoredDocument(document, tuple(confirmations))))
        return document.hash

    def get(self, document_hash: bytes | str) -> StoredDocument:
        """Returns a document; raises DocumentMissing, or DocumentTampered when it does not match its hash."""
        name = hash_text(document_hash)
        try:
            raw: bytes = self._filesystem.cat_file(self._path(name))
        except FileNotFoundError:
            raise DocumentMissing(name) from None
        return from_envelope(name, raw)

    def add_confirmation(self, document_hash: bytes | str, confirmation: Confirmation) -> None:
        """Puts a confirmation beside its evidence; the same one again changes nothing.

        The caller has verified its signature and wallet: the store knows no chain. Raises
        ConfirmationRefused when it does not belong there, and what :meth:`get` raises.
        """
        with self._alone():
            stored = self.get(document_hash)
            if confirmation in stored.confirmations:
                return
            self._write(_complete(StoredDocument(stored.document, (*stored.confirmations, confirmation))))

    def remove_confirmation(self, document_hash: bytes | str, beneficiary: int) -> bool:
        """Destroys a member's confirmation below a document, which stays; returns whether there was one.

        Raises what :meth:`get` raises.
        """
        with self._alone():
            stored = self.get(document_hash)
            kept = tuple(one for one in stored.confirmations if one.beneficiary != beneficiary)
            if len(kept) == len(stored.confirmations):
                return False
            self._write(StoredDocument(stored.document, kept))
            return True

    def search(self, pattern: re.Pattern[str]) -> Iterator[bytes]:
        """Yields the hashes of the documents in whose stored text, canonical JSON, a pattern is found."""
        for document_hash in self:
            # One that was erased meanwhile is not found.
            with suppress(FileNotFoundError):
                raw: bytes = self._filesystem.cat_file(self._path(hash_text(document_hash)))
                if pattern.search(raw.decode(errors="replace")):
                    yield document_hash

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
        path, content = self._path(stored.document.hex), to_envelope(stored)
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


def _complete(stored: StoredDocument) -> StoredDocument:
    if misplaced := misplaced_confirmation(stored):
        raise ConfirmationRefused(stored.document.hex, misplaced)
    return stored
