"""What the index tells about members and their totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.engine import Row

from cercle.index.asking import PAGE, Asking
from cercle.index.schema import event_table
from cercle.index.tables import members, owed
from cercle.index.totals import among_the_first, member_totals, totals_of
from cercle.records import AccountRecoveryRecord, MemberRecord, WalletChangeRecord
from cercle.states import WalletChangeKind
from cercle.units import to_time, to_tokens


@dataclass(frozen=True)
class MemberTotals:
    """What a member earned (accepted, collected or not) and spent on orders that were not given back."""

    member: int
    earned: Decimal
    spent: Decimal


class MemberQueries(Asking):
    """Questions about members."""

    def member(self, number: int) -> MemberRecord | None:
        """A member who has joined."""
        rows = self._rows(select(members).where(members.c.member == number))
        return _member(rows[0]) if rows else None

    def members(self, *, after: int = 0, most: int = PAGE) -> list[MemberRecord]:
        """Members who have joined, by number."""
        m = members.c
        return [
            _member(row)
            for row in self._rows(select(members).where(m.member > after).order_by(m.member).limit(most))
        ]

    def wallets_of(self, member: int) -> list[str]:
        """Every wallet a member ever had, in their order."""
        joined, changed = event_table("member_activated"), event_table("wallet_changed")
        moves = union_all(
            select(joined.c.position, joined.c.wallet).where(joined.c.member_id == member),
            select(changed.c.position, changed.c.target).where(changed.c.member_id == member),
        ).subquery()
        rows = self._rows(select(moves.c.wallet).order_by(moves.c.position))
        return list(dict.fromkeys(str(to_checksum_address(row.wallet)) for row in rows))

    def owed(self, member: int) -> Decimal:
        """What the catalogue keeps for a member who could not be paid."""
        rows = self._rows(select(owed.c.amount).where(owed.c.member == member))
        return to_tokens(rows[0].amount) if rows else Decimal(0)

    def wallet_changes(self) -> dict[int, WalletChangeRecord]:
        """The changes of wallet that were started and not ended, by member."""
        rows = self._started(
            "wallet_change_started", ("wallet_change_cancelled", "wallet_changed"), "member_id"
        )
        return {row.member_id: _wallet_change(row) for row in rows}

    def account_recoveries(self) -> dict[str, AccountRecoveryRecord]:
        """The recoveries of passkey accounts that were started and not ended, by account."""
        ended = ("account_recovery_objected", "account_recovery_cancelled", "account_recovered")
        made = [_recovery(row) for row in self._started("account_recovery_started", ended, "account")]
        return {one.account: one for one in made}

    def _started(self, start: str, ends: tuple[str, ...], who: str) -> Sequence[Row[Any]]:
        """For each ``who``, the newest start that nothing came after: so few that they are not kept beside."""
        started = event_table(start)
        moves = [select(one.c[who], one.c.position) for one in map(event_table, (start, *ends))]
        move = union_all(*moves).subquery()
        newest = select(func.max(move.c.position)).where(move.c[who] == started.c[who]).scalar_subquery()
        return self._rows(select(started).where(started.c.position == newest))

    def totals(self, member: int) -> MemberTotals:
        """A member's running totals."""
        number = literal(member)
        columns: list[ColumnElement[Any]] = [number.label("member"), *totals_of(number)]
        return _totals(self._rows(select(*columns))[0])

    def leaderboard(self, most: int = 10) -> list[MemberTotals]:
        """Who earned most."""
        c = member_totals.c
        # Amounts are decimal text on SQLite: the longer is the larger.
        order = [c.earned.desc()]
        if self.engine.dialect.name == "sqlite":
            order.insert(0, func.length(c.earned).desc())
        first = select(member_totals).where(c.member.in_(among_the_first(most)))
        question = first.order_by(*order, c.member).limit(most)
        return [_totals(row) for row in self._rows(question)]


def _member(row: Row[Any]) -> MemberRecord:
    wallet = str(to_checksum_address(row.wallet))
    return MemberRecord(row.member, wallet, to_time(row.joined_at), row.referrer or None)


def _wallet_change(row: Row[Any]) -> WalletChangeRecord:
    times = to_time(row.time), to_time(row.ready_at), to_time(row.ends_at)
    return WalletChangeRecord(row.member_id, WalletChangeKind(row.kind), *times)


def _recovery(row: Row[Any]) -> AccountRecoveryRecord:
    times = to_time(row.time), to_time(row.ready_at), to_time(row.ends_at)
    return AccountRecoveryRecord(str(to_checksum_address(row.account)), *times)


def _totals(row: Row[Any]) -> MemberTotals:
    return MemberTotals(row.member, to_tokens(row.earned), to_tokens(row.spent))
