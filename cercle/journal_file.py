"""The journal's file: one JSON line for each signed transaction, on the disk before anything is sent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cercle.errors import WrongNetwork
from cercle.texts import Text

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows, where one program at a time may send
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Entry:
    """A signed transaction; ``content`` is the hash of what it does (receiver and data)."""

    key: str
    hash: str
    sender: str
    nonce: int
    content: str
    raw: str


@dataclass(frozen=True)
class Chain:
    """Which chain a journal was kept on."""

    chain_id: int
    genesis: str


def kept_on(path: Path) -> Chain | None:
    """The chain that a journal was kept on; None if there is no journal, or nothing in it."""
    try:
        with path.open("rb") as lines:
            first = lines.readline()
    except FileNotFoundError:
        return None
    return Chain(**json.loads(first)) if first.endswith(b"\n") else None


class JournalFile:
    """Append-only, shared by several programs: ``with file.alone():`` lets one at a time look and send."""

    def __init__(self, path: Path, chain: Chain) -> None:
        """Raises ``WrongNetwork`` if the journal was kept on another chain."""
        self._path = path
        self._entries: dict[str, list[Entry]] = {}
        self._read_to = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            self._drop_torn_line()
            if kept_on(path) is None:
                self._write_line(asdict(chain))
            if kept_on(path) != chain:
                raise WrongNetwork(
                    Text("{journal} was kept on another chain.", {"journal": str(path)}),
                    Text("Choose the right network, or move that folder away to start anew."),
                )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the journal, with all that others wrote read: so that two programs can not send one key twice."""
        with self._locked():
            self._drop_torn_line()
            self._read()
            yield

    def refresh(self) -> None:
        """Reads what was written since, by this program or another."""
        with self.alone():
            pass

    def entries(self, key: str) -> list[Entry]:
        """What was signed under a key, oldest first."""
        return self._entries.get(key, [])

    def __iter__(self) -> Iterator[str]:
        """Yields every key, in the order of their first use."""
        return iter(self._entries)

    def append(self, entry: Entry) -> None:
        """Writes an entry down; it is on the disk when this returns."""
        self._write_line(asdict(entry))
        self._read()

    def _read(self) -> None:
        with self._path.open("rb") as lines:
            lines.seek(self._read_to)
            for line in lines:
                content = json.loads(line)
                if "key" in content:
                    self._entries.setdefault(content["key"], []).append(Entry(**content))
                self._read_to += len(line)

    def _drop_torn_line(self) -> None:
        """A line that a kill cut short was never sent: a transaction is sent after its line is whole."""
        with self._path.open("a+b") as file:
            file.seek(0)
            content = file.read()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                file.truncate(whole)

    def _write_line(self, content: dict[str, object]) -> None:
        with self._path.open("ab") as file:
            file.write(json.dumps(content, sort_keys=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._path.with_suffix(".lock").open("w") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
