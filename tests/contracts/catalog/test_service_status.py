"""setServiceStatus, moderate

open ⇄ paused          by the provider
open, paused → closed  by the provider, for good
stopped or not         by a moderator, beside what the provider wants, until it is closed
"""

import pytest

from ..refusal import refused
from .orders import STOCK, ServiceStatus, redeem

NONE, OPEN, PAUSED, CLOSED = ServiceStatus
LIVE = (OPEN, PAUSED)


def named(status):
    return status.name


@pytest.fixture(params=[OPEN, PAUSED, CLOSED], ids=named)
def present(request, circle, paul, service):
    """The service's status, each in turn."""
    circle.catalog.setServiceStatus(paul.id, service, request.param, sender=paul.account)
    return request.param


@pytest.fixture(params=[False, True], ids=["not stopped", "stopped"])
def stopped(request):
    """Whether a moderator stops the service while it is open."""
    return request.param


@pytest.fixture
def moderated(circle, service, stopped):
    """The service, stopped or not, still open."""
    if stopped:
        circle.catalog.moderate(service, True, sender=circle.admin)
    return service


def state_of(circle, service):
    """What the provider wants, and whether a moderator has stopped it."""
    info = circle.catalog.serviceInfo(service)
    return info.status, info.stopped


@pytest.mark.parametrize("present", [OPEN, PAUSED, CLOSED], ids=named)
@pytest.mark.parametrize("status", ServiceStatus, ids=named)
def test_provider__opens_pauses_and_closes__stopped_or_not(circle, paul, moderated, stopped, present, status):
    """What a moderator stopped stays stopped."""
    service = moderated
    circle.catalog.setServiceStatus(paul.id, service, present, sender=paul.account)
    if present in LIVE and status != NONE:
        receipt = circle.catalog.setServiceStatus(paul.id, service, status, sender=paul.account)
        assert receipt.events == [circle.catalog.ServiceStatusSet(service, status)]
        assert state_of(circle, service) == (status, stopped)
    else:
        with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=present):
            circle.catalog.setServiceStatus(paul.id, service, status, sender=paul.account)
        assert state_of(circle, service) == (present, stopped)


@pytest.mark.parametrize("stop", [True, False], ids=["stops", "takes it back"])
@pytest.mark.parametrize("present", [OPEN, PAUSED, CLOSED], ids=named)
def test_moderator__stops_and_takes_that_back__and_nothing_else(
    circle, paul, moderated, stopped, present, stop
):
    """What the provider paused stays paused."""
    service = moderated
    circle.catalog.setServiceStatus(paul.id, service, present, sender=paul.account)
    if present in LIVE:
        receipt = circle.catalog.moderate(service, stop, sender=circle.admin)
        assert receipt.events == [circle.catalog.ServiceModerated(service, stop)]
        assert state_of(circle, service) == (present, stop)
    else:
        with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=CLOSED):
            circle.catalog.moderate(service, stop, sender=circle.admin)
        assert state_of(circle, service) == (CLOSED, stopped)


def test_provider__another_member_or_nobodys_service__is_refused(circle, bob, paul, service):
    """R6."""
    for person, service_id in ((bob, service), (paul, service + 1), (paul, 0)):
        with refused(circle.catalog.Catalog_NotTheProvider, serviceId=service_id, memberId=person.id):
            circle.catalog.setServiceStatus(person.id, service_id, CLOSED, sender=person.account)


def test_provider__in_their_name__is_refused(circle, bob, paul, service):
    """R6."""
    with refused(circle.members.Members_NotTheWallet, memberId=paul.id, caller=bob.address):
        circle.catalog.setServiceStatus(paul.id, service, CLOSED, sender=bob.account)


def test_moderator__nobodys_service__is_refused(circle, service):
    with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service + 1, status=NONE):
        circle.catalog.moderate(service + 1, True, sender=circle.admin)


def test_moderator__without_the_role__is_refused(circle, paul, bob, service):
    for person in (paul, bob):
        with refused(circle.catalog.AccessManagedUnauthorized, caller=person.address):
            circle.catalog.moderate(service, True, sender=person.account)


def test_redeem__only_while_open__is_taken(circle, alice, service, present):
    """R3: paused or closed, it takes no order."""
    if present == OPEN:
        redeem(circle, alice, service)
        return
    with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=present):
        redeem(circle, alice, service)
    assert circle.catalog.serviceInfo(service).stock == STOCK


def test_redeem__while_a_moderator_has_stopped_it__is_refused(circle, alice, paul, service):
    """R3: whatever the provider wants, until the moderator takes it back."""
    circle.catalog.moderate(service, True, sender=circle.admin)
    circle.catalog.setServiceStatus(paul.id, service, OPEN, sender=paul.account)
    with refused(circle.catalog.Catalog_ServiceStopped, serviceId=service):
        redeem(circle, alice, service)
    circle.catalog.moderate(service, False, sender=circle.admin)
    redeem(circle, alice, service)


def stop_a_service(circle, paul, service, way):
    if way == "stopped":
        circle.catalog.moderate(service, True, sender=circle.admin)
    else:
        status = ServiceStatus[way.upper()]
        circle.catalog.setServiceStatus(paul.id, service, status, sender=paul.account)


@pytest.mark.parametrize("way", ["paused", "closed", "stopped"])
def test_orders_made_before__run_their_course(circle, alice, paul, service, order, way):
    """A29: to stop a service keeps nobody's money in."""
    stop_a_service(circle, paul, service, way)
    circle.catalog.fulfil(paul.id, order, sender=paul.account)
    circle.catalog.confirm(alice.id, order, sender=alice.account)
    assert circle.token.balanceOf(circle.catalog) == 0


@pytest.mark.parametrize("way", ["paused", "closed", "stopped"])
def test_orders_made_before__can_still_be_cancelled(circle, alice, paul, service, order, way):
    stop_a_service(circle, paul, service, way)
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    assert circle.token.balanceOf(circle.catalog) == 0
