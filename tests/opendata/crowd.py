"""An index of a made-up community of any size, filled without a chain: what exports are tried on.

Activity is uneven, as it is among people: few contribute much, and the last programme and the first month are small.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from cercle.documents import Bilingual, DocumentStore, ProgrammeText, ServiceText
from cercle.index.database import open_engine
from cercle.index.store import Store
from cercle.index.tables import (
    contributions,
    cursor,
    member_spending,
    member_tallies,
    members,
    orders,
    programmes,
    services,
)
from cercle.opendata.export import Source
from cercle.states import ContributionStatus, MemberFlag, OrderStatus

MONTHS = [(202600 + month, 1_767_225_600 + (month - 1) * 2_629_800) for month in range(1, 13)]  # 2026
PROGRAMMES, INSTITUTION, RATE, TOKEN = 5, 1, 10**17, 10**18
_STATES = [ContributionStatus.Paid] * 8 + [
    ContributionStatus.Accepted,
    ContributionStatus.Pending,
    ContributionStatus.Rejected,
]
_NEWEST_BLOCK = 777


def crowd(folder: Path, people: int, deeds: int, purchases: int, url: str | None = None) -> Source:
    """A community of so many members, contributions and orders; the same numbers give the same one. Its index is in
    SQLite, or where ``url`` says."""
    documents = DocumentStore(str(folder / "documents"))
    engine = open_engine(url or f"sqlite:///{folder / 'index.sqlite'}")
    Store(engine).create()
    chance = random.Random(1)
    _fill(engine, members, _members(people))
    _fill(engine, programmes, _programmes(documents))
    tallies: Counter[tuple[int, int, int]] = Counter()
    _fill(engine, contributions, _contributions(chance, people, deeds, tallies))
    tally_names = ("member", "programme", "status")
    made = (
        dict(zip(tally_names, key, strict=True)) | {"contributions": n, "units": n}
        for key, n in tallies.items()
    )
    _fill(engine, member_tallies, made)
    _fill(engine, services, _services(documents))
    _fill(engine, orders, _orders(chance, people, purchases))
    _fill(engine, member_spending, ({"member": one, "spent": one * TOKEN} for one in (1, 2)))
    now = {
        "id": 1,
        "block": _NEWEST_BLOCK,
        "finalized": 700,
        "time": MONTHS[-1][1],
        "genesis": b"",
        "contracts": b"",
    }
    _fill(engine, cursor, iter([now]))
    return Source("crowd", 31_337, "0x" + 20 * "11", engine, documents)


def _fill(engine: Engine, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    with engine.begin() as connection:
        while some := [row for _, row in zip(range(10_000), rows, strict=False)]:
            connection.execute(table.insert(), some)


def _members(people: int) -> Iterator[dict[str, Any]]:
    for one in range(1, people + 1):
        month = MONTHS[min(one * 11 // people, 10)]
        flags = int(MemberFlag.Institution) if one == INSTITUTION else 0
        yield {
            "member": one, "wallet": one.to_bytes(20, "big"), "joined_at": month[1], "cohort": 1, "referrer": 0,
            "charter": 1, "flags": flags, "counter": 0,
        }  # fmt: skip


def _programmes(documents: DocumentStore) -> Iterator[dict[str, Any]]:
    for one in range(1, PROGRAMMES + 1):
        title = Bilingual(fr=f"=Programme n° {one}", en=f"=Programme {one}")
        yield {
            "programme": one, "rate": RATE, "quorum": 1, "challenge_window": 86_400, "cap": 0, "cap_period": 0,
            "claim_within": 365, "document": documents.put(ProgrammeText(title=title, description=title)),
            "opened_at": MONTHS[0][1], "status": 1, "funded": 0, "withdrawn": 0,
        }  # fmt: skip


def _contributions(
    chance: random.Random, people: int, deeds: int, tallies: Counter[tuple[int, int, int]]
) -> Iterator[dict[str, Any]]:
    for one in range(deeds):
        member = 1 + int(people * chance.random() ** 3)
        small = one % 500 == 7
        programme = PROGRAMMES if small else chance.randint(1, PROGRAMMES - 1)
        month, start = MONTHS[0 if one < 12 else chance.randint(1, 11)]
        status = chance.choice(_STATES)
        tallies[member, programme, status] += 1
        yield {
            "position": one + 1, "id": one.to_bytes(32, "big"), "member": member, "programme": programme,
            "units": 25 * chance.randint(1, 16), "evidence": bytes(32), "submitted_at": start + one % 86_400,
            "month": month, "status": int(status), "decided_at": None if status == 1 else start + 90_000,
            "approvals": 0, "rejections": 0, "challenge": None,
        }  # fmt: skip


def _services(documents: DocumentStore) -> Iterator[dict[str, Any]]:
    for one, provider in enumerate([INSTITUTION, INSTITUTION, *range(2, 10)], 1):
        title = Bilingual(fr=f"Une heure avec le membre {provider}", en=f"An hour with member {provider}")
        yield {
            "service": one, "provider": provider, "price": one * TOKEN, "order_limit": 0, "fulfil_window": 86_400,
            "confirm_window": 86_400, "burn_share": 2_500,
            "document": documents.put(ServiceText(title=title, description=title)), "stock": 10 * one, "status": 1,
            "stopped": 0, "offered_at": MONTHS[0][1],
        }  # fmt: skip


def _orders(chance: random.Random, people: int, purchases: int) -> Iterator[dict[str, Any]]:
    for one in range(purchases):
        service = chance.choice([1, 1, 1, *range(1, 11)])
        month, start = chance.choice(MONTHS)
        settled, price = chance.random() < 0.8, service * TOKEN
        status = OrderStatus.Settled if settled else OrderStatus.Open
        yield {
            "position": one + 1, "id": one.to_bytes(32, "big"), "member": chance.randint(10, people),
            "service": service, "provider": INSTITUTION if service < 3 else service - 1, "price": price,
            "ordered_at": start, "month": month, "status": int(status), "changed_at": start, "given_back": 0,
            "dispute": None, "refunded": 0, "paid": price * 3 // 4 if settled else 0,
            "burnt": price // 4 if settled else 0,
        }  # fmt: skip
