"""Review: what waits for a validator's word, and what can still be challenged."""

import streamlit as st

from app import actions, challenging, data, lists, sending, session
from app.components import empty, evidence
from app.words import day, number, plain, say, t
from cercle.documents import Evidence
from cercle.papers import Paper
from cercle.records import ContributionRecord
from cercle.texts import Text

AT_ONCE = 10


def show() -> None:
    """The page: one programme at a time, because a vote is for one programme."""
    me = session.me()
    st.title(t("Review"))
    waiting = lists.reviews(me)
    if not waiting:
        empty.show(t("You have no seat in a programme."))
        return
    st.page_link("views/event.py", label=t("Gatherings, with a code to scan"), icon=":material/event:")
    titles = {
        one: t("{title} ({count})", title=data.programme_title(one), count=number(count))
        for one, count in waiting.items()
    }
    busiest = max(waiting, key=lambda one: waiting[one])
    programme = st.pills(t("Programme"), list(waiting), format_func=titles.__getitem__, default=busiest, required=True,
                         key="review-programme")  # fmt: skip
    queue(me, programme or busiest, waiting[programme or busiest])
    challenging.show(me, programme or busiest, AT_ONCE)


def queue(me: int, programme: int, waiting: int) -> None:
    """Those to vote on, with what beneficiaries confirmed first; chosen ones go together."""
    rows = lists.to_review(me, programme, AT_ONCE)
    if not rows:
        empty.show(t("Nothing waits for you here. Thank you."))
        return
    chosen = [one for one, paper in rows if item(one, paper)]
    if waiting > len(rows):
        st.caption(t("And {count} more after these.", count=number(waiting - len(rows))))
    if not chosen:
        st.caption(t("Tick what you want to approve or reject."))
    with st.container(horizontal=True, key="votes"):
        vote(me, programme, chosen, approve=True)
        vote(me, programme, chosen, approve=False)


def item(one: ContributionRecord, paper: Paper) -> bool:
    """One contribution; whether it is ticked."""
    document = paper.document if isinstance(paper.document, Evidence) else None
    named = document.beneficiaries if document else ()
    with st.container(border=True):
        ticked = st.checkbox(f"**{plain(lists.contribution_title(one))}**", key=f"tick-{one.id.hex()}")
        facts = [plain(data.name(one.member)), f"{number(one.units)} × {data.unit_name(one.programme)}",
                 data.tokens(one.reward), day(one.submitted_at)]  # fmt: skip
        st.caption(" · ".join(facts))
        st.markdown(evidence.confirmed([data.name(who) for who in paper.confirmed_by], len(named)))
        if data.requires_confirmation(one.programme) and not paper.confirmed_by:
            st.caption(t("This programme asks for the word of a beneficiary."))
        evidence.details(document, paper.problem, [data.name(who) for who in named], one.evidence)
    return ticked


def vote(me: int, programme: int, chosen: list[ContributionRecord], *, approve: bool) -> None:
    """The button that votes on all that are ticked."""
    attest = data.community().contributions.attest
    count = {"count": len(chosen)}
    label = Text("Approve ({count})", count) if approve else Text("Reject ({count})", count)
    done = Text("Approved: {count}.", count) if approve else Text("Rejected: {count}.", count)
    actions.button(
        say(label), f"vote:{programme}:{approve}",
        sending.calls(lambda: [attest(me, programme, approve, [(one.id, one.units) for one in chosen])], done),
        Text("Sending your votes…"), type="primary" if approve else "secondary", disabled=not chosen,
    )  # fmt: skip


show()
