"""What the index says each person has to do, or can collect, is what ``duties`` and ``Rewards`` make of history."""

from datetime import datetime, timedelta
from decimal import Decimal

import ape
import pytest
from sqlalchemy import select

from cercle import duties
from cercle.asked import read_again, read_new_evidence
from cercle.documents import Confirmation, confirmation_typed_data, hash_text
from cercle.index.queries_contributions import Rewards
from cercle.index.tables import asked, papers
from cercle.papers import read_paper
from cercle.signers import AccountSigner
from cercle.states import ContributionStatus, OrderStatus
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, TALKS, VERA, VICTOR
from tests.index.submit import submit


@pytest.fixture
def told(village):
    """The community whose past is its index, everything in it read."""
    village.history.refresh()
    village.past = village.index.sync()
    with (
        village.index.engine.begin() as connection
    ):  # documents outlive the chain of a test, and what was read of them
        connection.execute(papers.delete())
        connection.execute(asked.delete())
    while read_new_evidence(village):
        pass
    return village


def moments(community) -> list[datetime]:
    """Just before, at and after everything that a clock decides."""
    found = {community.node.time()}
    for one in community.history.contributions.values():
        programme = community.history.programmes[one.programme]
        start = community.rewards.claim_from(one, programme)
        if start is not None:
            found |= {start, start + programme.claim_within}
    seconds = timedelta(seconds=-1), timedelta(0), timedelta(seconds=1)
    return sorted({moment + second for moment in found for second in seconds})


def test_what_can_be_collected__now_and_later__is_what_the_rule_says(told):
    resolution = told.rewards.resolution_period
    for member in told.history.members:
        for now in moments(told):
            ready, coming = told.rewards.claimable(member, now), told.rewards.coming(member, now)
            assert told.index.collectable(member, now, resolution) == ready
            assert told.index.coming(member, now, resolution) == [one for _, one in coming]
            pending = sum(
                one.member == member and one.status is ContributionStatus.Pending
                for one in told.history.contributions.values()
            )
            sums = (
                sum((one.reward for one in rows), Decimal(0)) for rows in (ready, [one for _, one in coming])
            )
            assert told.index.rewards_of(member, now, resolution) == Rewards(*sums, pending)


def test_what_waits_for_a_validator__is_what_duties_say(told):
    submit(told, 1)
    told.history.refresh()
    told.index.sync()
    read_new_evidence(told)
    programmes = told.history.programmes
    for validator in told.history.members:
        for number in programmes:
            waiting = [
                one
                for one in told.history.contributions.values()
                if one.programme == number and validator in duties.reviewers(one, programmes[number])
            ]
            waiting.sort(key=lambda one: -len(read_paper(told, one.evidence).confirmed_by))
            assert told.index.to_review(validator, number) == waiting
            assert told.index.reviews(validator).get(number, 0) == len(waiting)
    assert told.index.reviews(VICTOR)[TALKS] > 0


def test_what_can_be_challenged__is_accepted__of_others__and_not_to_be_paid_yet(told):
    for now in moments(told):
        for validator in (VERA, ALICE):
            expected = [
                one
                for one in told.history.contributions.values()
                if (one.programme, one.status) == (MENTORING, ContributionStatus.Accepted)
                and one.challenge is None
                and one.member != validator
                and now < told.rewards.claim_from(one, told.history.programmes[MENTORING])
            ]
            expected.sort(key=lambda one: one.decided_at)
            assert told.index.challengeable(validator, MENTORING, now) == (expected, len(expected))


def test_what_can_be_challenged__of_many__is_counted_too(told):
    now = min(one.decided_at for one in told.history.contributions.values() if one.decided_at)
    whole, count = told.index.challengeable(VICTOR, MENTORING, now)
    assert told.index.challengeable(VICTOR, MENTORING, now, most=1) == (whole[:1], count)
    assert count > 1


def test_orders_that_wait__are_counted_as_duties_say(told):
    orders = list(told.history.orders.values())
    for member in told.history.members:
        mine, provided = (
            told.index.orders_under_way(member=member),
            told.index.orders_under_way(provider=member),
        )
        assert mine[OrderStatus.Fulfilled] == sum(duties.confirmer_of_order(one) == member for one in orders)
        assert provided[OrderStatus.Open] == sum(duties.fulfiller(one) == member for one in orders)


def test_what_changed_last__is_newest_first(told):
    for member in told.history.members:
        newest_first = reversed(told.history.contributions.values())
        mine = [one for one in newest_first if one.member == member]
        mine.sort(key=lambda one: one.decided_at or one.submitted_at, reverse=True)
        assert [one.id for one in told.index.changed_of(member, 3)] == [one.id for one in mine[:3]]


def noted(community) -> set[bytes]:
    """The contributions whose evidence counts as read."""
    with community.index.engine.connect() as connection:
        return set(connection.execute(select(papers.c.contribution)).scalars())


# -- whose word is waited for ---------------------------------------------------------------------


def asked_by_duties(community, member: int) -> list[bytes]:
    return [
        one.id
        for one in community.history.contributions.values()
        if member in duties.confirmers(one, read_paper(community, one.evidence))
    ]


def confirm(community, member: int, evidence: bytes) -> None:
    registry = str(community.contributions.contract.address)
    data = confirmation_typed_data(community.record.chain_id, registry, member, evidence)
    signer = AccountSigner(community.node, ape.accounts.test_accounts[member])
    community.documents.add_confirmation(
        evidence,
        Confirmation(
            beneficiary=member,
            evidence=hash_text(evidence),
            wallet=signer.address,
            signature="0x" + signer.sign(data).hex(),
            at=community.node.time(),
        ),
    )


def test_beneficiaries__are_asked_what_duties_say__and_each_evidence_is_read_once(told, monkeypatch):
    for member in told.history.members:
        assert [one.id for one in told.index.asked_of(member)] == asked_by_duties(told, member)
        assert told.index.asked_count(member) == len(asked_by_duties(told, member))
    assert told.index.asked_of(NADIA)
    monkeypatch.setattr(told.documents, "get", lambda _: pytest.fail("read again"))
    assert not read_new_evidence(told)


def test_who_confirmed__is_asked_no_more__and_it_comes_first_in_the_queue(told):
    last = told.index.to_review(VERA, MENTORING)[-1]
    (beneficiary,) = told.documents.get(last.evidence).document.beneficiaries
    confirm(told, beneficiary, last.evidence)
    read_again(told, last)
    assert last.id not in [one.id for one in told.index.asked_of(beneficiary)]
    assert told.index.to_review(VERA, MENTORING)[0].id == last.id


def test_what_is_decided__is_no_longer_kept(told, send):
    one = told.index.to_review(VERA, MENTORING)[0]
    send(VERA, told.contributions.attest(VERA, MENTORING, True, [(one.id, one.units)]))
    submit(told, 2)
    told.index.sync()
    read_new_evidence(told)
    assert one.id not in noted(told)
    assert not [row for row in told.index.asked_of(NADIA) if row.id == one.id]


def test_a_member_who_is_erased__is_asked_nothing__and_their_evidence_asks_nobody(told):
    assert told.index.asked_of(NADIA) and told.index.asked_of(BOB)
    told.index.forget_asked(NADIA)
    assert not told.index.asked_of(NADIA)
    told.index.forget_asked(ALICE)
    assert not told.index.asked_of(BOB)


def test_evidence_that_is_missing__asks_nobody__and_is_noted(told):
    contribution = submit(told, 3)
    told.index.sync()
    told.documents.erase(told.index.contribution(contribution).evidence)
    read_new_evidence(told)
    assert contribution in noted(told)
