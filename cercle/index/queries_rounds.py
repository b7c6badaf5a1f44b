"""What the index tells about rounds: what they hold for a member, and what the member collected.

Who is on a list is not on chain: it is known of the rounds whose published lists were taken in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import select
from sqlalchemy.engine import Row

from cercle.index.asking import Asking
from cercle.index.schema import event_table
from cercle.index.tables import entries, rounds
from cercle.records import ShareRecord
from cercle.rounds.entitlement import Share
from cercle.states import RoundStatus
from cercle.units import to_time

_ALIVE = (RoundStatus.Announced, RoundStatus.Funded, RoundStatus.Approved)
_r = rounds.c


class RoundQueries(Asking):
    """Questions about rounds."""

    def shares_of(self, member: int, now: datetime) -> list[Share]:
        """A member's shares of rounds that are not over, and that they have not collected; the soonest to end first."""
        claimed = event_table("round_claimed").c
        collected = select(claimed.position).where(claimed.member_id == member, claimed.round_id == _r.id)
        question = select(rounds, entries.c.amount).join(entries, entries.c.round == _r.id)
        wanted = question.where(
            entries.c.member == member,
            _r.status.in_(_ALIVE),
            _r.ends > int(now.timestamp()),
            ~collected.exists(),
        )
        return [_share(row) for row in self._rows(wanted.order_by(_r.ends, _r.id))]

    def shares_collected(self, member: int) -> list[ShareRecord]:
        """The shares of rounds that a member collected, in the chain's order."""
        claimed = event_table("round_claimed")
        c = claimed.c
        question = select(c.round_id, c.amount, c.time, _r.programme, _r.token, _r.open_from)
        joined = question.join(rounds, _r.id == c.round_id).where(c.member_id == member)
        return [_collected(row, member) for row in self._rows(joined.order_by(c.position))]


def _share(row: Row[Any]) -> Share:
    return Share(
        round=row.id,
        programme=row.programme,
        token=str(to_checksum_address(row.token)),
        amount=row.amount,
        status=RoundStatus(row.status),
        opens=to_time(row.opens),
        open_from=to_time(row.open_from) if row.open_from else None,
        ends=to_time(row.ends),
    )


def _collected(row: Row[Any], member: int) -> ShareRecord:
    token, times = str(to_checksum_address(row.token)), (to_time(row.open_from), to_time(row.time))
    return ShareRecord(row.round_id, member, row.programme, token, row.amount, *times)
