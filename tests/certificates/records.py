"""Printed records of the village, and what can happen to their contributions afterwards."""

from __future__ import annotations

from decimal import Decimal

import ape
from ape.contracts import ContractInstance

from cercle import Community
from cercle.certificates import Certificate, Verdict, check, issue, read_certificate
from cercle.contracts import access_manager
from cercle.documents import Reason
from cercle.lifeline import EVERYTHING, Period
from cercle.records import ContributionRecord
from cercle.signers import AccountSigner
from tests.dashboard.village import ALICE, PAUL, VICTOR


def printed(village: Community, member: int = ALICE, period: Period = EVERYTHING) -> Certificate:
    """What a member's paper says."""
    return issue(village, village.history.refresh().submissions(member), period)


def checked(village: Community, code: str) -> Verdict:
    """What anybody who scans a code is told."""
    certificate = read_certificate(code)
    return check(village, certificate, village.history.refresh().submissions(certificate.member))


def of(village: Community, member: int, units: str) -> ContributionRecord:
    """A member's contribution, by how much it was."""
    (found,) = (one for one in village.history.refresh().submissions(member) if one.units == Decimal(units))
    return found


def challenge(village: Community, contribution: ContributionRecord) -> None:
    """Victor doubts it."""
    reason = village.documents.put(Reason(member=contribution.member, text="Was it two hours?"))
    _act(village, VICTOR, village.contributions.challenge(VICTOR, contribution.id, reason))


def resolve(village: Community, contribution: ContributionRecord, *, uphold: bool) -> None:
    """Paul decides, with the right to."""
    manager = ContractInstance(village.record.addresses["AccessManager"], access_manager().contract_type)
    accounts = ape.accounts.test_accounts
    manager.grantRole(0, accounts[PAUL], 0, sender=accounts[0])
    reason = village.documents.put(Reason(member=contribution.member, text="We asked both of them."))
    _act(village, PAUL, village.contributions.resolve(PAUL, contribution.id, uphold, reason))


def _act(village: Community, member: int, call) -> None:
    AccountSigner(village.node, ape.accounts.test_accounts[member]).send(call)
