"""What a member gave and received adds up, and what does not count is not counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cercle.lifeline import EVERYTHING, Lifeline, Period, Total
from cercle.records import ContributionRecord, OrderRecord, ShareRecord
from cercle.states import ContributionStatus, OrderStatus
from cercle.units import to_tokens

ME, OTHER = 7, 8
NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def contribution(status: ContributionStatus, units: str = "1", programme: int = 1) -> ContributionRecord:
    evidence = bytes(32)
    amount = Decimal(units)
    return ContributionRecord(
        evidence, ME, programme, amount, evidence, NOON, status, NOON, reward=10 * amount
    )


def order(status: OrderStatus, member: int = ME, provider: int = OTHER, refunded: int = 0) -> OrderRecord:
    return OrderRecord(
        bytes(32), member, 1, provider, Decimal(5), NOON, status, NOON, refunded=Decimal(refunded)
    )


def test_totals__by_programme__of_what_was_accepted() -> None:
    line = Lifeline(
        ME,
        (
            contribution(ContributionStatus.Paid, "1.5", programme=2),
            contribution(ContributionStatus.Accepted, "2"),
            contribution(ContributionStatus.Upheld, "0.25"),
            contribution(ContributionStatus.Lapsed, "1"),
        ),
        (),
    )
    assert line.totals() == [
        Total(1, 3, Decimal("3.25"), Decimal("32.5")),
        Total(2, 1, Decimal("1.5"), Decimal(15)),
    ]
    assert (line.summary().accepted, line.summary().earned) == (4, Decimal("47.5"))


@pytest.mark.parametrize(
    "status",
    [
        ContributionStatus.Pending,
        ContributionStatus.Challenged,
        ContributionStatus.Rejected,
        ContributionStatus.Revoked,
        ContributionStatus.Withdrawn,
    ],
)
def test_totals__what_was_not_accepted_or_was_taken_back__does_not_count(status) -> None:
    found = Lifeline(ME, (contribution(status),), ()).summary()
    assert (found.totals, found.earned, found.states) == ((), 0, {status: 1})


def test_received__what_was_rendered__and_what_it_cost() -> None:
    ended = [
        order(OrderStatus.Settled),
        order(OrderStatus.Fulfilled),
        order(OrderStatus.Arbitrated, refunded=2),
    ]
    given_back = [
        order(OrderStatus.Open),
        order(OrderStatus.Disputed),
        order(OrderStatus.Cancelled, refunded=5),
        order(OrderStatus.Refused, refunded=5),
        order(OrderStatus.Expired, refunded=5),
        order(OrderStatus.Arbitrated, refunded=5),
    ]
    for_others = [order(OrderStatus.Settled, member=OTHER, provider=ME)]
    found = Lifeline(ME, (), (*ended, *given_back, *for_others)).summary()
    assert found.received == {1: len(ended)}
    assert found.used == 13
    assert found.rendered == len(for_others)


def test_sums__of_amounts_of_thirty_digits__are_exact() -> None:
    price, back = to_tokens(2**96 - 1), to_tokens(1)
    one = OrderRecord(bytes(32), ME, 1, OTHER, price, NOON, OrderStatus.Arbitrated, NOON, refunded=back)
    assert Lifeline(ME, (), 10 * (one,)).summary().used == to_tokens(10 * (2**96 - 2))


def share(token: str, amount: int) -> ShareRecord:
    return ShareRecord(bytes(32), ME, 1, token, amount, NOON, NOON + timedelta(days=2))


def test_collected__from_rounds__by_token__counts_as_no_contribution() -> None:
    shares = (share("0xa", 5), share("0xb", 7), share("0xa", 3))
    line = Lifeline(ME, (contribution(ContributionStatus.Paid),), (order(OrderStatus.Settled),), shares)
    found = line.summary()
    assert found.collected == {"0xa": 8, "0xb": 7}
    assert (found.earned, found.used, found.accepted) == (10, 5, 1)
    assert line.everything[:3] == list(shares) and len(line.everything) == 5


def test_period__both_days_included__in_utc() -> None:
    year = Period.year(2026)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    end = datetime(2027, 1, 1, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    assert [one in year for one in (first - moment, first, end - moment, end)] == [False, True, True, False]
    assert first in EVERYTHING
    assert first in Period(until=date(2026, 1, 1)) and first not in Period(since=date(2026, 1, 2))
