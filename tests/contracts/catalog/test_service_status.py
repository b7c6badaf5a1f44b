"""setServiceStatus, moderate

open ⇄ paused                     by the provider
open, paused ⇄ moderated          in and out by a moderator only
open, paused, moderated → closed  by either, for good
"""

import pytest

from ..refusal import refused
from .orders import STOCK, ServiceStatus, redeem

NONE, OPEN, PAUSED, MODERATED, CLOSED = ServiceStatus
LIVE = (OPEN, PAUSED, MODERATED)
BY_THE_PROVIDER = {(OPEN, OPEN), (OPEN, PAUSED), (PAUSED, OPEN), (PAUSED, PAUSED)} | {
    (present, CLOSED) for present in LIVE
}


@pytest.fixture(params=[OPEN, PAUSED, MODERATED, CLOSED], ids=lambda status: status.name)
def present(request, circle, service):
    """The service's status, each in turn."""
    circle.catalog.moderate(service, request.param, sender=circle.admin)
    return request.param


def status_of(circle, service):
    return circle.catalog.serviceInfo(service).status


@pytest.mark.parametrize("status", ServiceStatus, ids=lambda status: status.name)
def test_provider__opens_pauses_and_closes(circle, paul, service, present, status):
    if (present, status) in BY_THE_PROVIDER:
        receipt = circle.catalog.setServiceStatus(paul.id, service, status, sender=paul.account)
        assert receipt.events == [circle.catalog.ServiceStatusSet(service, status)]
        assert status_of(circle, service) == status
    else:
        with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=present):
            circle.catalog.setServiceStatus(paul.id, service, status, sender=paul.account)
        assert status_of(circle, service) == present


@pytest.mark.parametrize("status", ServiceStatus, ids=lambda status: status.name)
def test_moderator__does_all_but_undo_a_closure(circle, service, present, status):
    if present in LIVE and status != NONE:
        receipt = circle.catalog.moderate(service, status, sender=circle.admin)
        assert receipt.events == [circle.catalog.ServiceStatusSet(service, status)]
        assert status_of(circle, service) == status
    else:
        with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=present):
            circle.catalog.moderate(service, status, sender=circle.admin)


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
        circle.catalog.moderate(service + 1, OPEN, sender=circle.admin)


def test_moderator__without_the_role__is_refused(circle, paul, bob, service):
    for person in (paul, bob):
        with refused(circle.catalog.AccessManagedUnauthorized, caller=person.address):
            circle.catalog.moderate(service, CLOSED, sender=person.account)


def test_redeem__only_while_open__is_taken(circle, alice, service, present):
    """R3: paused, moderated or closed, it takes no order."""
    if present == OPEN:
        redeem(circle, alice, service)
        return
    with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=present):
        redeem(circle, alice, service)
    assert circle.catalog.serviceInfo(service).stock == STOCK


@pytest.mark.parametrize("status", [PAUSED, MODERATED, CLOSED], ids=lambda status: status.name)
def test_orders_made_before__run_their_course(circle, alice, paul, service, order, status):
    """A29: to stop a service keeps nobody's money in."""
    circle.catalog.moderate(service, status, sender=circle.admin)
    circle.catalog.fulfil(paul.id, order, sender=paul.account)
    circle.catalog.confirm(alice.id, order, sender=alice.account)
    assert circle.token.balanceOf(circle.catalog) == 0


def test_orders_made_before_a_closure__can_still_be_cancelled(circle, alice, service, order):
    circle.catalog.moderate(service, CLOSED, sender=circle.admin)
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    assert circle.token.balanceOf(circle.catalog) == 0
