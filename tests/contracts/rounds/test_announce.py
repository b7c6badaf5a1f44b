"""announce: the terms, once, in an allowed token, for an open programme; restricted. Whatever is changed makes another round (M8)."""

import ape
import pytest

from ..circle import DAY, NOBODY, OPENING_DELAY, at, now
from ..refusal import refused
from .rounds import DOCUMENT, Status, announce

SHORTEST_OPENING, LONGEST_ROUND = 30 * DAY, 3650 * DAY


def test_announce__makes_the_round_known(circle, rounds, round):
    (event,) = announce(circle, round).events
    assert event.event_name == "RoundAnnounced"
    assert (bytes(event.roundId), event.programmeId) == (round.id, round.programme)
    assert (bytes(event.terms[0]), bytes(event.document)) == (round.root, DOCUMENT)
    assert tuple(round.info) == (0, 0, 0, Status.ANNOUNCED)


def test_announce__twice__is_refused(circle, rounds, round):
    announce(circle, round)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.ANNOUNCED):
        announce(circle, round)


def test_announce__the_same_list_with_another_salt__is_another_round(circle, round):
    announce(circle, round)
    other = round.but(salt=b"\1" * 32)
    announce(circle, other)
    assert other.id != round.id
    assert other.info.status == Status.ANNOUNCED


def test_announce__another_list_under_the_same_terms__is_another_round(circle, round, alice):
    announce(circle, round)
    swapped = round.but(shares={**round.shares, alice.id: round.total})
    assert swapped.terms[1:] == round.terms[1:] and swapped.id != round.id
    assert (round.info.status, swapped.info.status) == (Status.ANNOUNCED, Status.NONE)


def test_announce__by_a_member__is_refused(circle, rounds, round, alice):
    with refused(rounds.AccessManagedUnauthorized, caller=alice.address):
        rounds.announce(round.terms, DOCUMENT, sender=alice.account)


def test_announce__in_a_token_that_is_not_allowed__is_refused(circle, rounds, round):
    euro = circle.admin.deploy(ape.project.PlainToken)
    with refused(rounds.Rounds_TokenNotAllowed, token=euro.address):
        announce(circle, round.but(token=euro))
    receipt = rounds.allowToken(euro, True, sender=circle.admin)
    assert receipt.events == [rounds.TokenAllowed(euro.address, True)]
    announce(circle, round.but(token=euro))
    rounds.allowToken(euro, False, sender=circle.admin)
    assert not rounds.isAllowed(euro)
    with refused(rounds.Rounds_TokenNotAllowed, token=euro.address):
        announce(circle, round.but(token=euro, salt=b"\2" * 32))


def test_allow_token__by_a_member__is_refused(rounds, round, alice):
    with refused(rounds.AccessManagedUnauthorized, caller=alice.address):
        rounds.allowToken(round.token, False, sender=alice.account)


@pytest.mark.parametrize("change", [{"total": 0}, {"funder": NOBODY}])
def test_announce__without_total_or_funder__is_refused(circle, rounds, round, change):
    broken = round.but(**change)
    with refused(rounds.Rounds_BadTerms, terms=broken.terms):
        announce(circle, broken)


def test_announce__without_a_root__is_refused(circle, rounds, round):
    terms = (b"\0" * 32, *round.terms[1:])
    with refused(rounds.Rounds_BadTerms, terms=terms):
        rounds.announce(terms, DOCUMENT, sender=circle.admin)


def test_announce__open_for_the_shortest_time__is_taken_and_a_second_less_is_not(circle, rounds, round):
    short = round.but(ends=round.opens + SHORTEST_OPENING - 1)
    with refused(rounds.Rounds_BadTerms, terms=short.terms):
        announce(circle, short)
    announce(circle, round.but(ends=round.opens + SHORTEST_OPENING))


def test_announce__that_opens_at_once__counts_the_delay(circle, rounds, round):
    moment = now() + 100
    earliest = moment + OPENING_DELAY + SHORTEST_OPENING
    short = round.but(opens=0, ends=earliest - 1)
    at(moment)
    with refused(rounds.Rounds_BadTerms, terms=short.terms):
        announce(circle, short)
    at(moment + 1)
    announce(circle, round.but(opens=0, ends=earliest + 1))


def test_announce__for_the_longest_time__is_taken_and_a_second_more_is_not(circle, rounds, round):
    moment = now() + 100
    at(moment)
    long = round.but(ends=moment + LONGEST_ROUND + 1)
    with refused(rounds.Rounds_BadTerms, terms=long.terms):
        announce(circle, long)
    at(moment + 1)
    announce(circle, round.but(ends=moment + 1 + LONGEST_ROUND))


def test_announce__for_no_programme_or_a_closed_one__is_refused(circle, rounds, round):
    with refused(rounds.Rounds_ProgrammeStatus, programmeId=99, status=0):
        announce(circle, round.but(programme=99))
    circle.registry.pauseProgramme(round.programme, sender=circle.admin)
    with refused(rounds.Rounds_ProgrammeStatus, programmeId=round.programme, status=2):
        announce(circle, round)
    circle.registry.resumeProgramme(round.programme, sender=circle.admin)
    announce(circle, round)
