"""withdraw: restricted, to the treasury, up to what is available and never what is reserved."""

import pytest

from ..circle import open_programme
from ..refusal import refused
from .budgets import EVIDENCE, RATE, REWARD, UNITS, budget_of, held, purse, record
from .conftest import PURSE


@pytest.fixture
def funded(circle, treasury):
    """Twice a reward in programme 1, as much in programme 2."""
    for programme_id in (1, 2):
        circle.escrow.fund(programme_id, 2 * REWARD, sender=treasury.account)
    return circle


def test_withdraw__goes_to_the_treasury(funded, treasury):
    before = purse(funded, treasury.account)
    receipt = funded.escrow.withdraw(1, 5, sender=funded.admin)
    assert receipt.events == [
        funded.escrow.BudgetWithdrawn(1, 5),
        funded.token.Transfer(funded.escrow.address, treasury.address, 5),
    ]
    assert budget_of(funded, 1) == (2 * REWARD - 5, 0)
    assert purse(funded, treasury.account) == before + 5


@pytest.mark.parametrize("over", [-1, 0])
def test_withdraw__up_to_what_is_available__is_paid(funded, over):
    funded.escrow.withdraw(1, 2 * REWARD + over, sender=funded.admin)
    assert budget_of(funded, 1) == (-over, 0)


@pytest.mark.parametrize("asked", [2 * REWARD + 1, 4 * REWARD, 2**128 - 1])
def test_withdraw__more_than_is_available__is_refused(funded, asked):
    """E11: the budget of another programme is none of this one's."""
    with refused(funded.escrow.Escrow_BudgetShort, programmeId=1, asked=asked, available=2 * REWARD):
        funded.escrow.withdraw(1, asked, sender=funded.admin)
    assert held(funded) == 4 * REWARD


def test_withdraw__of_a_programme_that_was_not_opened__is_refused(funded):
    with refused(funded.escrow.Escrow_BudgetShort, programmeId=3, asked=1, available=0):
        funded.escrow.withdraw(3, 1, sender=funded.admin)


def test_withdraw__what_is_reserved__is_refused(funded, alice, vera):
    """A14, E11: a sponsor who changes their mind after the acceptance; the member is paid all the same."""
    reward = record(funded, vera, alice)
    assert budget_of(funded, 1) == (REWARD, REWARD)
    with refused(funded.escrow.Escrow_BudgetShort, programmeId=1, asked=REWARD + 1, available=REWARD):
        funded.escrow.withdraw(1, REWARD + 1, sender=funded.admin)
    funded.escrow.withdraw(1, REWARD, sender=funded.admin)
    assert budget_of(funded, 1) == (0, REWARD)
    funded.registry.claim(alice.id, [reward], sender=alice.account)
    assert purse(funded, alice.account) == REWARD
    assert budget_of(funded, 1) == (0, 0)


def test_withdraw__between_submission_and_attestation__leaves_it_pending(funded, alice, vera, treasury):
    """A14: the validator is told what is missing, and attests when it is there again."""
    funded.registry.submit(alice.id, 1, UNITS, EVIDENCE, sender=alice.account)
    reward = bytes(funded.registry.contributionId(alice.id, 1, EVIDENCE))
    funded.escrow.withdraw(1, REWARD + 1, sender=funded.admin)
    votes = [(reward, UNITS)]
    budget_reason = 5
    with refused(funded.registry.Contributions_Refused, id=reward, reason=budget_reason, fact=1):
        funded.registry.attest(vera.id, 1, True, votes, sender=vera.account)
    assert budget_of(funded, 1) == (REWARD - 1, 0)
    funded.escrow.fund(1, 1, sender=treasury.account)
    funded.registry.attest(vera.id, 1, True, votes, sender=vera.account)
    assert budget_of(funded, 1) == (0, REWARD)


def test_withdraw__without_the_role__is_refused(funded, vera, alice, treasury):
    """Not even by the treasury, to which it would go."""
    for sender in (vera, alice, treasury):
        with refused(funded.escrow.AccessManagedUnauthorized, caller=sender.address):
            funded.escrow.withdraw(1, 1, sender=sender.account)


def test_withdraw__by_an_earlier_admin__is_refused(funded, bob):
    """E16: rights follow the role as it is held now."""
    funders = 8
    selector = funded.escrow.withdraw.encode_input(0, 0)[:4]
    funded.manager.setTargetFunctionRole(funded.escrow, [selector], funders, sender=funded.admin)
    funded.manager.grantRole(funders, bob.account, 0, sender=funded.admin)
    funded.escrow.withdraw(1, 1, sender=bob.account)
    funded.manager.revokeRole(funders, bob.account, sender=funded.admin)
    for earlier in (bob.account, funded.admin):
        with refused(funded.escrow.AccessManagedUnauthorized, caller=earlier.address):
            funded.escrow.withdraw(1, 1, sender=earlier)


def test_withdraw__nothing__changes_nothing(funded):
    funded.escrow.withdraw(1, 0, sender=funded.admin)
    assert (budget_of(funded, 1), held(funded)) == ((2 * REWARD, 0), 4 * REWARD)


def test_withdraw__of_two_programmes__empties_the_escrow(funded, treasury):
    """E7."""
    for programme_id in (1, 2):
        funded.escrow.withdraw(programme_id, 2 * REWARD, sender=funded.admin)
    assert held(funded) == 0
    assert purse(funded, treasury.account) == PURSE
    open_programme(funded, 3, rate=RATE, quorum=1, validators=[1])
    assert budget_of(funded, 3) == (0, 0)
