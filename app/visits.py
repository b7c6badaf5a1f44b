"""Whoever is joining: what a reload must find again, without the invitation's code staying in the address bar.

Kept in this process for an hour, under a random name that stands in the address bar instead. Whoever has that name
sees what the link shows, and no more: nobody is logged in by it.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field

from cercle.credentials import Passkey
from cercle.links import Code

LASTS = 3_600.0


@dataclass
class Visit:
    """A link that was opened; ``passkey`` or ``wallet`` is what the newcomer has chosen to join with."""

    code: Code
    passkey: Passkey | None = None
    wallet: str | None = None
    name: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    since: float = field(default_factory=time.monotonic)

    @property
    def address(self) -> str | None:
        """The wallet that is going to be bound."""
        return self.passkey.account if self.passkey else self.wallet


class Visits:
    """The visits of the last hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._visits: dict[str, Visit] = {}

    def begin(self, code: Code) -> Visit:
        """Somebody opened a link."""
        visit = Visit(code)
        with self._lock:
            self._visits = {one: kept for one, kept in self._visits.items() if not _is_over(kept)}
            self._visits[visit.name] = visit
        return visit

    def find(self, name: str) -> Visit | None:
        """The visit of a name; None for an unknown one, and once its hour is over."""
        visit = self._visits.get(name)
        return None if visit is None or _is_over(visit) else visit


def _is_over(visit: Visit) -> bool:
    return time.monotonic() > visit.since + LASTS
