"""challenge, challengeBySig, challengeAsGuardian: an accepted contribution, once, strictly before its window ends"""

import pytest

from ..circle import RESOLUTION_PERIOD, at, mine_at, open_programme
from ..members.wallet_changes import start_rotation
from ..refusal import refused
from ..roles import make_guardian
from .deeds import (
    BUDGET,
    HELP,
    RATE,
    REWARD,
    TALKS,
    UNITS,
    WHY,
    Reason,
    Status,
    act,
    approve,
    budget_of,
    claim_times,
    evidence,
    in_state,
    purse,
    record,
    refuses,
    resolve,
    status_of,
    submit,
)


def challenge(circle, door, person, contribution):
    return act(circle, door, "challenge", person, contribution, WHY)


def challenge_as_guardian(circle, contribution):
    return circle.registry.challengeAsGuardian(contribution, WHY, sender=circle.admin)


def over(circle, contribution, until):
    return refused(circle.registry.Contributions_ChallengeOver, id=contribution, until=until)


def test_challenge__by_a_seat__stops_the_payment(circle, door, alice, viola, accepted):
    receipt = challenge(circle, door, viola, accepted)
    assert receipt.events == [circle.registry.ContributionChallenged(accepted, viola.id, WHY)]
    info = circle.registry.contributionInfo(accepted)
    assert (info.status, info.time) == (Status.CHALLENGED, receipt.timestamp)
    assert budget_of(circle) == (BUDGET - REWARD, REWARD)
    by_default = receipt.timestamp + RESOLUTION_PERIOD
    assert claim_times(circle, accepted)[0] == by_default
    with refuses(circle, accepted, Reason.WINDOW, by_default):
        act(circle, "direct", "claim", alice, [accepted])


def test_challenge__by_a_guardian__needs_no_seat(circle, accepted):
    receipt = challenge_as_guardian(circle, accepted)
    assert receipt.events == [circle.registry.ContributionChallenged(accepted, 0, WHY)]
    assert status_of(circle, accepted) == Status.CHALLENGED


def test_challenge__by_a_guardian_who_is_the_member__leaves_the_one_there_is_to_others(
    circle, alice, viola, accepted
):
    """A25: a friendly challenge, upheld, would keep every real one away."""
    make_guardian(circle, alice)
    with refuses(circle, accepted, Reason.OWN_CONTRIBUTION, alice.id):
        circle.registry.challengeAsGuardian(accepted, WHY, sender=alice.account)
    challenge(circle, "direct", viola, accepted)


def test_challenge__by_a_guardian_with_a_former_wallet_of_the_member__is_refused(
    circle, alice, spare, accepted
):
    """A25: a wallet is its member's for ever."""
    make_guardian(circle, alice)
    start_rotation(circle, alice, spare[0])
    mine_at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=alice.account)
    with refuses(circle, accepted, Reason.OWN_CONTRIBUTION, alice.id):
        circle.registry.challengeAsGuardian(accepted, WHY, sender=alice.account)


def test_challenge__by_a_guardian_who_is_another_member__is_taken(circle, bob, accepted):
    make_guardian(circle, bob)
    circle.registry.challengeAsGuardian(accepted, WHY, sender=bob.account)
    assert status_of(circle, accepted) == Status.CHALLENGED


def test_challenge__by_a_guardian_through_the_manager__is_refused(circle, alice, bob, accepted):
    """A25: there it would be the manager's wallet that is asked about."""
    data = circle.registry.challengeAsGuardian.encode_input(accepted, WHY)
    for person in (alice, bob):
        make_guardian(circle, person)
        with refused(circle.registry.AccessManagedUnauthorized, caller=circle.manager.address):
            circle.manager.execute(circle.registry, data, sender=person.account)


