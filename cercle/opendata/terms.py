"""The lines of programmes and services: terms, which are the community's and public."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.engine import Connection

from cercle.documents import Bilingual, DocumentError, DocumentStore
from cercle.index.tables import members, programmes, services
from cercle.opendata.outcomes import month_of
from cercle.opendata.schema import Line
from cercle.states import MemberFlag, ProgrammeStatus, ServiceStatus
from cercle.units import to_tokens, to_units


def programme_lines(connection: Connection, documents: DocumentStore) -> Iterator[Line]:
    """What is rewarded."""
    for row in connection.execute(select(programmes).order_by(programmes.c.programme)):
        yield (
            row.programme,
            *_titles(documents, row.document),
            to_tokens(row.rate * 100),
            row.quorum,
            row.challenge_window,
            to_units(row.cap) if row.cap else None,
            row.cap_period,
            row.claim_within,
            month_of(row.opened_at),
            ProgrammeStatus(row.status).name.lower(),
        )


def service_lines(connection: Connection, documents: DocumentStore, numbers: bool) -> Iterator[Line]:
    """What tokens are redeemed for. What a member wrote about their service may name them."""
    known = connection.execute(select(members).where(members.c.member.in_(select(services.c.provider))))
    institutions = {row.member for row in known if row.flags & MemberFlag.Institution}
    for row in connection.execute(select(services).order_by(services.c.service)):
        institution = row.provider in institutions
        told = institution or numbers
        yield (
            row.service,
            *(_titles(documents, row.document) if told else (None, None)),
            "institution" if institution else "member",
            *([row.provider] if numbers else []),
            to_tokens(row.price),
            row.order_limit or None,
            row.fulfil_window,
            row.confirm_window,
            to_units(row.burn_share) / 100,
            row.stock if told else None,
            month_of(row.offered_at),
            "stopped" if row.stopped else ServiceStatus(row.status).name.lower(),
        )


def _titles(documents: DocumentStore, document: bytes) -> tuple[str | None, str | None]:
    try:
        title = getattr(documents.get(document).document, "title", None)
    except DocumentError:
        title = None
    return (title.fr, title.en) if isinstance(title, Bilingual) else (None, None)
