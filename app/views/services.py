"""Services: the catalogue, my orders, and for providers the orders to fulfil."""

from decimal import Decimal
from functools import partial

import streamlit as st

from app import actions, data, lists, orders, session
from app.components import empty, pager, service_card
from app.words import day, either, number, plain, say, t
from cercle.documents import ServiceText
from cercle.history import OrderRecord, ServiceRecord


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
                order_button(me, one, balance, ordered.get(one.id, 0))
    buttons()


def order_button(me: int, one: ServiceRecord, balance: Decimal, ordered: int) -> None:
    """Opens the question whether to pay, or says why one cannot."""
    obstacle = orders.obstacle(me, one, balance, ordered)
    label = t("Use {amount}", amount=data.tokens(one.price))
    if st.button(label, key=f"order-{one.id}", disabled=obstacle is not None, width="stretch"):
        st.dialog(data.service_title(one.id))(confirm_price)(me, one.id)
    if obstacle:
        st.caption(obstacle)


def confirm_price(me: int, service: int) -> None:
    """The price as the chain has it now, and what it leaves; then the order."""
    price, balance = data.community().services.get(service).terms.price, data.balance(me)
    terms = lists.service(service)
    st.markdown(t("It costs **{price}**. You have {balance}; you will have {left}.", price=data.tokens(price),
                  balance=data.tokens(balance), left=data.tokens(balance - price)))  # fmt: skip
    st.caption(t("The tokens are kept safe until the service is rendered. They come back if it is not rendered "
                 "within {time}, and you can cancel until then.", time=terms.fulfil_window))  # fmt: skip
    actions.button(t("Order for {price}", price=data.tokens(price)), f"order:{service}", *orders.redeem(me, service, price),
                   type="primary", width="stretch", disabled=balance < price)  # fmt: skip


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
