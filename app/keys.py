"""What opens a member's account: passkeys or a wallet, moving to another one, and a recovery that is running."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from app import actions, data, sending, session, signing
from app.components import promise
from app.words import number, say, t
from cercle.credentials import Passkey
from cercle.passkeys import PublicKey
from cercle.states import WalletChangeKind
from cercle.texts import Text

HOUR = 3_600
_NEW_PASSKEY = "passkey to let in"
_NEW_WALLET = "where to move to"
# -- a recovery that is running ---------------------------------------------------------------------------------------


def banner() -> None:
    """On every page of a member: somebody asks to take their account over, and one button stops it."""
    me, community = session.me(), data.community()
    running = data.recovery_of(me)
    if running is None:
        return
    with st.container(key="recovery-banner", border=True):
        st.error(
            say(
                Text(
                    "Somebody told the office that you lost your phone or wallet. On {moment}, your account goes to "
                    "another one. If that was not you, stop it now.",
                    {"moment": running.ready_at},
                )
            ),
            icon=":material/gpp_maybe:",
        )
        if not running.can_object:
            st.caption(t("You have objected: the community looks into it. Call the office."))
            return
        done = Text("Stopped. The office sees that you objected.")
        work = sending.calls(lambda: [running.objection(community, me)], done)
        label = t("That is not me: stop it")
        actions.button(label, "object", work, Text("Stopping it…"), type="primary", width="stretch")


# -- passkeys ---------------------------------------------------------------------------------------------------------


def passkeys(me: int) -> None:
    """The passkeys of this account; one more, one less."""
    address, community = str(data.wallet_of(me)), data.community()
    st.markdown(t("You confirm with your face, your finger or your device's code: with a passkey."))
    mine = None if session.is_demo() else session.signatory()
    keys = community.accounts.keys(address)
    for place, key in enumerate(keys, 1):
        _passkey(
            address, place, key, in_use=isinstance(mine, Passkey) and mine.key == key, last=len(keys) == 1
        )
    if len(keys) == 1:
        st.info(
            t("With a second passkey, on another phone or computer, you get in even when you lose this one."),
            icon=":material/lightbulb:",
        )
    _another(me, address, keys)


def _passkey(address: str, place: int, key: PublicKey, *, in_use: bool, last: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        name = t("Passkey {number}", number=number(place))
        st.markdown(f"**{name}** " + (f":green-badge[{t('in use here')}]" if in_use else ""), width="stretch")
        if in_use or last:
            return
        with st.popover(t("Remove")):
            st.markdown(t("The device it is on will not get in any more."))
            accounts = data.community().accounts
            work = sending.calls(
                lambda: [accounts.remove_passkey(address, key)], Text("The passkey was removed.")
            )
            actions.button(
                t("Remove this passkey"), f"remove:{key.x.hex()}", work, Text("Removing the passkey…")
            )


def _another(me: int, address: str, keys: list[PublicKey]) -> None:
    """In two presses: the new one is created, and the present one lets it in."""
    made: Passkey | None = st.session_state.get(_NEW_PASSKEY)
    if made is None or made.account != address or made.key in keys:
        st.caption(
            t("On this device, or on another one: your browser asks, and shows a code for the other one.")
        )
        label = t("Add a passkey")
        made = signing.passkey_create(
            "another-passkey", label, name=data.own_name(me) or data.name(me), account=address, primary=False
        )
        if made is not None:
            st.session_state[_NEW_PASSKEY] = made
            st.rerun()
        return
    st.markdown(t("The new passkey is there. Let it in, with the one you have:"))
    key, accounts = made.key, data.community().accounts
    work = sending.calls(
        lambda: [accounts.add_passkey(address, key)], Text("The new passkey opens your account now.")
    )
    actions.button(
        t("Let the new passkey in"),
        f"let-in:{key.x.hex()}",
        work,
        Text("Adding the passkey…"),
        type="primary",
    )


# -- a wallet, and moving to another one ------------------------------------------------------------------------------


def wallet(me: int) -> None:
    """The member's own wallet."""
    st.markdown(t("You sign with a wallet of your own:"))
    st.code(str(data.wallet_of(me)), language=None, wrap_lines=True)
    promise.wallet()


def moving(me: int) -> None:
    """Moving to another wallet or passkey account, while the present one still signs."""
    community = data.community()
    change = community.members.change(me)
    if change is not None and change.kind is WalletChangeKind.Rotation:
        _under_way(me, change.wallet, change.ready_at)
        return
    st.caption(t("Your number moves there after a waiting time; send the tokens there yourself."))
    who: signing.Signatory | None = st.session_state.get(_NEW_WALLET)
    if who is None:
        who = signing.passkey_create(
            "move-passkey", t("To a new passkey"), name=data.own_name(me) or data.name(me), primary=False
        )
        who = who or signing.connect_wallet("move-wallet", t("To a wallet"), primary=False)
        if who is not None:
            st.session_state[_NEW_WALLET] = who
            st.rerun()
        return
    target = who.account if isinstance(who, Passkey) else who
    st.code(target, language=None, wrap_lines=True)
    if st.button(t("Choose another one"), type="tertiary"):
        del st.session_state[_NEW_WALLET]
        st.rerun()
    _consent_and_start(me, who, target)


def _consent_and_start(me: int, who: signing.Signatory, target: str) -> None:
    members, key = data.community().members, f"consent to {target}"
    if key not in st.session_state:
        deadline = data.community().node.now() + HOUR
        asked = signing.sign("bind", t("1. Say yes with the new one"), who,
                             lambda: [members.bind_wallet_data(me, target, deadline)], about=target)  # fmt: skip
        if asked:
            st.session_state[key] = asked[0]
            st.rerun()
        return
    consent: signing.Signed = st.session_state[key]
    deadline = int(consent.typed_data["message"]["deadline"])
    opening = [data.community().accounts.create(who.key)] if isinstance(who, Passkey) else []
    call = members.start_rotation(me, target, deadline, consent.signature)
    actions.button(
        t("2. Say yes with the present one"), f"rotate:{target}",
        sending.calls(lambda: [*opening, call], Text("It has begun. Finish it on this page when its time has come.")),
        Text("Starting the move…"), type="primary",
    )  # fmt: skip


def _under_way(me: int, target: str, ready_at: datetime) -> None:
    members = data.community().members
    st.markdown(
        say(Text("Your number moves to {wallet}, from {ready} on.", {"wallet": target, "ready": ready_at}))
    )
    with st.container(horizontal=True):
        if data.now() >= ready_at:
            done = Text("Done. Log in with the new one.")
            work = sending.calls(lambda: [members.finish_wallet_change(me)], done)
            actions.button(
                t("Finish the move"), f"finish:{target}", work, Text("Finishing it…"), type="primary"
            )
        work = sending.calls(lambda: [members.cancel_rotation(me)], Text("You keep your present wallet."))
        actions.button(t("Do not move"), f"stay:{target}", work, Text("Cancelling it…"))
