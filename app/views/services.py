"""Services: the catalogue, my orders, and for providers the orders to fulfil."""

from functools import partial

import streamlit as st

from app import data, lists, orders, session
from app.components import empty, pager, service_card
from app.words import day, either, number, plain, say, t
from cercle.documents import ServiceText
from cercle.records import OrderRecord


def show() -> None:
    """The page: one part at a time."""
    me = session.me()
    st.title(t("Services"))
    parts = {"catalogue": t("Catalogue"), "mine": t("My orders")}
    waiting = lists.orders_waiting(me)
    if waiting.provided:
        parts["fulfil"] = t("To fulfil ({count})", count=number(waiting.provided))
    # What waits for the member comes first.
    first = "mine" if waiting.to_confirm else "fulfil" if waiting.to_fulfil else "catalogue"
    chosen = st.segmented_control(
        t("What to show"), list(parts), format_func=parts.__getitem__, default=first, required=True,
        key="services-part", label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    {"catalogue": catalogue, "mine": my_orders, "fulfil": to_fulfil}[chosen or first](me)


def catalogue(me: int) -> None:
    """What can be ordered, as cards."""
    balance, ordered = data.balance(me), lists.orders_counted(me)
    offered, buttons = pager.page("catalogue", lists.open_services, lambda one: one.id, lists.A_PAGE)
    st.caption(t("You have {amount}.", amount=data.tokens(balance)))
    if not offered:
        empty.show(t("No service is offered yet."))
    with st.grid(2, min_column_width=260):
        for one in offered:
            text = data.paper(one.document)
            with st.container(border=True, height="stretch"):
                service_card.show(
                    title=data.service_title(one.id),
                    description=either(text.document.description)
                    if isinstance(text.document, ServiceText)
                    else "",
                    problem=say(text.problem) if text.problem else "",
                    provider=data.name(one.provider),
                    stock=one.stock,
                    limit=one.limit,
                )
                orders.order_button(me, one, balance, ordered.get(one.id, 0))
    buttons()


def my_orders(me: int) -> None:
    """My orders, with what can be done now."""
    mine, buttons = pager.page("orders", partial(lists.orders_of, me), lambda one: one.id, lists.A_PAGE)
    for one in mine:
        order_card(me, one, data.name(one.provider))
    buttons()
    if not mine:
        empty.show(t("You have not ordered anything yet."), t("Look at the catalogue."))


def to_fulfil(me: int) -> None:
    """What others ordered from me."""
    rows, buttons = pager.page("fulfil", partial(lists.orders_for, me), lambda one: one.id, lists.A_PAGE)
    for one in rows:
        order_card(me, one, data.name(one.member))
    buttons()


def order_card(me: int, one: OrderRecord, other: str) -> None:
    """An order and the buttons for it."""
    with st.container(border=True):
        subtitle = t("{other}, ordered on {day}", other=other, day=day(one.ordered_at))
        service_card.order(
            data.service_title(one.service),
            plain(subtitle),
            lists.story_of_order(one),
            data.tokens(one.price),
        )
        orders.buttons(me, one)


show()
