"""offer, list

├── offer: by the provider's wallet, for themselves, where members may offer
├── list: restricted, for any number that is enrolled
└── terms that are not sound → refused
"""

import pytest

from cercle.config_values import LEAST_CONFIRM_WINDOW, LEAST_FULFIL_WINDOW

from ..circle import NOTHING, admit, deploy_circle
from ..members.invitations import invite
from ..refusal import refused
from .orders import DOCUMENT, ServiceStatus, terms_of

UNSOUND = {
    "for nothing": {"price": 0},
    "burns more than the whole": {"burnShare": 10_001},
}

EXTREME = {
    "a price of one": {"price": 1},
    "the highest price": {"price": 2**96 - 1},
    "the shortest windows": {"fulfilWindow": LEAST_FULFIL_WINDOW, "confirmWindow": LEAST_CONFIRM_WINDOW},
    "the longest windows": {"fulfilWindow": 2**24 - 1, "confirmWindow": 2**24 - 1},
    "burns nothing": {"burnShare": 0},
    "burns all": {"burnShare": 10_000},
    "nothing in stock": {"stock": 0},
    "the largest stock and limit": {"stock": 2**32 - 1, "limit": 2**16 - 1},
}


def info(circle, service_id):
    service = circle.catalog.serviceInfo(service_id)
    return {name: getattr(service, name) for name in terms_of(0)}


def test_offer__by_the_provider__is_listed(circle, paul, service):
    terms = terms_of(paul, price=7)
    receipt = circle.catalog.offer(paul.id, terms, DOCUMENT, sender=paul.account)
    assert circle.catalog.services() == service + 1
    assert info(circle, service + 1) == terms
    listed = circle.catalog.serviceInfo(service + 1)
    assert (listed.status, listed.stopped) == (ServiceStatus.OPEN, False)
    (event,) = receipt.events
    assert (event.event_name, event.serviceId, event.providerId) == ("ServiceOffered", service + 1, paul.id)
    assert (tuple(event.terms), bytes(event.document)) == (tuple(terms.values()), DOCUMENT)


@pytest.mark.parametrize("changes", EXTREME.values(), ids=list(EXTREME))
def test_offer__terms_as_far_as_they_go__are_taken(circle, paul, changes):
    """E19, R8."""
    terms = terms_of(paul, **changes)
    circle.catalog.offer(paul.id, terms, DOCUMENT, sender=paul.account)
    assert info(circle, circle.catalog.services()) == terms


@pytest.mark.parametrize("changes", UNSOUND.values(), ids=list(UNSOUND))
def test_offer__terms_that_are_not_sound__are_refused(circle, paul, changes):
    """R8."""
    terms = terms_of(paul, **changes)
    with refused(circle.catalog.Catalog_BadTerms, terms=terms):
        circle.catalog.offer(paul.id, terms, DOCUMENT, sender=paul.account)
    with refused(circle.catalog.Catalog_BadTerms, terms=terms):
        circle.catalog.list(terms, DOCUMENT, sender=circle.admin)


@pytest.mark.parametrize("window", [0, 1, LEAST_CONFIRM_WINDOW - 1])
def test_offer__too_little_time_to_dispute__is_refused(circle, paul, window):
    """R5: a provider who says "rendered" at night would be paid before the redeemer wakes up."""
    terms = terms_of(paul, confirmWindow=window)
    error = circle.catalog.Catalog_ConfirmWindowTooShort
    with refused(error, window=window, least=LEAST_CONFIRM_WINDOW):
        circle.catalog.offer(paul.id, terms, DOCUMENT, sender=paul.account)
    with refused(error, window=window, least=LEAST_CONFIRM_WINDOW):
        circle.catalog.list(terms, DOCUMENT, sender=circle.admin)


@pytest.mark.parametrize("window", [0, 1, LEAST_FULFIL_WINDOW - 1])
def test_offer__too_little_time_to_fulfil__is_refused(circle, paul, window):
    terms = terms_of(paul, fulfilWindow=window)
    error = circle.catalog.Catalog_FulfilWindowTooShort
    with refused(error, window=window, least=LEAST_FULFIL_WINDOW):
        circle.catalog.offer(paul.id, terms, DOCUMENT, sender=paul.account)
    with refused(error, window=window, least=LEAST_FULFIL_WINDOW):
        circle.catalog.list(terms, DOCUMENT, sender=circle.admin)


def test_offer__for_another_provider__is_refused(circle, bob, paul):
    """R6."""
    with refused(circle.catalog.Catalog_NotTheProvider, serviceId=0, memberId=bob.id):
        circle.catalog.offer(bob.id, terms_of(paul), DOCUMENT, sender=bob.account)


def test_offer__in_anothers_name__is_refused(circle, bob, paul, stranger):
    """R6."""
    for sender in (bob, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=paul.id, caller=sender.address):
            circle.catalog.offer(paul.id, terms_of(paul), DOCUMENT, sender=sender.account)


def test_offer__where_only_admins_may__is_refused(accounts):
    """The admins list instead."""
    other = deploy_circle(accounts[0], members_may_offer=False)
    (member,) = admit(other, accounts[1])
    terms = terms_of(member)
    with refused(other.catalog.Catalog_OffersByAdminsOnly, memberId=member):
        other.catalog.offer(member, terms, DOCUMENT, sender=accounts[1])
    other.catalog.list(terms, DOCUMENT, sender=other.admin)
    assert other.catalog.services() == 1


def test_list__for_a_number_without_a_wallet__is_listed(circle, spare):
    """An institution's services can be prepared before somebody acts for it."""
    (invitation,) = invite(circle, spare[0])
    circle.catalog.list(terms_of(invitation.member_id), DOCUMENT, sender=circle.admin)
    assert circle.catalog.serviceInfo(circle.catalog.services()).providerId == invitation.member_id


def test_list__for_a_number_nobody_was_enrolled_under__is_refused(circle):
    for provider in (0, circle.members.enrolled() + 1):
        terms = terms_of(provider)
        with refused(circle.catalog.Catalog_BadTerms, terms=terms):
            circle.catalog.list(terms, DOCUMENT, sender=circle.admin)


def test_list__by_a_member_or_a_stranger__is_refused(circle, paul, stranger):
    for sender in (paul, stranger):
        with refused(circle.catalog.AccessManagedUnauthorized, caller=sender.address):
            circle.catalog.list(terms_of(paul), NOTHING, sender=sender.account)
