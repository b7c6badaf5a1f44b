"""Budgets and rewards as the tests of the escrow make them."""

from ape.api import AccountAPI

from ..circle import DAY, Circle, Person

RATE = 10
UNITS = 100
REWARD = RATE * UNITS
EVIDENCE = b"\6" * 32


def budget_of(circle: Circle, programme_id: int = 1) -> tuple[int, int]:
    """What is available and what is reserved."""
    return tuple(circle.escrow.budgetOf(programme_id))


def record(
    circle: Circle, validator: Person, member: Person, programme_id: int = 1, evidence: bytes = EVIDENCE
) -> bytes:
    """Reserves one reward for a member, at quorum one; the contribution's id."""
    circle.registry.record(
        validator.id, programme_id, [(member.id, UNITS, evidence)], sender=validator.account
    )
    return bytes(circle.registry.contributionId(member.id, programme_id, evidence))


def held(circle: Circle) -> int:
    """The escrow's token balance."""
    return circle.token.balanceOf(circle.escrow)


def purse(circle: Circle, account: AccountAPI) -> int:
    return circle.token.balanceOf(account)


def claim_times(circle: Circle, contribution_id: bytes) -> tuple[int, int]:
    """From when an accepted contribution can be claimed, and from when it lapses."""
    contribution = circle.registry.contributionInfo(contribution_id)
    programme = circle.registry.programmeInfo(contribution.programmeId)
    start = contribution.time + programme.challengeWindow
    return start, start + programme.claimWithin * DAY
