"""Requests to be erased, until the office has decided them, and what was destroyed: hashes and numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from cercle.errors import InputProblem
from cercle.privacy.database import erased_documents, erasure_requests, now, read, written
from cercle.texts import Text

TO_DECIDE = timedelta(days=30)  # GDPR, article 12(3): one month; thirty days is never more


@dataclass(frozen=True)
class Request:
    """A member's wish to be erased. ``answer`` is why it was declined, ``receipt`` the hash of what proves it done."""

    member: int
    asked_at: datetime
    decided_at: datetime | None = None
    answer: str | None = None
    receipt: str | None = None

    @property
    def decide_before(self) -> datetime:
        """Until when the office has to answer."""
        return self.asked_at + TO_DECIDE


class Erasures:
    """Who asked to be erased, and what was: ``community.erasures``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def request(self, member: int) -> Request:
        """A member asks to be erased; asking again while it is undecided changes nothing."""
        known = self.request_of(member)
        if known is not None and known.decided_at is None:
            return known
        self.forget_request(member)
        with self._engine.begin() as connection:
            connection.execute(insert(erasure_requests), {"member": member, "asked_at": written(now())})
        return self._require(member)

    def forget_request(self, member: int) -> None:
        """A member takes the request back."""
        with self._engine.begin() as connection:
            connection.execute(delete(erasure_requests).where(erasure_requests.c.member == member))

    def request_of(self, member: int) -> Request | None:
        """A member's last request, decided or not."""
        query = select(erasure_requests).where(erasure_requests.c.member == member)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _request(row) if row else None

    def requests(self) -> list[Request]:
        """What the office has to decide, the oldest first."""
        query = select(erasure_requests).where(erasure_requests.c.decided_at.is_(None))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(erasure_requests.c.asked_at))
            return [_request(row) for row in rows]

    def decline(self, member: int, answer: str) -> None:
        """The office says no, and why: the member reads it. ``InputProblem`` where nothing was asked."""
        if self._require(member).decided_at is not None:
            raise InputProblem(
                Text("The request of member {member} is decided already.", {"member": member}),
                Text("They can ask again."),
            )
        self._decide(member, answer=answer)

    def carried_out(self, member: int, receipt: str) -> None:
        """A member was erased, whether they asked here or in a letter. Said once is as good as twice."""
        known = self.request_of(member)
        if known is None or known.receipt != receipt:
            self.request(member)
            self._decide(member, receipt=receipt)

    def mark_erased(self, documents: Iterable[str]) -> None:
        """Keeps the hashes of documents that are destroyed, so that pages can say so."""
        new = [{"document": one} for one in documents if not self.erased(bytes.fromhex(one[2:]))]
        if new:
            with self._engine.begin() as connection:
                connection.execute(insert(erased_documents), new)

    def erased(self, document: bytes) -> bool:
        """Whether a document was destroyed because its author asked for it."""
        query = select(erased_documents).where(erased_documents.c.document == "0x" + document.hex())
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def _decide(self, member: int, *, answer: str | None = None, receipt: str | None = None) -> None:
        decided = {"decided_at": written(now()), "answer": answer, "receipt": receipt}
        with self._engine.begin() as connection:
            connection.execute(
                update(erasure_requests).where(erasure_requests.c.member == member).values(**decided)
            )

    def _require(self, member: int) -> Request:
        found = self.request_of(member)
        if found is None:
            raise InputProblem(
                Text("Member {member} has not asked to be erased.", {"member": member}),
                Text("ape run privacy requests shows who has."),
            )
        return found


def _request(row) -> Request:  # type: ignore[no-untyped-def]
    return Request(
        member=row.member,
        asked_at=read(row.asked_at),
        decided_at=read(row.decided_at) if row.decided_at else None,
        answer=row.answer,
        receipt=row.receipt,
    )
