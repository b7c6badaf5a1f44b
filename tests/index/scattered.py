"""Years of everything that can happen to somebody, as rows of the contracts' events, and what an index must make of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count, product
from typing import Any

from sqlalchemy import LargeBinary

from cercle.index import Index
from cercle.index.schema import INDEX_BITS, event_table
from cercle.lifeline import EVERYTHING, Lifeline, Period
from cercle.states import ContributionStatus, OrderStatus, Outcome

MEMBERS = (21, 22, 23)
NOBODY = 99
PROGRAMMES = {201: 2**79 + 1, 202: 10**16}  # rates
SERVICES = {301: (21, 2**96 - 1), 302: (22, 7), 303: (23, 5 * 10**18), 304: (22, 1)}  # providers and prices
TOKENS = {b"1" * 32: b"a" * 20, b"2" * 32: b"b" * 20, b"3" * 32: b"a" * 20}  # by round
_MOMENTS = [
    datetime(*day, tzinfo=UTC)
    for day in (
        (2023, 5, 3, 12), (2023, 12, 31, 23, 59, 59), (2024, 1, 1), (2024, 2, 29, 7), (2024, 12, 31, 23, 59, 59),
        (2026, 1, 1), (2026, 6, 1), (2026, 6, 2),
    )
]  # fmt: skip
PERIODS = (
    EVERYTHING,
    *map(Period.year, range(2022, 2027)),
    Period(since=date(2024, 1, 1)),
    Period(until=date(2023, 12, 31)),
    Period(date(2024, 2, 29), date(2026, 6, 1)),
)
ENDS = {
    OrderStatus.Settled: (0,), OrderStatus.Cancelled: (1,), OrderStatus.Refused: (1,), OrderStatus.Expired: (1,),
    OrderStatus.Arbitrated: (0, 0.5, 1),
}  # the parts of the price that go back  # fmt: skip
_DECIDED: dict[ContributionStatus, tuple[str, dict[str, Any]] | None] = {
    ContributionStatus.Pending: None,
    ContributionStatus.Accepted: ("contribution_attested", {"outcome": Outcome.Accepted}),
    ContributionStatus.Rejected: ("contribution_attested", {"outcome": Outcome.Rejected}),
    ContributionStatus.Paid: ("contribution_paid", {}),
    ContributionStatus.Withdrawn: ("contribution_withdrawn", {}),
    ContributionStatus.Challenged: ("contribution_challenged", {}),
    ContributionStatus.Upheld: ("challenge_resolved", {"upheld": 1}),
    ContributionStatus.Revoked: ("challenge_resolved", {"upheld": 0}),
    ContributionStatus.Lapsed: ("contribution_lapsed", {}),
}


def scatter(index: Index) -> None:
    """Adds it to an index: several things in each block, in every state."""
    places = count()
    with index.engine.begin() as connection:

        def put(kind: str, block: int, **values: object) -> None:
            moment = _MOMENTS[min(block, len(_MOMENTS) - 1)]
            table = event_table(kind)
            empty = {one.name: b"" if isinstance(one.type, LargeBinary) else 0 for one in table.columns}
            known = {
                "position": (1_000_000 + block << INDEX_BITS) + next(places),
                "time": int(moment.timestamp()),
                "month": moment.year * 100 + moment.month,
            }
            connection.execute(table.insert().values(empty | known | values))

        _happen(put)
    index.derive_anew()


def _happen(put: Any) -> None:
    chance, ids = random.Random(5), (one.to_bytes(32) for one in count(1))
    last = len(_MOMENTS)
    for programme, rate in PROGRAMMES.items():
        put("programme_opened", 0, programme_id=programme, rate=rate)
    for service, (provider, price) in SERVICES.items():
        put("service_offered", 0, service_id=service, provider_id=provider, price=price)
    for round, token in TOKENS.items():
        put("round_announced", 0, round_id=round, programme_id=201, token=token)
    for status, member, _ in product(_DECIDED, MEMBERS, range(4)):
        id = next(ids)
        about = {"member_id": member, "programme_id": chance.choice(list(PROGRAMMES))}
        put(
            "contribution_submitted", chance.randrange(last), id=id, units=chance.randrange(1, 2**32), **about
        )
        if decided := _DECIDED[status]:
            put(decided[0], last, id=id, **decided[1])
    for member, (service, (provider, price)) in product(MEMBERS, SERVICES.items()):
        for order in _orders(price) if member != provider else ():
            id = next(ids)
            about = {"order_id": id, "member_id": member, "service_id": service, "price": price}
            put("redeemed", chance.randrange(last), **about)
            for kind, values in order:
                put(kind, last, order_id=id, **values)
    for round, member in zip(TOKENS, (21, 21, 21), strict=True):
        put("round_claimed", chance.randrange(last), round_id=round, member_id=member, amount=2**200 + 1)


def _orders(price: int) -> Iterator[list[tuple[str, dict[str, int]]]]:
    yield []
    yield [("order_fulfilled", {})]
    yield [("order_fulfilled", {}), ("order_disputed", {})]
    for status, parts in ENDS.items():
        for part in parts:
            back = price if part == 1 else int(part * 2) * price // 2
            yield [("order_ended", {"status": status, "refunded": back, "paid": price - back})]


def require_adds_up(index: Index) -> None:
    """Every sum of everybody's record, and the newest of it, is what comes of every single record."""
    for member in (*MEMBERS, NOBODY):
        everything = Lifeline(
            member,
            tuple(index.submissions(member)),
            tuple(index.orders_with(member)),
            tuple(index.shares_collected(member)),
        )
        for period in PERIODS:
            line = everything.during(period)
            found, expected = index.summary_of(member, period), line.summary()
            assert found == expected
            for one in ("received", "collected"):
                assert list(getattr(found, one)) == list(getattr(expected, one))
            for most in (1, 2, 7, 20, 1_000):
                assert index.happened_to(member, period, most) == line.everything[:most]
        moments = [one.moment for one in everything.everything]
        assert index.first_day_of(member) == min((one.date() for one in moments), default=None)
