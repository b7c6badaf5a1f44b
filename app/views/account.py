"""My account: what opens it, what happens when it is lost, my data, leaving, logging out."""

import streamlit as st

from app import actions, data, keys, my_data, sending, session
from app.components import promise
from app.words import number, plain, t
from cercle.members import Member
from cercle.states import MemberFlag
from cercle.texts import Text


def show() -> None:
    """The page."""
    me = session.me()
    info, by_passkey = data.community().members.get(me), data.is_passkey_account(me)
    st.title(t("My account"))
    st.caption(
        t("{name}, member number {number}", name=plain(data.own_name(me) or data.name(me)), number=number(me))
    )
    with st.container(border=True):
        st.subheader(t("How you get in"))
        (keys.passkeys if by_passkey else keys.wallet)(me)
    with st.expander(t("If you lose your phone or wallet")):
        lost(by_passkey)
    with st.expander(t("Move to another wallet")):
        keys.moving(me)
    with st.container(border=True):
        st.subheader(t("E-mails and what others see"))
        my_data.choices(me)
        auto_collect(info)
    with st.expander(t("My data")):
        my_data.export(me)
        my_data.erasure(me)
    with st.expander(t("Leave the community") if info.may_act else t("Come back")):
        leaving(info)
    log_out()


def lost(by_passkey: bool) -> None:
    """What the community can do, said before it happens."""
    (promise.passkey if by_passkey else promise.wallet)()
    st.markdown(
        t(
            "Open this site on another device and choose “I lost my phone or wallet”. The office makes sure that it is "
            "you. Then a waiting time begins, in which you are told and can object."
        )
    )
    st.page_link("views/lost.py", label=t("I lost my phone or wallet"), icon=":material/phonelink_erase:")


def auto_collect(info: Member) -> None:
    """Whether others may send the member's claims."""
    on, members = bool(info.flags & MemberFlag.AutoCollect), data.community().members
    st.markdown(t("Your tokens are collected for you as soon as they can be.") if on
                else t("You collect your tokens yourself."))  # fmt: skip
    done = (
        Text("You collect your tokens yourself now.")
        if on
        else Text("Your tokens are collected for you now.")
    )
    actions.button(
        t("Collect myself again") if on else t("Have them collected for me"), f"auto-collect:{not on}",
        sending.calls(lambda: [members.set_auto_collect(info.id, not on)], done), Text("Changing it…"),
    )  # fmt: skip


def leaving(info: Member) -> None:
    """Leaving and coming back under the same number."""
    members = data.community().members
    if info.flags & MemberFlag.Left:
        back = sending.calls(lambda: [members.come_back(info.id)], Text("Welcome back."))
        actions.button(t("Come back"), "come-back", back, Text("Coming back…"), type="primary")
        return
    st.markdown(
        t("You keep your number and your tokens, and can come back. What is owed to you is still paid.")
    )
    with st.popover(t("Leave the community")):
        work = sending.calls(
            lambda: [members.leave(info.id)], Text("You have left. Thank you for everything.")
        )
        actions.button(t("Yes, leave"), "leave", work, Text("Leaving…"))


def log_out() -> None:
    """Here, or on every device."""
    with st.container(horizontal=True):
        for everywhere, label in ((False, t("Log out")), (True, t("Log out everywhere"))):
            if st.button(label, key=f"log-out-{everywhere}", icon=":material/logout:"):
                session.log_out(everywhere=everywhere)
                st.rerun()


show()
