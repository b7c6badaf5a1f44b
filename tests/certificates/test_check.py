"""A printed record against the chain: what it proves, what it does not, and what somebody could have changed on it (C1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import ape
import pytest

from cercle.certificates import Certificate, CertificateRefused, Sum, check
from cercle.certificates.certificate import digest_of
from cercle.errors import InputProblem
from cercle.lifeline import EVERYTHING, Period
from cercle.signers import AccountSigner
from cercle.states import ContributionStatus
from tests.certificates.records import challenge, checked, of, printed, resolve
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, TALKS, VICTOR

OTHER = "0x" + 39 * "0" + "1"


def refused(village, certificate: Certificate) -> str:
    """Why the changed certificate is refused; written with a good check sum, as a forger would."""
    with pytest.raises(CertificateRefused) as problem:
        checked(village, str(certificate))
    return str(problem.value)


def naming(certificate: Certificate, ids: list[bytes], places: tuple[int, ...], *sums: Sum) -> Certificate:
    """A certificate made up from scratch, with everything in it fitting together."""
    return replace(certificate, digest=digest_of(ids), places=places, sums=sums)


def test_genuine__says_what_the_contract_says(village) -> None:
    certificate = printed(village)
    assert certificate.sums == (Sum(MENTORING, 2, Decimal(10)),)
    verdict = checked(village, f"https://cercle.example/verify?c={certificate}")
    assert [one.units for one in verdict.accepted] == [8, 2]
    assert (verdict.challenged, verdict.revoked) == ([], [])
    (mentoring,) = verdict.checked
    assert (mentoring.sum, mentoring.tokens, mentoring.quorum) == (certificate.sums[0], 10, 1)
    assert (verdict.tokens, verdict.quorum) == (10, 1)
    assert verdict.made_at <= verdict.checked_at


def test_genuine__what_waits_is_not_on_it(village) -> None:
    pending = of(village, ALICE, "1")
    assert pending.status is ContributionStatus.Pending
    assert pending.id not in [one.id for one in checked(village, str(printed(village))).standings]


def test_genuine__stays_so_when_more_is_contributed_and_collected(village) -> None:
    code = str(printed(village))
    waiting = of(village, ALICE, "1")
    votes = [(waiting.id, waiting.units)]
    victor = AccountSigner(village.node, ape.accounts.test_accounts[VICTOR])
    victor.send(village.contributions.attest(VICTOR, TALKS, True, votes))
    alice = AccountSigner(village.node, ape.accounts.test_accounts[ALICE])
    alice.send(village.contributions.claim(ALICE, [of(village, ALICE, "8").id]))
    verdict = checked(village, code)
    assert [one.status for one in verdict.accepted] == [ContributionStatus.Paid, ContributionStatus.Accepted]
    assert printed(village).sums[-1] == Sum(TALKS, 1, Decimal(1))


def test_nothing_accepted__nothing_is_printed(village) -> None:
    with pytest.raises(InputProblem, match="Nothing was accepted in this period yet"):
        printed(village, NADIA)
    before = of(village, ALICE, "8").submitted_at.date() - timedelta(1)
    with pytest.raises(InputProblem, match="Nothing was accepted in this period yet"):
        printed(village, ALICE, Period(until=before))


def test_period__holds_its_days_and_no_others(village) -> None:
    early, late = of(village, ALICE, "8"), of(village, ALICE, "2")
    day = early.submitted_at.date()
    assert day < late.submitted_at.date()
    certificate = printed(village, period=Period(day, day))
    assert checked(village, str(certificate)).certificate.period == Period(day, day)
    assert [one.id for one in checked(village, str(certificate)).accepted] == [early.id]
    shorter = Period(day + timedelta(1), day + timedelta(1))
    assert "of another time than it says" in refused(village, replace(certificate, period=shorter))
    assert "of another time than it says" in refused(
        village, replace(certificate, period=Period(until=day - timedelta(1)))
    )


# -- what somebody could change -----------------------------------------------------------------------


def test_changed__the_totals__is_refused(village) -> None:
    certificate = printed(village)
    for sums in [
        (Sum(MENTORING, 2, Decimal("10.01")),),
        (Sum(MENTORING, 3, Decimal(10)),),
        (Sum(TALKS, 2, Decimal(10)),),
        (*certificate.sums, Sum(TALKS, 1, Decimal(1))),
        (),
    ]:
        assert "Its totals are not those of the contributions that it names" in refused(
            village, replace(certificate, sums=sums)
        )


def test_changed__the_member__is_refused(village) -> None:
    assert f"contributions that are not member {BOB}’s" in refused(
        village, replace(printed(village), member=BOB)
    )
    assert "contributions that are not member 99’s" in refused(village, replace(printed(village), member=99))


def test_changed__the_contributions__is_refused(village) -> None:
    certificate = printed(village)
    for places in [(0,), (0, 1, 2), (1, 2), (0, 400)]:
        assert "contributions that are not member 1’s" in refused(
            village, replace(certificate, places=places)
        )


def test_made_up__with_somebody_elses_contribution__is_refused(village) -> None:
    alices, bobs = of(village, ALICE, "8"), of(village, BOB, "9")
    forged = naming(printed(village), [alices.id, bobs.id], (0, 1), Sum(MENTORING, 2, Decimal(17)))
    assert "contributions that are not member 1’s" in refused(village, forged)


def test_made_up__a_list_that_lies__does_not_pass_the_contract(village) -> None:
    """Whoever answers with the member's list is not believed: an index that was tampered with changes nothing."""
    bobs = of(village, BOB, "9")
    forged = naming(printed(village), [bobs.id], (0,), Sum(MENTORING, 1, Decimal(9)))
    with pytest.raises(CertificateRefused, match="a contribution that is not member 1’s"):
        check(village, forged, [bobs])


