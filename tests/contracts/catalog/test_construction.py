"""What a catalogue is tied to, and the ways into it and out of it."""

import ape
import pytest
from ape.exceptions import ContractLogicError

from ..circle import ARBITRATION_PERIOD, deploy_circle
from ..refusal import refused

TAKE_TOKENS = {"redeem", "redeemBySig"}
END_ORDERS = {
    *("cancel", "cancelBySig", "refuse", "refuseBySig", "confirm", "confirmBySig"),
    *("settle", "expire", "arbitrate"),
}
PAY_WHAT_WAITED = {"collectOwed"}
MOVE_NO_TOKENS = {
    *("offer", "list", "setStock", "setServiceStatus", "moderate", "setAuthority"),
    *("fulfil", "fulfilBySig", "dispute", "disputeBySig"),
}


def test_construction__is_what_the_views_show(circle):
    assert circle.catalog.token() == circle.token.address
    assert circle.catalog.members() == circle.members.address
    assert circle.catalog.authority() == circle.manager.address
    assert circle.catalog.MEMBERS_MAY_OFFER() is True
    assert circle.catalog.ARBITRATION_PERIOD() == ARBITRATION_PERIOD
    assert circle.token.catalog() == circle.catalog.address


def test_construction__for_a_token_made_for_another_catalogue__is_refused(circle):
    arguments = (circle.manager, circle.members, circle.token, True, ARBITRATION_PERIOD)
    with refused(circle.catalog.Catalog_NotTheTokens, catalog=circle.catalog.address):
        circle.admin.deploy(ape.project.ServiceCatalog, *arguments)


def test_construction__without_time_to_arbitrate__is_refused(circle, accounts):
    """A dispute would be a refund at once; a second is enough."""
    with refused(circle.catalog.Catalog_NoTimeToArbitrate):
        deploy_circle(accounts[0], arbitration_period=0)
    assert deploy_circle(accounts[0], arbitration_period=1).catalog.ARBITRATION_PERIOD() == 1


def test_construction__another_arbitration_period__is_what_the_view_shows(accounts):
    other = deploy_circle(accounts[0], arbitration_period=5, members_may_offer=False)
    assert other.catalog.ARBITRATION_PERIOD() == 5
    assert other.catalog.MEMBERS_MAY_OFFER() is False


def test_ways_out__are_the_ends_of_orders_and_what_waited_only(circle):
    """E11: nothing sweeps, rescues or recovers tokens."""
    changing = {method.name for method in circle.catalog.contract_type.mutable_methods}
    assert changing == TAKE_TOKENS | END_ORDERS | PAY_WHAT_WAITED | MOVE_NO_TOKENS


@pytest.mark.parametrize("name", ["catalog", "escrow", "registry"])
def test_native_coin__is_not_taken(circle, stranger, name):
    """E1: without native coin, and with a token that calls nobody, there is nowhere to enter a second time."""
    contract = getattr(circle, name)
    with pytest.raises(ContractLogicError):
        stranger.account.transfer(contract, 1)
    assert not any(method.is_payable for method in contract.contract_type.mutable_methods)
    assert contract.balance == 0
