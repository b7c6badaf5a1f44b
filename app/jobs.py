"""Work on the chain that no click, rerun or reload interrupts or repeats.

A member has at most one job under a key at a time, so that a double click sends once. What became of a job is kept
in SQLite until the member has seen it.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil

from cercle.documents import DocumentError
from cercle.errors import CercleError
from cercle.texts import LANGUAGES, Text

_log = logging.getLogger(__name__)

_SCHEMA = """
create table if not exists job (
    id integer primary key,
    member integer not null,
    key text not null,
    status text not null,
    said text not null,
    process text not null,
    seen integer not null default 0
);
create unique index if not exists job_one_at_a_time on job (member, key) where seen = 0;
create index if not exists job_by_member on job (member, key, status);
"""
_INTERRUPTED = Text(
    "The dashboard was restarted while this was on its way. Look whether it took effect before you try again."
)
_BROKEN = Text(
    "Something went wrong on our side. Nothing is lost: try again, or tell the community's office."
)
_DOCUMENT = Text("A document is missing or was changed. The community's office can restore it.")


class Status(StrEnum):
    """How a job stands."""

    Running = "running"
    Done = "done"
    Failed = "failed"


@dataclass(frozen=True)
class Job:
    """A job its member has not put away yet; ``said`` is what to show, by language."""

    id: int
    key: str
    status: Status
    said: Mapping[str, str]


class Jobs:
    """The jobs of all members, in one file; several processes may share it."""

    def __init__(self, path: Path, workers: int = 4) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._lock = threading.Lock()
        self._one_at_a_time: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        with self._lock:
            self._database.executescript(_SCHEMA)
        self._close_those_of_dead_processes()

    def submit(self, member: int, key: str, doing: Text, work: Callable[[], Text]) -> bool:
        """Starts a job unless the member has one running under this key; returns whether it was started.

        ``work`` returns what to say when it is done; what it raises is said instead.
        """
        with self._lock:
            self._database.execute(
                "update job set seen = 1 where member = ? and status != ?", (member, Status.Running)
            )
            added = self._database.execute(
                "insert or ignore into job (member, key, status, said, process) values (?, ?, ?, ?, ?)",
                (member, key, Status.Running, _in_all_languages(doing), _process()),
            )
            started, number = added.rowcount == 1, added.lastrowid
        if started:
            self._pool.submit(self._run, member, number, work)
        return started

    def unseen(self, member: int) -> list[Job]:
        """What a member's jobs do or did, until it was put away; oldest first."""
        rows = self._execute(
            "select id, key, status, said from job where member = ? and seen = 0 order by id", member
        )
        return [Job(number, key, Status(status), json.loads(said)) for number, key, status, said in rows]

    def put_away(self, member: int) -> None:
        """The member has seen what became of the finished ones."""
        self._execute("update job set seen = 1 where member = ? and status != 'running'", member)

    def count(self, member: int, key: str) -> int:
        """How many jobs a member ever started under a key."""
        return int(self._execute("select count(*) from job where member = ? and key = ?", member, key)[0][0])

    def done(self, member: int, key: str) -> int:
        """How many of them have succeeded."""
        query = "select count(*) from job where member = ? and key = ? and status = 'done'"
        return int(self._execute(query, member, key)[0][0])

    def _execute(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def _run(self, member: int, number: int | None, work: Callable[[], Text]) -> None:
        try:
            with self._one_at_a_time[member]:
                status, said = Status.Done, _in_all_languages(work())
        except CercleError as problem:
            status, said = Status.Failed, json.dumps({one: problem.in_(one) for one in LANGUAGES})
        except DocumentError:
            _log.exception("A document of job %s cannot be had", number)
            status, said = Status.Failed, _in_all_languages(_DOCUMENT)
        except Exception:
            _log.exception("Job %s failed", number)
            status, said = Status.Failed, _in_all_languages(_BROKEN)
        self._execute("update job set status = ?, said = ? where id = ?", status, said, number)

    def _close_those_of_dead_processes(self) -> None:
        for number, process in self._execute("select id, process from job where status = 'running'"):
            if not _alive(process):
                said = _in_all_languages(_INTERRUPTED)
                self._execute("update job set status = 'failed', said = ? where id = ?", said, number)


def _in_all_languages(text: Text) -> str:
    return json.dumps({language: text.in_(language) for language in LANGUAGES})


def _process() -> str:
    """This process, told apart from a later one with the same number."""
    me = psutil.Process()
    return f"{me.pid} {me.create_time()}"


def _alive(process: str) -> bool:
    number, began = process.split()
    try:
        return psutil.Process(int(number)).create_time() == float(began)
    except psutil.NoSuchProcess:
        return False
