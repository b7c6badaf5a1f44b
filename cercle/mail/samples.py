"""Invented facts for every kind of letter: every template is tried with them before the first letter is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from cercle.documents import Bilingual
from cercle.mail.kinds import Kind
from cercle.mail.letters import Part
from cercle.mail.templates import Ready
from cercle.texts import Text

_DAY = datetime(2027, 3, 9, 12, tzinfo=UTC)
_MENTORING = Bilingual(fr="Mentorat", en="Mentoring")
_COACHING = Bilingual(fr="Séance de coaching", en="Coaching session")
_LINK = Ready("https://cercle.example/join?code=example")
_THINGS = [
    {"title": _MENTORING, "amount": Decimal(12), "who": "Camille Martin", "until": _DAY},
    {
        "title": _COACHING,
        "amount": Decimal("7.5"),
        "who": Text("member {number}", {"number": 12}),
        "until": _DAY,
    },
]


def _duty(kind: Kind, count: int = 2) -> Part:
    facts = {"count": count, "amount": Decimal("19.5"), "things": _THINGS[:count], "more": max(0, count - 2)}
    return Part(kind, facts)


_DIGEST = {
    "month": Text("March 2027"),
    "given": 3,
    "received": 1,
    "collected": Decimal("24.5"),
    "to_collect": Decimal(12),
    "members": 41,
    "contributions": 63,
    "tokens": Decimal(815),
    "orders": 17,
    "joined": 9,
    "services": [{"title": _COACHING, "price": Decimal(120)}],
    "more": 0,
}
_QUIET_MONTH = {**_DIGEST, "given": 0, "received": 0, "collected": Decimal(0), "to_collect": Decimal(0)}

SAMPLES: tuple[tuple[Part, ...], ...] = (
    (_duty(Kind.Collect),),
    (_duty(Kind.Review, 1),),
    (_duty(Kind.Confirm, 3),),
    (_duty(Kind.Order),),
    (_duty(Kind.Fulfil, 1),),
    (_duty(Kind.Collect), _duty(Kind.Review), _duty(Kind.Fulfil, 3)),
    (Part(Kind.Recovery, {"mine": False, "ready": _DAY}),),
    (Part(Kind.Recovery, {"mine": True, "ready": _DAY}),),
    (Part(Kind.Digest, _DIGEST),),
    (Part(Kind.Digest, {**_QUIET_MONTH, "services": []}),),
    (Part(Kind.Invitation, {"link": _LINK, "until": _DAY, "since": None}),),
    (Part(Kind.Invitation, {"link": _LINK, "until": None, "since": _DAY}),),
)
