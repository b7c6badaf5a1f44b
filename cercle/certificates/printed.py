"""What stands on a printed record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cercle.certificates.certificate import Certificate


@dataclass(frozen=True)
class Part:
    """What was given to one programme; ``unit`` is what it counts, such as “hour”."""

    programme: str
    count: int
    units: Decimal
    unit: str


@dataclass(frozen=True)
class Given:
    """One contribution. Without a ``title`` only its programme is printed."""

    day: date
    programme: str
    title: str
    units: Decimal
    unit: str


@dataclass(frozen=True)
class PrintedRecord:
    """The whole of it. ``name`` is the member's own choice, empty for none; ``dashboard`` is where the code
    leads."""

    certificate: Certificate
    made_at: datetime
    community: str
    dashboard: str
    name: str
    tokens: Decimal
    token: str
    quorum: int
    parts: Sequence[Part]
    given: Sequence[Given]
