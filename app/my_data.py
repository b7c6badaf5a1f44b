"""What a member decides about their own data: e-mails, what others see, a copy of everything, being erased."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app import data
from app.words import day, language, plain, say, t
from cercle.mail.addresses import check_email
from cercle.privacy.export import export_archive
from cercle.privacy.purposes import Purpose, wording

OFFERED = (Purpose.Notices, Purpose.Digest, Purpose.NameShown)


def choices(me: int) -> None:
    """The e-mail address, and one switch for each purpose."""
    person = data.community().directory.person(me)
    if person is not None:
        given = st.text_input(t("Your e-mail"), person.email or "", max_chars=254, key="my-email").strip()
        if given != (person.email or ""):
            address = check_email(given) if given else None
            data.community().directory.change(replace(person, email=address))
            st.rerun()
    config = data.config()
    referrals = [Purpose.Referrer] if config and config.referrals else []
    for purpose in (*OFFERED, *referrals):
        _switch(me, purpose)


def _switch(me: int, purpose: Purpose) -> None:
    consents = data.community().consents
    given = consents.has(me, purpose)
    wanted = st.toggle(say(wording(purpose)), given, key=f"consent-{purpose}:{given}")
    if wanted != given:
        if wanted:
            consents.give(me, purpose, language=language(), source="dashboard")
        else:
            consents.withdraw(me, purpose)
        data.forget_names()
        st.rerun()


def export(me: int) -> None:
    """A copy of everything that is kept about the member, made when it is asked for."""
    st.markdown(t("Everything that is kept about you here, in one file to read."))
    community = data.community()
    st.download_button(
        t("Download my data"), lambda: export_archive(community, me), f"{community.name}-{me}.zip",
        "application/zip", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def erasure(me: int) -> None:
    """Asking to be erased, and what became of it."""
    erasures = data.community().erasures
    request = erasures.request_of(me)
    if request is not None and request.decided_at is None:
        st.info(t("You asked to be erased. The office answers before {day}.", day=day(request.decide_before)))
        if st.button(t("Take the request back")):
            erasures.forget_request(me)
            st.rerun()
        return
    if request is not None and request.answer:
        st.warning(t("The office declined: {answer}", answer=plain(request.answer)))
    st.markdown(
        t(
            "The office destroys your name, your e-mail and the texts you wrote. Your number, your wallet and your "
            "totals stay on the public chain for ever, without any name."
        )
    )
    with st.popover(t("Ask to be erased")):
        st.markdown(
            t("Use your tokens first: afterwards nobody can find out who you are, and this cannot be undone.")
        )
        if st.button(t("Yes, ask the office")):
            erasures.request(me)
            st.rerun()
