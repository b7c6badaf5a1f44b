"""Checking a certificate: every claim in it against the contracts, as they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from hexbytes import HexBytes

from cercle.certificates.certificate import Certificate, CertificateRefused, Sum, digest_of
from cercle.lifeline import STANDING, sum_of
from cercle.records import ContributionRecord
from cercle.states import ContributionStatus
from cercle.texts import Text
from cercle.units import to_time, to_tokens

if TYPE_CHECKING:
    from cercle.community import Community
    from cercle.contributions import Standing

# What a contribution that was accepted once can be now.
_ONCE_ACCEPTED = STANDING | {ContributionStatus.Challenged, ContributionStatus.Revoked}


@dataclass(frozen=True)
class Checked:
    """A programme's part of a record, as the chain has it now: the ``sum`` of what stands, and what it is worth.
    ``quorum`` validators, at least, approved each of its contributions."""

    sum: Sum
    tokens: Decimal
    quorum: int


@dataclass(frozen=True)
class Verdict:
    """A genuine certificate, and how its contributions stand now."""

    certificate: Certificate
    made_at: datetime
    checked_at: datetime
    standings: tuple[Standing, ...]
    checked: tuple[Checked, ...]

    def _in(self, *states: ContributionStatus) -> list[Standing]:
        return [one for one in self.standings if one.status in states]

    @property
    def accepted(self) -> list[Standing]:
        """What is accepted, and was not taken back."""
        return self._in(*STANDING)

    @property
    def challenged(self) -> list[Standing]:
        """What somebody looks into at the moment."""
        return self._in(ContributionStatus.Challenged)

    @property
    def revoked(self) -> list[Standing]:
        """What was taken back after a challenge."""
        return self._in(ContributionStatus.Revoked)

    @property
    def quorum(self) -> int:
        """How many validators, at least, approved each contribution."""
        return min((one.quorum for one in self.checked), default=0)

    @property
    def tokens(self) -> Decimal:
        """What all that stands is worth."""
        return sum_of([one.tokens for one in self.checked])


def check(
    community: Community, certificate: Certificate, submissions: Sequence[ContributionRecord]
) -> Verdict:
    """How a certificate's contributions stand on the chain now.

    ``submissions`` is everything that was ever submitted under the member's number, in the chain's order. It need not
    be trusted: the certificate holds the hash of the ids it means, and their member, programme, units and status are
    read from the contract. The days on which they were submitted are those of its event log.

    Raises ``CertificateRefused`` for a certificate of another chain or community, one that was changed, or one that
    names what was never accepted.
    """
    made_at = _require_here(community, certificate)
    named = _named(certificate, submissions)
    for one in named:
        if one.submitted_at > made_at or one.submitted_at not in certificate.period:
            raise _changed(Text("It names a contribution of another time than it says."))
    checked_at = to_time(community.node.now())
    standings = community.contributions.standings([one.id for one in named])
    for standing in standings:
        if standing.member != certificate.member:
            raise _changed(
                Text("It names a contribution that is not member {member}’s.", {"member": certificate.member})
            )
        if standing.status not in _ONCE_ACCEPTED:
            raise _changed(Text("It names a contribution that was never accepted."))
    if _sums(standings) != certificate.sums:
        raise _changed(Text("Its totals are not those of the contributions that it names."))
    return Verdict(certificate, made_at, checked_at, tuple(standings), tuple(_checked(community, standings)))


def _require_here(community: Community, certificate: Certificate) -> datetime:
    """When the certificate was made; raises unless it belongs to this community on this chain."""
    if certificate.chain_id != community.record.chain_id:
        facts = {"theirs": str(certificate.chain_id), "ours": str(community.record.chain_id)}
        raise CertificateRefused(
            Text("This record belongs to chain {theirs}, and this page checks chain {ours}.", facts),
            _ELSEWHERE,
        )
    if certificate.registry != str(community.contributions.contract.address):
        raise CertificateRefused(
            Text("This record belongs to another community, or to an earlier contract of this one."),
            _ELSEWHERE,
        )
    block = community.node.request("eth_getBlockByNumber", hex(certificate.block), False)
    known = bytes(HexBytes(block["hash"])) if block else b""
    if not known.startswith(certificate.block_hash):
        raise CertificateRefused(
            Text("This record was made on a block that this chain does not have."), _PRINT_AGAIN
        )
    return to_time(int(block["timestamp"], 16))


def _named(certificate: Certificate, submissions: Sequence[ContributionRecord]) -> list[ContributionRecord]:
    known = len(submissions)
    named = [submissions[place] for place in certificate.places if place < known]
    if len(named) < len(certificate.places) or digest_of([one.id for one in named]) != certificate.digest:
        raise _changed(
            Text("It names contributions that are not member {member}’s.", {"member": certificate.member})
        )
    return named


def _sums(standings: Sequence[Standing]) -> tuple[Sum, ...]:
    parts = {
        one.programme: [each for each in standings if each.programme == one.programme] for one in standings
    }
    return tuple(
        Sum(programme, len(part), sum_of([one.units for one in part]))
        for programme, part in sorted(parts.items())
    )


def _checked(community: Community, standings: Sequence[Standing]) -> list[Checked]:
    found = []
    for part in _sums([one for one in standings if one.status in STANDING]):
        terms = community.programmes.terms(part.programme)
        tokens = to_tokens(terms.rate * int(part.units * 100))
        found.append(Checked(part, tokens, terms.quorum))
    return found


def _changed(how: Text) -> CertificateRefused:
    return CertificateRefused(
        Text("This record was changed after it was made. {how}", {"how": how}), _PRINT_AGAIN
    )


_ELSEWHERE = Text("Scan the code with your phone: it opens the page of its own community.")
_PRINT_AGAIN = Text("Ask whoever gave it to you to print it again.")
