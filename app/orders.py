"""Ordering, and what a member can do about an order now: the buttons, and what they send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import streamlit as st

from app import actions, data, lists, sending, session
from app.words import t
from cercle.calls import Call
from cercle.reasons import keep_reason
from cercle.records import OrderRecord, ServiceRecord
from cercle.states import OrderStatus
from cercle.texts import Text

SENDING = Text("Sending it…")


def order_button(me: int, one: ServiceRecord, balance: Decimal, ordered: int) -> None:
    """Opens the question whether to pay, or says why one cannot."""
    obstacle = _obstacle(me, one, balance, ordered)
    label = t("Use {amount}", amount=data.tokens(one.price))
    if st.button(label, key=f"order-{one.id}", disabled=obstacle is not None, width="stretch"):
        st.dialog(data.service_title(one.id))(_confirm_price)(me, one.id)
    if obstacle:
        st.caption(obstacle)


def _confirm_price(me: int, service: int) -> None:
    """The price as the chain has it now, and what it leaves; then the order."""
    price, balance = data.community().services.get(service).terms.price, data.balance(me)
    terms = lists.service(service)
    st.markdown(t("It costs **{price}**. You have {balance}; you will have {left}.", price=data.tokens(price),
                  balance=data.tokens(balance), left=data.tokens(balance - price)))  # fmt: skip
    st.caption(t("The tokens are kept safe until the service is rendered. They come back if it is not rendered "
                 "within {time}, and you can cancel until then.", time=terms.fulfil_window))  # fmt: skip
    actions.button(t("Order for {price}", price=data.tokens(price)), f"order:{service}", *_redeem(me, service, price),
                   type="primary", width="stretch", disabled=balance < price)  # fmt: skip


def _obstacle(me: int, service: ServiceRecord, balance: Decimal, ordered: int) -> str | None:
    """Why a member who has ordered a service so often cannot order it now; None if they can."""
    if service.provider == me:
        return t("This is your own service.")
    if not service.stock:
        return t("Come back when the provider has added places.")
    if service.limit is not None and ordered >= service.limit:
        return t("You have ordered it as often as each member may.")
    missing = service.price - balance
    return t("You need {amount} more.", amount=data.tokens(missing)) if missing > 0 else None


def _redeem(me: int, service: int, price: Decimal) -> tuple[sending.Work, Text]:
    """The job of an order, at the price that was shown. The first one lets the services take tokens for orders; every
    later one takes one signature."""
    community, wallet = data.community(), session.wallet()
    assert wallet is not None, "a page for members was shown to a visitor"
    title = data.service_title(service)

    def build() -> list[Call]:
        catalog = str(community.services.contract.address)
        short = community.token.allowance(wallet, catalog) < price
        allowance = [community.token.allow_services(wallet)] if short else []
        facts = {"service": title, "price": price, "token": community.token.name}
        said = Text("Order “{service}” for {price} {token}.", facts)
        return [*allowance, replace(community.services.redeem(me, service, price), sentence=said)]

    def is_done(call: Call) -> bool:
        return call.door is not None and call.door.method == "permit" and community.token.is_allowed(call)

    done = Text("Ordered. You find it under “My orders”.")
    return sending.calls(build, done, is_done), Text("Ordering…")


def buttons(me: int, order: OrderRecord) -> None:
    """What can be done about an order now, on either side of it."""
    services, deadline = data.community().services, lists.order_deadline(order)
    late = deadline is not None and deadline <= data.now()
    mine = order.member == me
    with st.container(horizontal=True):
        match order.status:
            case OrderStatus.Open if late:
                _send(t("Send the tokens back"), "expire", order, lambda: services.expire(order.id))
            case OrderStatus.Open if mine:
                _send(t("Cancel"), "cancel", order, lambda: services.cancel(me, order.id))
            case OrderStatus.Open:
                _send(t("Rendered"), "fulfil", order, lambda: services.fulfil(me, order.id), type="primary")
                _send(t("Refuse"), "refuse", order, lambda: services.refuse(me, order.id))
            case OrderStatus.Fulfilled if late:
                _send(t("Settle"), "settle", order, lambda: services.settle(order.id))
            case OrderStatus.Fulfilled if mine:
                _send(t("Confirm"), "settle", order, lambda: services.confirm(me, order.id), type="primary")
                _report(me, order)
            case OrderStatus.Disputed if late:
                _send(t("Send the tokens back"), "expire", order, lambda: services.expire(order.id))


def _report(me: int, order: OrderRecord) -> None:
    """The form behind “Report a problem”."""
    community = data.community()
    with st.popover(t("Report a problem")):
        words = st.text_area(t("What went wrong?"), key=f"problem-{order.id.hex()}", max_chars=2_000)

        def build() -> Call:
            return community.services.dispute(
                me, order.id, keep_reason(community, me, words.strip(), order.id)
            )

        _send(t("Send the report"), "dispute", order, build, disabled=not words.strip())


def _send(label: str, what: str, order: OrderRecord, build: Callable[[], Call], **look: Any) -> None:
    work = sending.calls(lambda: [build()], DONE[what])
    actions.button(label, f"{what}:{order.id.hex()}", work, SENDING, **look)


DONE = {
    "expire": Text("The tokens went back."),
    "cancel": Text("Cancelled: the tokens are back with you."),
    "fulfil": Text(
        "Thank you. The member confirms it now; when the time for that is over, you can settle it."
    ),
    "refuse": Text("Refused: the tokens went back."),
    "settle": Text("Settled: the provider has been paid."),
    "dispute": Text("Reported. An arbiter looks into it; the tokens wait meanwhile."),
}
