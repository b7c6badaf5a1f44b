"""reserve, release, free, as the registry calls them: what is reserved leaves once, to its member or back"""

import pytest

from ..circle import DAY, at, mine_at, open_programme
from ..refusal import refused
from ..roles import let_arbiters, make_arbiter
from .budgets import RATE, REWARD, UNITS, budget_of, claim_times, held, purse, record

STATE, BUDGET = 0, 5
PAID, REVOKED, LAPSED = 3, 8, 9
WINDOW = 3 * DAY


@pytest.fixture
def funded(circle, treasury, vera):
    """Twice a reward in programme 1; programme 7, as funded, can be challenged and lapses after a month."""
    circle.escrow.fund(1, 2 * REWARD, sender=treasury.account)
    open_programme(
        circle, 7, rate=RATE, quorum=1, challenge_window=WINDOW, claim_within=30, validators=[vera]
    )
    circle.escrow.fund(7, 2 * REWARD, sender=treasury.account)
    return circle


def test_reserve__moves_from_available_to_reserved(funded, alice, vera):
    record(funded, vera, alice)
    assert (budget_of(funded, 1), held(funded)) == ((REWARD, REWARD), 4 * REWARD)


def test_reserve__more_than_is_available__is_refused(funded, alice, vera):
    """A14, E2: the budget of another programme does not help; what is missing is named."""
    funded.escrow.withdraw(1, REWARD + 1, sender=funded.admin)
    reward = bytes(funded.registry.contributionId(alice.id, 1, b"\6" * 32))
    with refused(funded.registry.Contributions_Refused, id=reward, reason=BUDGET, fact=1):
        record(funded, vera, alice)
    assert budget_of(funded, 1) == (REWARD - 1, 0)


def test_reserve__a_batch_beyond_the_budget__takes_what_fits(funded, alice, bob, vera):
    """A14: the third of three is skipped and the two others go through."""
    records = [(person.id, UNITS, bytes([number]) * 32) for number, person in enumerate((alice, bob, alice))]
    receipt = funded.registry.record(vera.id, 1, records, sender=vera.account)
    last = bytes(funded.registry.contributionId(alice.id, 1, records[2][2]))
    assert funded.registry.Skipped(last, BUDGET, REWARD) in receipt.events
    assert budget_of(funded, 1) == (0, 2 * REWARD)


def test_release__pays_the_member_once(funded, alice, vera):
    """E3."""
    reward = record(funded, vera, alice)
    funded.registry.claim(alice.id, [reward], sender=alice.account)
    assert budget_of(funded, 1) == (REWARD, 0)
    assert (purse(funded, alice.account), held(funded)) == (REWARD, 3 * REWARD)
    with refused(funded.registry.Contributions_Refused, id=reward, reason=STATE, fact=PAID):
        funded.registry.claim(alice.id, [reward], sender=alice.account)


def test_release__twice_in_one_claim__pays_once(funded, alice, bob, vera):
    """E3, E2: the reward of another member stays where it is."""
    reward, others = record(funded, vera, alice), record(funded, vera, bob)
    funded.registry.claim(alice.id, [reward, reward, others], sender=alice.account)
    assert purse(funded, alice.account) == REWARD
    assert budget_of(funded, 1) == (0, REWARD)


def test_release__of_several_programmes__takes_each_from_its_own(funded, alice, vera):
    rewards = [record(funded, vera, alice, 1), record(funded, vera, alice, 7)]
    at(claim_times(funded, rewards[1])[0])
    funded.registry.claim(alice.id, rewards, sender=alice.account)
    assert purse(funded, alice.account) == 2 * REWARD
    assert (budget_of(funded, 1), budget_of(funded, 7)) == ((REWARD, 0), (REWARD, 0))


@pytest.mark.parametrize("exit", ["revoked", "lapsed"])
def test_free__goes_back_to_available_once(funded, alice, bob, vera, stranger, exit):
    """E3: and is paid to nobody afterwards."""
    reward = record(funded, vera, alice, 7)
    if exit == "revoked":
        funded.registry.challenge(vera.id, reward, b"", sender=vera.account)
        let_arbiters(funded, funded.registry, "resolve")
        make_arbiter(funded, bob)
        funded.registry.resolve(bob.id, reward, False, b"", sender=bob.account)
    else:
        at(claim_times(funded, reward)[1])
        funded.registry.lapse([reward], sender=stranger.account)
    assert budget_of(funded, 7) == (2 * REWARD, 0)
    final = REVOKED if exit == "revoked" else LAPSED
    for call in (
        lambda: funded.registry.claim(alice.id, [reward], sender=alice.account),
        lambda: funded.registry.lapse([reward], sender=stranger.account),
    ):
        with refused(funded.registry.Contributions_Refused, id=reward, reason=STATE, fact=final):
            call()
    assert (budget_of(funded, 7), purse(funded, alice.account)) == ((2 * REWARD, 0), 0)


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_release_or_free__at_the_end_of_the_time_to_claim__one_of_the_two(
    funded, alice, vera, stranger, late
):
    """E3, E13: strictly before it the member's, from it on the budget's."""
    reward = record(funded, vera, alice, 7)
    until = claim_times(funded, reward)[1]
    window, lapsed = 6, 7
    at(until + late)
    if late < 0:
        with refused(funded.registry.Contributions_Refused, id=reward, reason=window, fact=until):
            funded.registry.lapse([reward], sender=stranger.account)
    else:
        with refused(funded.registry.Contributions_Refused, id=reward, reason=lapsed, fact=until):
            funded.registry.claim(alice.id, [reward], sender=alice.account)
        funded.registry.lapse([reward], sender=stranger.account)


def test_release__in_the_last_second__is_paid(funded, alice, vera):
    """E13."""
    reward = record(funded, vera, alice, 7)
    at(claim_times(funded, reward)[1] - 1)
    funded.registry.claim(alice.id, [reward], sender=alice.account)
    assert purse(funded, alice.account) == REWARD


def test_everything_settled__the_escrow_can_be_emptied(funded, alice, bob, vera, treasury, stranger):
    """E7: counted in tokens from end to end, never in people or items."""
    paid = [record(funded, vera, person) for person in (alice, bob)]
    lapsed = record(funded, vera, alice, 7)
    for person, reward in zip((alice, bob), paid, strict=True):
        funded.registry.claim(person.id, [reward], sender=person.account)
    mine_at(claim_times(funded, lapsed)[1])
    funded.registry.lapse([lapsed], sender=stranger.account)
    for programme_id in (1, 7):
        available, reserved = budget_of(funded, programme_id)
        assert reserved == 0
        funded.escrow.withdraw(programme_id, available, sender=funded.admin)
    assert held(funded) == 0


@pytest.mark.parametrize("stopped", ["policy", "target", "programme"])
def test_release__whatever_admins_closed__is_paid(funded, alice, vera, stopped):
    """A29."""
    reward = record(funded, vera, alice)
    closed = 2
    if stopped == "policy":
        funded.token.setTransferPolicy(closed, sender=funded.admin)
    elif stopped == "target":
        for target in (funded.escrow, funded.registry):
            funded.manager.setTargetClosed(target, True, sender=funded.admin)
    else:
        funded.registry.closeProgramme(1, sender=funded.admin)
    funded.registry.claim(alice.id, [reward], sender=alice.account)
    assert purse(funded, alice.account) == REWARD
