"""What the index tells validators and beneficiaries: what waits for their word.

Who is asked to confirm stands in the evidence, which the chain does not know: ``cercle.asked`` reads it once and keeps
it in two small tables, about pending contributions only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.engine import Connection

from cercle.index.asking import PAGE
from cercle.index.database import one_at_a_time
from cercle.index.queries_contributions import ContributionQueries
from cercle.index.tables import ACCEPTED, PENDING, asked, contributions, papers, programmes, seats
from cercle.records import ContributionRecord

_c, _s = contributions.c, seats.c
_VOTED = _c.approvals.op("|")(_c.rejections).op("&")(_s.bit)
_NOTE = "INSERT INTO papers (contribution, confirmed) VALUES (:contribution, :confirmed) ON CONFLICT (contribution) " \
    "DO UPDATE SET confirmed = excluded.confirmed"  # fmt: skip
_ASK = "INSERT INTO asked (beneficiary, contribution) VALUES (:beneficiary, :contribution) ON CONFLICT DO NOTHING"


@dataclass(frozen=True)
class EvidenceRead:
    """What a pending contribution's evidence says: who can still confirm it, and how many did."""

    contribution: bytes
    asked: frozenset[int]
    confirmed: int


class ReviewQueries(ContributionQueries):
    """Questions about what waits for somebody's word."""

    def to_review(self, validator: int, programme: int, most: int = PAGE) -> list[ContributionRecord]:
        """What a validator can vote on in a programme: what most beneficiaries confirmed first, then the oldest."""
        question = (
            select(contributions)
            .join(seats, _s.programme == _c.programme)
            .outerjoin(papers, papers.c.contribution == _c.id)
            .where(_c.programme == programme, *_reviewed_by(validator))
        )
        first = func.coalesce(papers.c.confirmed, 0).desc()
        return self._contributions(question.order_by(first, _c.position).limit(most))

    def reviews(self, validator: int) -> dict[int, int]:
        """How many contributions a validator can vote on, by programme."""
        joined = select(_c.programme, func.count().label("waiting")).join(seats, _s.programme == _c.programme)
        question = joined.where(*_reviewed_by(validator)).group_by(_c.programme)
        return {row.programme: row.waiting for row in self._rows(question)}

    def challengeable(
        self, validator: int, programme: int, now: datetime, most: int = PAGE
    ) -> tuple[list[ContributionRecord], int]:
        """What was accepted in a programme and can still be challenged, the soonest to be paid first; and how many
        there are."""
        window = (
            select(programmes.c.challenge_window).where(programmes.c.programme == programme).scalar_subquery()
        )
        wanted = (
            _c.programme == programme,
            ACCEPTED,
            _c.decided_at > int(now.timestamp()) - window,
            _c.challenge.is_(None),
            _c.member != validator,
        )
        rows = self._contributions(
            select(contributions).where(*wanted).order_by(_c.decided_at, _c.position).limit(most)
        )
        count = len(rows)
        if count == most:
            count = self._rows(select(func.count()).select_from(contributions).where(*wanted))[0][0]
        return rows, count

    def asked_of(self, beneficiary: int, most: int = PAGE) -> list[ContributionRecord]:
        """What waits for approval and for a beneficiary's word, the oldest first."""
        question = select(contributions).join(asked, asked.c.contribution == _c.id)
        return self._contributions(question.where(*_asks(beneficiary)).order_by(_c.position).limit(most))

    def asked_count(self, beneficiary: int) -> int:
        """How many contributions wait for a beneficiary's word."""
        question = select(func.count()).select_from(contributions)
        joined = question.join(asked, asked.c.contribution == _c.id)
        return int(self._rows(joined.where(*_asks(beneficiary)))[0][0])

    def with_unread_evidence(self, most: int) -> list[ContributionRecord]:
        """Pending contributions whose evidence was not read yet, the newest first."""
        read = select(papers.c.contribution).where(papers.c.contribution == _c.id).exists()
        # Not by the bare position: SQLite would go through all there is, in that order, for the few that are pending.
        newest_first = (_c.position + 0).desc()
        return self._contributions(
            select(contributions).where(PENDING, ~read).order_by(newest_first).limit(most)
        )

    def voted_on(self, validator: int) -> list[ContributionRecord]:
        """Everything a validator ever voted on, the oldest first. Looks through all there is: not for a page."""
        seated = select(contributions).join(seats, _s.programme == _c.programme)
        return self._contributions(seated.where(_s.validator == validator, _VOTED != 0).order_by(_c.position))

    def keep_evidence_read(self, evidence: Iterable[EvidenceRead]) -> None:
        """Notes what was read, instead of what was noted before; forgets what is no longer pending."""
        with self.engine.begin() as connection:
            one_at_a_time(connection)
            for one in evidence:
                connection.execute(asked.delete().where(asked.c.contribution == one.contribution))
                note = {"contribution": one.contribution, "confirmed": one.confirmed}
                connection.execute(text(_NOTE), note)
                for beneficiary in sorted(one.asked):
                    row = {"beneficiary": beneficiary, "contribution": one.contribution}
                    connection.execute(text(_ASK), row)
            _forget_what_is_over(connection)

    def forget_asked(self, member: int) -> None:
        """Forgets whom a member's evidence names, and whose evidence names the member."""
        theirs = select(_c.id).where(_c.member == member)
        with self.engine.begin() as connection:
            one_at_a_time(connection)
            connection.execute(
                asked.delete().where((asked.c.beneficiary == member) | asked.c.contribution.in_(theirs))
            )


def _reviewed_by(validator: int) -> tuple[ColumnElement[bool], ...]:
    return PENDING, _s.validator == validator, _s.active == 1, _c.member != validator, _VOTED == 0


def _asks(beneficiary: int) -> tuple[ColumnElement[bool], ...]:
    return asked.c.beneficiary == beneficiary, PENDING, _c.member != beneficiary


def _forget_what_is_over(connection: Connection) -> None:
    pending = select(_c.id).where(PENDING)
    for table in (papers, asked):
        connection.execute(table.delete().where(table.c.contribution.not_in(pending)))