def test_made_up__with_what_was_never_accepted__is_refused(village) -> None:
    alices = village.history.submissions(ALICE)
    waiting = of(village, ALICE, "1")
    forged = naming(printed(village), [waiting.id], (alices.index(waiting),), Sum(TALKS, 1, Decimal(1)))
    assert "a contribution that was never accepted" in refused(village, forged)


def test_changed__to_another_chain__is_refused(village) -> None:
    problem = refused(village, replace(printed(village), chain_id=137))
    assert problem.startswith("This record belongs to chain 137, and this page checks chain 31337.")


def test_changed__to_another_community__is_refused(village) -> None:
    problem = refused(village, replace(printed(village), registry=OTHER))
    assert problem.startswith(
        "This record belongs to another community, or to an earlier contract of this one."
    )


def test_changed__to_another_day__is_refused(village) -> None:
    certificate = printed(village)
    for block in (certificate.block - 1, certificate.block + 1_000_000):
        assert "a block that this chain does not have" in refused(village, replace(certificate, block=block))
    early = village.node.request("eth_getBlockByNumber", "0x1", False)
    backdated = replace(certificate, block=1, block_hash=bytes.fromhex(early["hash"][2:18]))
    assert "of another time than it says" in refused(village, backdated)


# -- what can happen later ----------------------------------------------------------------------------


def test_revoked_later__is_shown_and_counts_no_more(village) -> None:
    code, doubted = str(printed(village)), of(village, ALICE, "2")
    challenge(village, doubted)
    verdict = checked(village, code)
    assert [one.id for one in verdict.challenged] == [doubted.id]
    assert [one.sum for one in verdict.checked] == [Sum(MENTORING, 1, Decimal(8))]
    resolve(village, doubted, uphold=False)
    verdict = checked(village, code)
    assert [one.id for one in verdict.revoked] == [doubted.id]
    assert (verdict.challenged, verdict.tokens) == ([], 8)
    assert printed(village).sums == (Sum(MENTORING, 1, Decimal(8)),)


def test_challenged__is_not_printed__upheld_counts_again(village) -> None:
    code, doubted = str(printed(village)), of(village, ALICE, "2")
    challenge(village, doubted)
    assert printed(village).sums == (Sum(MENTORING, 1, Decimal(8)),)
    resolve(village, doubted, uphold=True)
    verdict = checked(village, code)
    assert [one.status for one in verdict.accepted] == [
        ContributionStatus.Accepted,
        ContributionStatus.Upheld,
    ]
    assert printed(village).sums == (Sum(MENTORING, 2, Decimal(10)),)


def test_everything__is_the_period_without_ends(village) -> None:
    assert printed(village).period == EVERYTHING
