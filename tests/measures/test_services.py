"""The little year's services, counted by hand."""

from decimal import Decimal

from cercle.measures import Month, Period, demand
from cercle.states import ServiceStatus


def test_demand__of_each_service(db, half_year):
    """Coaching: one rendered after 2 days, one refused. The card: two rendered after a day, one of them disputed; one
    waits."""
    coaching, card = demand(db, half_year).services

    assert (coaching.orders, coaching.people, coaching.redeemed) == (2, 1, 3)
    assert (coaching.rendered, coaching.missed, coaching.open, coaching.cancelled) == (1, 1, 0, 0)
    assert (coaching.fill_rate, coaching.dispute_rate) == (Decimal("0.5"), 0)
    assert (coaching.days_to_render, coaching.stock) == (2, 9)

    assert (card.orders, card.people, card.redeemed) == (3, 2, 6)
    assert (card.rendered, card.missed, card.open, card.disputed) == (2, 0, 1, 1)
    assert (card.fill_rate, card.dispute_rate) == (1, Decimal(1) / 3)
    assert (card.days_to_render, card.stock, card.status) == (1, 7, ServiceStatus.Open)


def test_demand__together(db, half_year):
    found = demand(db, half_year).together
    assert (found.orders, found.people, found.redeemed) == (5, 2, 9)
    assert (found.fill_rate, found.dispute_rate) == (Decimal("0.75"), Decimal("0.2"))
    assert (found.days_to_render, found.stock) == (1, 16)


def test_demand__where_nobody_ordered__has_no_rates(db):
    found = demand(db, Period(Month(2025, 1), Month(2025, 1))).together
    assert (found.orders, found.fill_rate, found.dispute_rate, found.days_to_render) == (0, None, None, None)


def test_demand__before_anything_was_offered__is_empty(db):
    assert demand(db, Period(Month(2024, 1), Month(2024, 12))).services == ()
