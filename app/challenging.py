"""What was accepted and is not paid yet: a validator can stop it until an arbiter has decided."""

from __future__ import annotations

import streamlit as st

from app import actions, data, lists, sending
from app.words import number, plain, t
from cercle.calls import Call
from cercle.reasons import keep_reason
from cercle.records import ContributionRecord
from cercle.texts import Text


def show(me: int, programme: int, most: int) -> None:
    """What was accepted and is not paid yet."""
    rows, count = lists.challengeable(me, programme, most)
    if not rows:
        return
    with st.expander(t("Accepted lately ({count})", count=number(count))):
        for one in rows:
            facts = [
                f"**{plain(lists.contribution_title(one))}**",
                plain(data.name(one.member)),
                data.tokens(one.reward),
            ]
            st.markdown(" · ".join(facts))
            with st.popover(t("Challenge")):
                _challenge(me, one)


def _challenge(me: int, one: ContributionRecord) -> None:
    """The form behind “Challenge”."""
    community = data.community()
    words = st.text_area(t("Why?"), key=f"why-{one.id.hex()}", max_chars=2_000)
    done = Text("Challenged: it is not paid until an arbiter has decided.")

    def build() -> list[Call]:
        reason = keep_reason(community, one.member, words.strip(), one.id)
        return [community.contributions.challenge(me, one.id, reason)]

    key, work = f"challenge:{one.id.hex()}", sending.calls(build, done)
    actions.button(t("Send the challenge"), key, work, Text("Sending it…"), disabled=not words.strip())
