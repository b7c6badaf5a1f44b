"""Services: the catalogue, redeeming, and what both sides do about an order."""

from cercle.states import OrderStatus
from tests.dashboard.screen import button, press, text
from tests.dashboard.village import ALICE, BOB, PAUL


def orders(village):
    return list(village.history.refresh().orders.values())


def part(app, name: str):
    app.segmented_control(key="services-part").set_value(name).run()
    return app


def test_catalogue__prices_stock_and_why_one_cannot_order(open_page) -> None:
    app = open_page(BOB, "services")
    said = text(app)
    assert "You have 4 Merci." in said
    assert "Paul Roux · 3 left · at most 3 each" in said
    assert "This is your own service." in said
    assert button(app, "Use 5 Merci").disabled


def test_redeem__asks_whether_to_pay_what_the_chain_says(open_page) -> None:
    press(open_page(ALICE), "Collect 8 Merci")
    app = open_page(ALICE, "services")
    button(app, "Use 5 Merci").click().run()
    assert "It costs **5 Merci**. You have 8 Merci; you will have 3 Merci." in text(app)
    assert not button(app, "Order for 5 Merci").disabled  # clicked in the browser's tests


def test_cancel__the_tokens_come_back(open_page, village) -> None:
    app = part(open_page(BOB, "services"), "mine")
    assert "Cancelled" in press(app, "Cancel")
    assert orders(village)[-1].status is OrderStatus.Cancelled


def test_refuse__by_the_provider(open_page, village) -> None:
    app = part(open_page(PAUL, "services"), "fulfil")
    assert "Bob Okafor" in text(app)
    press(app, "Refuse")
    assert orders(village)[-1].status is OrderStatus.Refused


def test_fulfil_and_confirm__settles_the_order(open_page, village) -> None:
    press(part(open_page(PAUL, "services"), "fulfil"), "Rendered")
    assert orders(village)[-1].status is OrderStatus.Fulfilled
    press(part(open_page(BOB, "services"), "mine"), "Confirm")
    assert orders(village)[-1].status is OrderStatus.Settled


def test_report_a_problem__puts_the_order_before_an_arbiter(open_page, village) -> None:
    press(part(open_page(PAUL, "services"), "fulfil"), "Rendered")
    app = part(open_page(BOB, "services"), "mine")
    app.text_area[0].input("Nobody came.").run()
    assert "An arbiter looks into it" in press(app, "Send the report")
    assert orders(village)[-1].status is OrderStatus.Disputed
