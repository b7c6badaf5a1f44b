"""Keeps what the pages show up to date while somebody looks at them: in the background, one look at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cercle import Community
from cercle.errors import CercleError, StillReading
from cercle.texts import Text

FRESH = 2.0  # seconds between two looks
STALE = 10.0  # what was seen before that is not shown: nobody had been looking
IDLE = 60.0  # nobody looks at a page any more
PATIENCE = 30.0  # how long a page waits for a look

_log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Seen:
    """Which community there is, and the chain's clock; ``number`` tells one look from another."""

    community: Community
    folder: str
    now: datetime
    number: int


class Watch:
    """Looks every ``FRESH`` seconds, in a thread of its own that ends when nobody asks any more. ``look`` gets the
    number of the look, and tells how far it is."""

    def __init__(self, look: Callable[[int, Progress], Seen]) -> None:
        self._look = look
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._seen: Seen | None = None
        self._problem: Exception | None = None
        self._begun = self._ended = 0
        self._ended_at = self._asked_at = float("-inf")
        self._now = False
        self._progress = 0

    def seen(self) -> Seen:
        """What was seen last. Raises what the last look met, and ``StillReading`` where the first one takes long."""
        with self._changed:
            self._asked_at = time.monotonic()
            self._start()
            fresh = time.monotonic() - self._ended_at < STALE
        if not fresh:
            self.look()
        with self._changed:
            if self._problem is not None:
                raise self._problem
            if self._seen is None:
                raise StillReading(
                    Text("The community's past is being read: {percent} %.", {"percent": self._progress}),
                    Text("That takes a few minutes the first time."),
                )
            return self._seen

    def look(self) -> None:
        """Waits for a look that begins from now on, or until one's patience is over."""
        with self._changed:
            self._asked_at = time.monotonic()
            wanted, self._now = self._begun + 1, True
            self._start()
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._ended >= wanted, PATIENCE)

    def stop(self) -> None:
        """Ends the thread after the look it is at."""
        with self._changed:
            self._asked_at, self._now = float("-inf"), False
            self._changed.notify_all()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="watch", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._now or self._is_idle(), FRESH)
                if self._is_idle() and not self._now:
                    self._thread = None
                    return
                self._now = False
                self._begun += 1
            seen: Seen | None = None
            problem: Exception | None = None
            try:
                seen = self._look(self._begun, self._tell)
            except CercleError as found:
                problem = found
            except Exception as found:
                _log.exception("The dashboard could not look at the chain")
                problem = None if self._seen else found
            with self._changed:
                self._seen, self._problem = seen or self._seen, problem
                self._ended, self._ended_at = self._begun, time.monotonic()
                self._changed.notify_all()

    def _is_idle(self) -> bool:
        return time.monotonic() - self._asked_at > IDLE

    def _tell(self, done: int, of: int) -> None:
        self._progress = 100 * done // max(1, of)
