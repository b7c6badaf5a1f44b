"""attest: a quorum of active seats of the round's programme, after it was funded; for this one only (M6)."""

import pytest

from ..circle import DAY, OPENING_DELAY, at, now
from ..refusal import refused
from ..typed_data import sign
from .rounds import Status, announce, approve, fund

SHORTEST_OPENING = 30 * DAY


@pytest.fixture
def funded(circle, round):
    fund(circle, round)
    return round


def attest(person, round):
    return round.contract.attest(person.id, round.terms, sender=person.account)


def test_attest__below_quorum__opens_nothing(rounds, funded, vera):
    receipt = attest(vera, funded)
    assert receipt.events == [rounds.RoundAttested(funded.id, vera.id, 0)]
    assert (funded.info.approvals, funded.info.status) == (0b1, Status.FUNDED)


def test_attest__at_quorum__opens_when_it_says(rounds, funded, vera, viola):
    attest(vera, funded)
    receipt = attest(viola, funded)
    assert receipt.events == [rounds.RoundAttested(funded.id, viola.id, funded.opens)]
    assert tuple(funded.info) == (0, 0b101, funded.opens, Status.APPROVED)


def test_attest__in_any_order_of_the_seats__opens(funded, viola, vera):
    attest(viola, funded)
    attest(vera, funded)
    assert (funded.info.approvals, funded.info.status) == (0b101, Status.APPROVED)


def test_attest__late__opens_after_the_delay(funded, vera, victor):
    attest(vera, funded)
    at(late := funded.opens + 5 * DAY)
    attest(victor, funded)
    assert funded.info.openFrom == late + OPENING_DELAY


def test_attest__too_late_to_be_open_for_long_enough__is_refused(rounds, funded, vera, victor):
    attest(vera, funded)
    last = funded.ends - SHORTEST_OPENING - OPENING_DELAY
    at(last + 1)
    with refused(rounds.Rounds_TooLate, roundId=funded.id, ends=funded.ends):
        attest(victor, funded)


def test_attest__at_the_last_moment__opens(funded, vera, victor):
    attest(vera, funded)
    at(last := funded.ends - SHORTEST_OPENING - OPENING_DELAY)
    attest(victor, funded)
    assert funded.info.openFrom == last + OPENING_DELAY


def test_attest__before_it_is_funded__is_refused(circle, rounds, round, vera):
    announce(circle, round)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.ANNOUNCED):
        attest(vera, round)


def test_attest__after_quorum__is_refused(circle, rounds, round, vera, victor, viola):
    approve(circle, round, vera, victor)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.APPROVED):
        attest(viola, round)


def test_attest__twice_with_one_seat__is_refused(rounds, funded, vera):
    attest(vera, funded)
    with refused(rounds.Rounds_AlreadyAttested, roundId=funded.id, validatorId=vera.id):
        attest(vera, funded)


def test_attest__without_a_seat__is_refused(rounds, funded, alice):
    with refused(rounds.Rounds_NoSeat, programmeId=funded.programme, validatorId=alice.id):
        attest(alice, funded)


def test_attest__of_a_validator_unseated_since__no_longer_counts(circle, rounds, funded, vera, victor, viola):
    attest(vera, funded)
    circle.registry.unseat(funded.programme, vera.id, sender=circle.admin)
    with refused(rounds.Rounds_NoSeat, programmeId=funded.programme, validatorId=vera.id):
        attest(vera, funded)
    attest(victor, funded)
    assert funded.info.status == Status.FUNDED
    attest(viola, funded)
    assert funded.info.status == Status.APPROVED


def test_attest__repeated_when_the_seats_now_give_it_the_quorum__opens(
    circle, rounds, funded, vera, victor, viola
):
    """Both votes are there, cast while the other's seat was empty: the next one, though repeated, decides."""
    attest(vera, funded)
    circle.registry.unseat(funded.programme, vera.id, sender=circle.admin)
    attest(victor, funded)
    circle.registry.seat(funded.programme, vera.id, sender=circle.admin)
    assert funded.info.status == Status.FUNDED
    receipt = attest(victor, funded)
    assert receipt.events == [rounds.RoundAttested(funded.id, victor.id, funded.opens)]
    assert tuple(funded.info) == (0, 0b11, funded.opens, Status.APPROVED)


def test_attest__when_its_programme_was_closed_since__opens(circle, funded, vera, victor):
    circle.registry.closeProgramme(funded.programme, sender=circle.admin)
    attest(vera, funded)
    attest(victor, funded)
    assert funded.info.status == Status.APPROVED


def test_attest__for_another_member__is_refused(circle, rounds, funded, vera, alice):
    with refused(circle.members.Members_NotTheWallet, memberId=vera.id, caller=alice.address):
        rounds.attest(vera.id, funded.terms, sender=alice.account)


def test_attest__signed__is_sent_by_anyone(rounds, funded, vera, stranger):
    deadline = now() + 600
    signature = sign(vera.account, rounds, "AttestRound", message(funded, vera, deadline))
    receipt = rounds.attestBySig(vera.id, funded.terms, deadline, signature, sender=stranger.account)
    assert receipt.events == [rounds.RoundAttested(funded.id, vera.id, 0)]


def test_attest__signed_over_another_total_root_chain_or_contract__is_refused(
    circle, rounds, funded, vera, stranger
):
    deadline = now() + 600
    shown = message(funded, vera, deadline)
    for wrong in ({"total": funded.total + 1}, {"root": b"\1" * 32}, {"roundId": b"\1" * 32}):
        signature = sign(vera.account, rounds, "AttestRound", {**shown, **wrong})
        with refused(rounds.Signature_Invalid, wallet=vera.address):
            rounds.attestBySig(vera.id, funded.terms, deadline, signature, sender=stranger.account)
    for elsewhere in ({"chainId": 99}, {"verifyingContract": circle.registry.address}):
        signature = sign(vera.account, rounds, "AttestRound", shown, **elsewhere)
        with refused(rounds.Signature_Invalid, wallet=vera.address):
            rounds.attestBySig(vera.id, funded.terms, deadline, signature, sender=stranger.account)


def message(round, person, deadline):
    return {
        "validatorId": person.id,
        "programmeId": round.programme,
        "roundId": round.id,
        "total": round.total,
        "root": round.root,
        "deadline": deadline,
    }