def test_challenge__without_a_seat_on_the_programme__is_refused(
    circle, door, alice, paul, vera, victor, accepted, recorded
):
    """A1: the member, somebody with a seat elsewhere; the validator of the programme is not."""
    open_programme(circle, 7, quorum=1, validators=[paul])
    for person in (alice, paul):
        with refused(circle.registry.Contributions_NoSeat, programmeId=TALKS, memberId=person.id):
            challenge(circle, door, person, accepted)
    with refused(circle.registry.Contributions_NoSeat, programmeId=HELP, memberId=victor.id):
        challenge(circle, door, victor, recorded)
    challenge(circle, door, vera, recorded)


def test_challenge__in_a_validators_name__is_refused(circle, alice, vera, accepted):
    with refused(circle.members.Members_NotTheWallet, memberId=vera.id, caller=alice.address):
        circle.registry.challenge(vera.id, accepted, WHY, sender=alice.account)


def test_challenge__of_a_validators_own__leaves_the_one_there_is_to_others(circle, door, vera, victor, viola):
    """A25: a friendly challenge, upheld, would keep every real one away."""
    own = submit(circle, vera)
    for person in (victor, viola):
        approve(circle, person, own)
    before = circle.registry.contributionInfo(own)
    with refuses(circle, own, Reason.OWN_CONTRIBUTION, vera.id):
        challenge(circle, door, vera, own)
    assert circle.registry.contributionInfo(own) == before
    challenge(circle, door, victor, own)
    assert status_of(circle, own) == Status.CHALLENGED


def test_challenge__of_what_nobody_submitted__is_refused(circle, door, vera):
    """It belongs to no programme, so nobody has a seat on it."""
    with refused(circle.registry.Contributions_NoSeat, programmeId=0, memberId=vera.id):
        challenge(circle, door, vera, evidence(9))
    with in_state(circle, evidence(9), Status.NONE):
        challenge_as_guardian(circle, evidence(9))


@pytest.mark.parametrize("second", [-1, 0, 1])
def test_challenge_and_claim__around_the_end_of_the_window__one_of_the_two(
    circle, door, alice, vera, accepted, second
):
    """A3: before the end a challenge, from it on a claim; at no second both, at no second neither."""
    end = claim_times(circle, accepted)[0]
    snapshot = circle.registry.contributionInfo(accepted)
    at(end + second)
    if second < 0:
        with refuses(circle, accepted, Reason.WINDOW, end):
            act(circle, door, "claim", alice, [accepted])
    else:
        with over(circle, accepted, end):
            challenge(circle, door, vera, accepted)
    assert circle.registry.contributionInfo(accepted) == snapshot


def test_challenge__in_the_last_second__is_taken(circle, door, alice, vera, accepted):
    """A3, the honest path."""
    end = claim_times(circle, accepted)[0]
    at(end - 1)
    challenge(circle, door, vera, accepted)
    assert status_of(circle, accepted) == Status.CHALLENGED


def test_challenge__by_a_guardian_around_the_end__is_refused_from_it_on(circle, accepted):
    """A3."""
    end = claim_times(circle, accepted)[0]
    at(end)
    with over(circle, accepted, end):
        challenge_as_guardian(circle, accepted)


def test_challenge__in_a_programme_without_a_window__is_never_possible(circle, alice, vera):
    open_programme(circle, 7, rate=RATE, quorum=1, challenge_window=0, validators=[vera], budget=REWARD)
    recorded = record(circle, vera, alice, programme_id=7)
    with over(circle, recorded, circle.registry.contributionInfo(recorded).time):
        challenge(circle, "direct", vera, recorded)
    act(circle, "direct", "claim", alice, [recorded])
    assert purse(circle, alice) == UNITS * RATE


def test_challenge__a_second_time__is_refused(circle, door, vera, victor, accepted, arbiter):
    """A25: while it runs and after it was upheld; one for each contribution."""
    challenge(circle, door, vera, accepted)
    for status in (Status.CHALLENGED, Status.UPHELD):
        for person in (vera, victor):
            with in_state(circle, accepted, status):
                challenge(circle, door, person, accepted)
        with in_state(circle, accepted, status):
            challenge_as_guardian(circle, accepted)
        if status is Status.CHALLENGED:
            resolve(circle, arbiter, accepted, True)
