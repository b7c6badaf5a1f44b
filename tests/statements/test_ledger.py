"""A provider's statement is what the chain paid, holds and keeps, month by month."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from cercle.months import month_of
from cercle.statements.ledger import providers, statement_of
from cercle.statements.statement import Sum, What
from cercle.states import OrderStatus
from tests.contracts.catalog.orders import BURNT, PAID, PRICE
from tests.statements.acted import ODD, ODD_SHARE, moment

ODD_BURNT = ODD * ODD_SHARE // 10_000
ODD_PAID = ODD - ODD_BURNT
MONTHS = [month_of(datetime(2027, month, 15, tzinfo=UTC), UTC) for month in (1, 2, 3)]


@pytest.fixture
def read(winter_index, winter):
    def statement(month, provider=None):
        with winter_index.engine.connect() as connection:
            return statement_of(connection, provider or winter.paul.id, month)

    return statement


def test_january__by_hand(read):
    january = read(MONTHS[0])
    assert january.of(What.Received) == Sum(4, 3 * PRICE + ODD)
    assert january.of(What.Rendered) == january.of(What.Settled) == january.of(What.Expired) == Sum(1, PRICE)
    assert (january.earned, january.paid_at_once) == (PAID, PAID)
    assert (january.refunded, january.burnt) == (PRICE, BURNT)
    assert (january.held_before, january.held_after) == (0, PRICE + ODD)
    assert january.waiting(OrderStatus.Open) == Sum(2, PRICE + ODD)
    assert (january.kept_before, january.kept_after) == (0, 0)


def test_february__by_hand(read):
    february = read(MONTHS[1])
    assert february.of(What.Received) == Sum(5, 5 * PRICE)
    assert february.of(What.Refused) == february.of(What.Cancelled) == Sum(1, PRICE)
    assert february.of(What.Settled) == Sum(1, ODD)
    assert february.of(What.Arbitrated) == Sum(1, PRICE)
    assert february.of(What.Disputed) == Sum(2, 2 * PRICE)
    assert february.earned == ODD_PAID + PAID // 2
    assert (february.paid_at_once, february.moved(What.Kept)) == (0, february.earned)
    assert february.moved(What.KeptRefund) == PRICE  # of the order that was his own
    assert february.moved(What.Collected) == february.earned + PRICE
    for status in (OrderStatus.Open, OrderStatus.Fulfilled, OrderStatus.Disputed):
        assert february.waiting(status) == Sum(1, PRICE)


def test_an_order_of_the_last_second__and_one_of_the_first__are_a_month_apart(read, winter):
    received = [{one.order for one in read(month).entries if one.what is What.Received} for month in MONTHS]
    assert winter.orders["last second"] in received[0] - received[1]
    assert winter.orders["first second"] in received[1] - received[0]


def test_midnight__is_the_communitys(read, winter):
    """In Paris the last second of January, UTC, is one of February's."""
    paris = month_of(datetime(2027, 1, 15, tzinfo=UTC), ZoneInfo("Europe/Paris"))
    assert winter.orders["last second"] not in {one.order for one in read(paris).entries}


@pytest.mark.parametrize("who", ["paul", "bob"])
def test_prices__that_were_held_and_came__went_or_are_held(read, winter, who):
    for month in MONTHS:
        one = read(month, getattr(winter, who).id)
        came, went = one.of(What.Received).price, one.refunded + one.burnt + one.earned
        assert one.held_before + came - went == one.held_after
    for month, next_one in pairwise(map(read, MONTHS)):
        assert (month.after, month.kept_after) == (next_one.before, next_one.kept_before)


def test_payments__are_the_tokens_own_transfers(read, winter):
    catalog, paul = str(winter.circle.catalog.address), winter.paul.address
    paid = dict.fromkeys((1, 2), 0)
    for event in winter.circle.token.Transfer.range(
        0, winter.circle.token.provider.get_block("latest").number + 1
    ):
        if str(event.event_arguments["from"]) == catalog and str(event.to) == paul:
            paid[1 if event.timestamp < moment(2, 1, 0) else 2] += event.value
    for number, month in ((1, MONTHS[0]), (2, MONTHS[1])):
        statement = read(month)
        assert statement.paid_at_once + statement.moved(What.Collected) == paid[number] > 0


def test_what_waits__is_what_the_contract_holds_and_keeps(read, winter):
    catalog, february = winter.circle.catalog, read(MONTHS[1])
    live = {}
    for order in winter.orders.values():
        info = catalog.orderInfo(order)
        if info.providerId == winter.paul.id and info.status in (1, 2, 7):
            live[order] = (info.serviceId, info.price, info.status)
    assert {one.order: (one.service, one.price, one.status) for one in february.after} == live
    assert february.kept_after == catalog.owed(winter.paul.id)


def test_march__in_which_nothing_happened__says_what_waits(read):
    march = read(MONTHS[2])
    assert march.entries == () and not march.is_empty
    assert march.after == march.before and len(march.after) == 3


def test_who_offers_nothing__has_an_empty_statement(read, winter, winter_index):
    assert read(MONTHS[1], winter.alice.id).is_empty
    with winter_index.engine.connect() as connection:
        assert providers(connection) == [winter.bob.id, winter.paul.id]
