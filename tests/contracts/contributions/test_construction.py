"""What a registry is tied to, and the settings it refuses."""

import pytest

from ..circle import NOBODY, RESOLUTION_PERIOD, deploy_circle
from ..refusal import refused


def test_construction__is_what_the_views_show(circle):
    assert circle.registry.members() == circle.members.address
    assert circle.registry.authority() == circle.manager.address
    assert circle.registry.escrow() == circle.escrow.address
    assert circle.registry.predecessor() == NOBODY
    assert circle.registry.RESOLUTION_PERIOD() == RESOLUTION_PERIOD


def test_construction__without_time_to_resolve__is_refused(circle, accounts):
    """A challenge that nobody could resolve would only delay; a second is enough."""
    with refused(circle.registry.Contributions_NoTimeToResolve):
        deploy_circle(accounts[0], resolution_period=0)
    assert deploy_circle(accounts[0], resolution_period=1).registry.RESOLUTION_PERIOD() == 1


@pytest.mark.parametrize("person", ["alice", "stranger"])
def test_construction__after_what_is_no_contract__is_refused(request, circle, accounts, person):
    """It could never be asked, so nothing could ever be submitted."""
    wallet = request.getfixturevalue(person)
    with refused(circle.registry.Contributions_NotARegistry, predecessor=wallet.address):
        deploy_circle(accounts[0], predecessor=wallet.address)
    after = deploy_circle(accounts[0], predecessor=circle.registry.address)
    assert after.registry.predecessor() == circle.registry.address
