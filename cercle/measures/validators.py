"""Validators: how much they carry, how they differ, and who approves whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection

from cercle.index.tables import contributions, seats
from cercle.measures.fairness import gini
from cercle.measures.period import Period, within
from cercle.measures.reading import EARNED, share
from cercle.states import ContributionStatus as Status

APPROVED = (*EARNED, Status.Lapsed)
REFUSED = (Status.Rejected, Status.Revoked)


@dataclass(frozen=True)
class Load:
    """One validator's votes on a period's contributions to a programme, recording one of them included.

    ``decided`` of them were on contributions that were decided since, ``against`` of those differed from the outcome
    (approved, and rejected or revoked; or the other way round). ``divergence`` = against ÷ decided.
    """

    programme: int
    validator: int
    votes: int
    decided: int
    against: int
    divergence: Decimal | None


@dataclass(frozen=True)
class Ring:
    """Validators who approve each other's contributions: from each of them approvals lead to each other one.

    ``inside``: approvals among them; ``received``: all approvals of their contributions. ``closure`` = inside ÷
    received: 1 where nobody else ever looked.
    """

    members: tuple[int, ...]
    inside: int
    received: int

    @property
    def closure(self) -> Decimal:
        """The share of their approvals that came from each other."""
        return Decimal(self.inside) / self.received


def loads(db: Connection, period: Period) -> tuple[Load, ...]:
    """Every validator's load in every programme where they have, or had, a seat."""
    c, bits = contributions.c, _bits(db)
    votes: dict[tuple[int, int], list[int]] = {
        (programme, validator): [0, 0, 0] for programme, seated in bits.items() for validator in seated
    }
    grouped = (c.programme, c.approvals, c.rejections, c.status)
    question = select(*grouped, func.count().label("times")).where(within(db, contributions, period))
    for row in db.execute(question.group_by(*grouped)):
        for validator, bit in bits.get(row.programme, {}).items():
            for mask, contrary, agreed in (
                (row.approvals, REFUSED, APPROVED),
                (row.rejections, APPROVED, REFUSED),
            ):
                if mask & bit:
                    found = votes[row.programme, validator]
                    found[0] += row.times
                    found[1] += row.times if row.status in (*contrary, *agreed) else 0
                    found[2] += row.times if row.status in contrary else 0
    return tuple(
        Load(programme, validator, all_, decided, against, share(against, decided))
        for (programme, validator), (all_, decided, against) in sorted(votes.items())
    )


def concentration(found: tuple[Load, ...]) -> dict[int, Decimal]:
    """The Gini coefficient of the validators' votes, by programme: 0 where all carry the same."""
    votes: dict[int, list[Decimal]] = defaultdict(list)
    for one in found:
        votes[one.programme].append(Decimal(one.votes))
    return {programme: gini(counts) for programme, counts in sorted(votes.items())}


def rings(db: Connection, period: Period, *, at_least: int = 3) -> tuple[Ring, ...]:
    """Rings of reciprocal approval among a period's contributions, the most closed first; a validator who approved
    fewer than ``at_least`` contributions of another one is no link.

    A ring is a strongly connected component of the graph “validator → whose contributions they approved”, of at
    least two validators.
    """
    approvals: dict[tuple[int, int], int] = defaultdict(int)
    for validator, member, times in _approvals(db, period):
        approvals[validator, member] += times
    links: dict[int, set[int]] = defaultdict(set)
    for (validator, member), times in approvals.items():
        if times >= at_least:
            links[validator].add(member)
    reach = {one: _reachable(links, one) for one in links}
    components = {frozenset(two for two in reach[one] if one in reach.get(two, ())) for one in links}
    found = []
    for ring in (one for one in components if len(one) > 1):
        received = {pair: times for pair, times in approvals.items() if pair[1] in ring}
        inside = sum(times for (validator, _), times in received.items() if validator in ring)
        found.append(Ring(tuple(sorted(ring)), inside, sum(received.values())))
    return tuple(sorted(found, key=lambda one: (-one.closure, one.members)))


def _reachable(links: Mapping[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    ahead = [start]
    while ahead:
        for one in links.get(ahead.pop(), set()) - found:
            found.add(one)
            ahead.append(one)
    return found


def _approvals(db: Connection, period: Period) -> Iterator[tuple[int, int, int]]:
    """(validator, member, times) of approvals of validators' contributions."""
    c, bits = contributions.c, _bits(db)
    grouped = (c.programme, c.member, c.approvals)
    question: Select[Any] = select(*grouped, func.count().label("times")).where(
        within(db, contributions, period), c.member.in_(select(seats.c.validator)), c.approvals != 0
    )
    for row in db.execute(question.group_by(*grouped)):
        for validator, bit in bits.get(row.programme, {}).items():
            if row.approvals & bit:
                yield validator, row.member, row.times


def _bits(db: Connection) -> dict[int, dict[int, int]]:
    """Each programme's seats: the bit by which a validator's votes are known."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in db.execute(select(seats)):
        found[row.programme][row.validator] = row.bit
    return found
