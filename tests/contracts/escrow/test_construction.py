"""What an escrow is tied to, and the ways into it and out of it."""

import ape
import pytest

from ..circle import deploy_circle
from ..refusal import refused

WAYS = {"fund", "withdraw", "reserve", "release", "free"}


def test_construction__is_tied_to_the_registry_that_made_it(circle):
    assert circle.escrow.registry() == circle.registry.address
    assert circle.escrow.token() == circle.token.address
    assert circle.escrow.authority() == circle.manager.address
    assert circle.token.escrow() == circle.escrow.address


def test_construction__for_a_token_made_for_another_escrow__is_refused(circle):
    with refused(circle.escrow.Escrow_NotTheTokens, escrow=circle.escrow.address):
        circle.admin.deploy(ape.project.RewardEscrow, circle.manager, circle.token)


def test_ways_out__are_releases_and_withdrawals_only(circle):
    """E11: nothing sweeps, rescues or recovers tokens, and `withdraw` names a budget it may not exceed."""
    changing = {method.name for method in circle.escrow.contract_type.mutable_methods}
    assert changing == WAYS | {"setAuthority"}
    assert not any(method.is_payable for method in circle.escrow.contract_type.mutable_methods)


@pytest.mark.parametrize("call", ["reserve", "free", "release"])
def test_books__by_anybody_but_the_registry__are_refused(circle, accounts, alice, vera, call):
    """Not an admin, not a validator, not the registry of another circle."""
    amounts = (1, alice.account, 1) if call == "release" else (1, 1)
    other = deploy_circle(accounts[0])
    for sender in (circle.admin, vera.account, alice.account):
        with refused(circle.escrow.Escrow_OnlyRegistry, caller=sender.address):
            getattr(circle.escrow, call)(*amounts, sender=sender)
    assert other.escrow.registry() == other.registry.address != circle.escrow.registry()
