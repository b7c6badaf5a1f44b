"""How the many states are grouped where members are not named: what a rare state would say about few people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case

from cercle.states import ContributionStatus, OrderStatus
from cercle.units import to_time

WAITING = "waiting"
EARNED, NOT_EARNED = "earned", "not earned"
SETTLED, GIVEN_BACK = "settled", "given back"

CONTRIBUTION_OUTCOMES = {
    ContributionStatus.Pending: WAITING,
    ContributionStatus.Challenged: WAITING,
    ContributionStatus.Accepted: EARNED,
    ContributionStatus.Paid: EARNED,
    ContributionStatus.Upheld: EARNED,
    ContributionStatus.Rejected: NOT_EARNED,
    ContributionStatus.Withdrawn: NOT_EARNED,
    ContributionStatus.Revoked: NOT_EARNED,
    ContributionStatus.Lapsed: NOT_EARNED,
}
ORDER_OUTCOMES = {
    OrderStatus.Open: WAITING,
    OrderStatus.Fulfilled: WAITING,
    OrderStatus.Disputed: WAITING,
    OrderStatus.Settled: SETTLED,
    OrderStatus.Arbitrated: SETTLED,
    OrderStatus.Cancelled: GIVEN_BACK,
    OrderStatus.Refused: GIVEN_BACK,
    OrderStatus.Expired: GIVEN_BACK,
}

COUNTS = ((0, "none"), (1, "1"), (4, "2 to 4"), (9, "5 to 9"))


def outcome_of(status: ColumnElement[int], outcomes: dict[Any, str]) -> ColumnElement[str]:
    """A state's outcome, in SQL."""
    return case({int(state): outcome for state, outcome in outcomes.items()}, value=status)


def in_words(count: int) -> str:
    """A count as the members' table says it."""
    return next((words for most, words in COUNTS if count <= most), "10 or more")


def month_in_words(month: int) -> str:
    """``yyyy-mm`` of the index's ``yyyymm``."""
    return f"{month // 100}-{month % 100:02}"


def month_of(seconds: int) -> str:
    """``yyyy-mm`` (UTC) of a moment on the chain."""
    return f"{to_time(seconds):%Y-%m}"
