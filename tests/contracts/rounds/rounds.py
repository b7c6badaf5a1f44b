"""Rounds as the tests make them: one valid default, a test states only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from ape import project
from ape.contracts import ContractInstance

from cercle.merkle import MerkleTree, leaf

from ..circle import DAY, NOTHING, Circle, Person, at, now, open_programme

PROGRAMME = 1
DOCUMENT = b"\7" * 32


class Status(IntEnum):
    NONE, ANNOUNCED, FUNDED, APPROVED, CANCELLED, ENDED = range(6)


class Reason(IntEnum):
    STATE, NOT_OPEN, OVER, COLLECTED, TOTAL = range(5)


@dataclass(frozen=True)
class Round:
    """A round's list (base units by member id) and its terms."""

    contract: ContractInstance
    shares: Mapping[int, int]
    token: ContractInstance
    funder: str
    opens: int
    ends: int
    total: int
    programme: int = PROGRAMME
    salt: bytes = NOTHING

    @property
    def _leaves(self) -> list[bytes]:
        return [leaf(("uint32", "uint128"), share) for share in self.shares.items()]

    @property
    def root(self) -> bytes:
        return MerkleTree(self._leaves).root

    @property
    def terms(self) -> tuple[Any, ...]:
        return (
            self.root,
            self.token.address,
            self.total,
            self.funder,
            self.programme,
            self.opens,
            self.ends,
            self.salt,
        )

    @property
    def id(self) -> bytes:
        return bytes(self.contract.roundId(self.terms))

    def entry(self, member: int) -> tuple[Any, ...]:
        """What a member brings to collect."""
        proof = MerkleTree(self._leaves).proof(list(self.shares).index(member))
        return self.terms, self.shares[member], proof

    @property
    def info(self) -> Any:
        return self.contract.roundInfo(self.id)

    def but(self, **changes: Any) -> Round:
        """The same round with other terms."""
        return replace(self, **changes)


def make_round(circle: Circle, rounds: ContractInstance, shares: Mapping[int, int], **terms: Any) -> Round:
    """A round over these shares, that opens after the delay and ends a year later."""
    opens = now() + 10 * DAY
    default = {
        "token": circle.token,
        "funder": str(circle.treasury.address),
        "opens": opens,
        "ends": opens + 365 * DAY,
        "total": sum(shares.values()),
    }
    return Round(rounds, shares, **{**default, **terms})


def announce(circle: Circle, round: Round) -> Any:
    return round.contract.announce(round.terms, DOCUMENT, sender=circle.admin)


def fund(circle: Circle, round: Round) -> Any:
    """Announced, and paid in by the treasury, which gets what it needs."""
    announce(circle, round)
    if round.token.address == circle.token.address:
        circle.token.mint(round.total, sender=circle.admin)
    round.token.approve(round.contract, round.total, sender=circle.treasury)
    return round.contract.fund(round.terms, sender=circle.treasury)


def approve(circle: Circle, round: Round, *validators: Person) -> Any:
    """Funded, and approved by these validators."""
    fund(circle, round)
    for person in validators:
        receipt = round.contract.attest(person.id, round.terms, sender=person.account)
    return receipt


def open_round(circle: Circle, round: Round, *validators: Person) -> Round:
    """Approved, and open from the next block on."""
    approve(circle, round, *validators)
    at(round.info.openFrom)
    return round


def allowed_token(circle: Circle, name: str) -> ContractInstance:
    """Another token, of which the admin holds everything, and in which rounds may be announced."""
    token = circle.admin.deploy(getattr(project, name))
    circle.rounds.allowToken(token, True, sender=circle.admin)
    return token


def open_programme_of_rounds(circle: Circle, *validators: Person) -> None:
    """The programme whose seats approve: quorum two."""
    open_programme(circle, PROGRAMME, quorum=2, validators=list(validators))
