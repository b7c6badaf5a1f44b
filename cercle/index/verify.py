"""Is what the index says what the contracts say? Everything the events add up to, asked again from the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.engine import Row

from cercle.index import tables
from cercle.index.schema import event_table
from cercle.index.views import Question, answers
from cercle.states import OrderStatus
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.index.index import Index

_AT_ONCE = 1000
_LIVE = (OrderStatus.Open, OrderStatus.Fulfilled, OrderStatus.Disputed)
_UNSIGNED = 2**64 - 1


def differences(index: Index, asked: Callable[[int], None] | None = None) -> Iterator[Text]:
    """What differs at the index's block, one sentence for each difference; ``asked`` is told how many questions were
    answered. The index must be up to date enough that the node still knows that block's state."""
    block, done = index.status().block, 0
    questions = _questions(index)
    while some := list(islice(questions, _AT_ONCE)):
        for question, found in zip(some, answers(index.rpc, index.addresses, block, some), strict=True):
            for field, expected in question.expected.items():
                if found[field] != expected:
                    facts = {"what": question.about, "field": field, "index": expected, "chain": found[field]}
                    yield Text("{what}: {field} is {index} by the events and {chain} by the contract.", facts)
        done += len(some)
        if asked:
            asked(done)


def _questions(index: Index) -> Iterator[Question]:
    yield from _members(index)
    yield from _programmes(index)
    yield from _contributions(index)
    yield from _services(index)
    yield from _orders(index)
    yield from _rounds(index)
    yield from _token(index)


def _rows(index: Index, table: Any) -> Iterator[Row[Any]]:
    """A table's rows without having them all in memory."""
    with index.engine.connect() as connection:
        yield from connection.execution_options(yield_per=_AT_ONCE).execute(
            select(table).order_by(*table.primary_key)
        )


def _members(index: Index) -> Iterator[Question]:
    """Everybody who could have joined: a member the events left out would be found too."""
    known = {row.member for row in _rows(index, tables.members)}
    for row in _rows(index, tables.members):
        expected = {
            "wallet": int.from_bytes(row.wallet, "big"),
            "since": row.joined_at,
            "referrer": row.referrer,
            "charter": row.charter,
            "flags": row.flags,
            "counter": row.counter,
        }
        yield Question(f"member {row.member}", "MemberRegistry", "memberInfo", (row.member,), expected)
    enrolled: set[int] = set()
    closed = {row.cohort_id for row in _rows(index, event_table("cohort_closed"))}
    for row in _rows(index, event_table("cohort_opened")):
        enrolled |= set(range(row.first, row.first + row.size))
        cohort = {name: getattr(row, name) for name in ("first", "size", "deadline")}
        cohort |= {"root": _number(row.root[:20] + bytes(12)), "closed": int(row.cohort_id in closed)}
        about = f"cohort {row.cohort_id}"
        yield Question(about, "MemberRegistry", "cohortInfo", (row.cohort_id,), cohort)
    for member in sorted(enrolled - known):
        yield Question(f"member {member}", "MemberRegistry", "memberInfo", (member,), {"wallet": 0})
    total = {"value": len(enrolled | known)}
    yield Question("members enrolled", "MemberRegistry", "enrolled", (), total)


def _programmes(index: Index) -> Iterator[Question]:
    seats: dict[int, list[Row[Any]]] = {}
    for row in _rows(index, tables.seats):
        seats.setdefault(row.programme, []).append(row)
    budgets = index.budgets()
    for row in _rows(index, tables.programmes):
        seated = seats.get(row.programme, [])
        expected = {
            name: getattr(row, name)
            for name in ("rate", "quorum", "challenge_window", "cap", "cap_period", "claim_within", "status")
        }
        expected |= {
            "seats": sum(one.bit & _UNSIGNED for one in seated if one.active),
            "seat_count": len(seated),
        }
        about = f"programme {row.programme}"
        yield Question(about, "ContributionRegistry", "programmeInfo", (row.programme,), expected)
        budget = {"available": budgets[row.programme].available, "reserved": budgets[row.programme].reserved}
        yield Question(f"budget of {about}", "RewardEscrow", "budgetOf", (row.programme,), budget)


def _contributions(index: Index) -> Iterator[Question]:
    for row in _rows(index, tables.contributions):
        expected = {
            "member_id": row.member,
            "programme_id": row.programme,
            "units": row.units,
            "status": row.status,
            "time": row.submitted_at if row.decided_at is None else row.decided_at,
            "approvals": row.approvals & _UNSIGNED,
            "rejections": row.rejections & _UNSIGNED,
        }
        about = f"contribution 0x{row.id.hex()}"
        yield Question(about, "ContributionRegistry", "contributionInfo", (_number(row.id),), expected)


def _services(index: Index) -> Iterator[Question]:
    count = 0
    for row in _rows(index, tables.services):
        count += 1
        expected = {
            "provider_id": row.provider,
            "limit": row.order_limit,
            **{
                name: getattr(row, name)
                for name in (
                    "price",
                    "stock",
                    "fulfil_window",
                    "confirm_window",
                    "burn_share",
                    "status",
                    "stopped",
                )
            },
        }
        yield Question(f"service {row.service}", "ServiceCatalog", "serviceInfo", (row.service,), expected)
    yield Question("services", "ServiceCatalog", "services", (), {"value": count})


def _orders(index: Index) -> Iterator[Question]:
    for row in _rows(index, tables.orders):
        expected = {
            "member_id": row.member,
            "service_id": row.service,
            "provider_id": row.provider,
            "price": row.price,
            "status": row.status,
        }
        if row.status in _LIVE:  # the contract does not note when an order ended
            expected["time"] = row.changed_at
        yield Question(f"order 0x{row.id.hex()}", "ServiceCatalog", "orderInfo", (_number(row.id),), expected)
    kept = {row.member_id for row in _rows(index, event_table("payment_kept"))}
    amounts = {row.member: row.amount for row in _rows(index, tables.owed)}
    for member in sorted(kept):
        owed = {"value": amounts.get(member, 0)}
        yield Question(f"owed to member {member}", "ServiceCatalog", "owed", (member,), owed)


def _rounds(index: Index) -> Iterator[Question]:
    for row in _rows(index, tables.rounds):
        expected = {
            "paid": row.paid,
            "approvals": row.approvals & _UNSIGNED,
            "open_from": row.open_from,
            "status": row.status,
        }
        yield Question(f"round 0x{row.id.hex()}", "RewardRounds", "roundInfo", (_number(row.id),), expected)


def _token(index: Index) -> Iterator[Question]:
    for row in _rows(index, tables.balances):
        about, wallet = f"balance of 0x{row.wallet.hex()}", (_number(row.wallet),)
        yield Question(about, "CommunityToken", "balanceOf", wallet, {"value": row.amount})
    supply = sum(row.issued - row.burnt for row in _rows(index, tables.token_months))
    yield Question("tokens in circulation", "CommunityToken", "totalSupply", (), {"value": supply})


def _number(word: bytes) -> int:
    return int.from_bytes(word, "big")
