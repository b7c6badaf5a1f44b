"""Contribute: tell what you did, see what it is worth; and how your contributions stand."""

from decimal import Decimal
from functools import partial

import streamlit as st

from app import actions, data, lists, sending, session
from app.components import empty, pager, people_picker, story
from app.contribution import Contribution
from app.words import day, either, number, plain, say, t
from cercle.documents import ProgrammeText
from cercle.records import ContributionRecord, ProgrammeRecord
from cercle.states import ContributionStatus
from cercle.texts import Text


def show() -> None:
    """The page: the form, then what I contributed."""
    me = session.me()
    st.title(t("Contribute"))
    if programmes := lists.open_programmes():
        tell(me, {one.id: one for one in programmes})
    else:
        empty.show(t("No programme is open now."))
    st.subheader(t("My contributions"))
    mine, buttons = pager.page("mine", partial(lists.contributions_of, me), lambda one: one.id, lists.A_PAGE)
    for one in mine:
        contribution(me, one)
    if not mine:
        empty.show(t("Nothing yet."))
    buttons()


def tell(me: int, programmes: dict[int, ProgrammeRecord]) -> None:
    """The form. It is empty again once it was sent."""
    turn = actions.done("submit")
    with st.container(border=True):
        chosen = st.selectbox(
            t("Programme"), list(programmes), format_func=data.programme_title, key=f"programme:{turn}"
        )
        programme, text = programmes[chosen], data.paper(programmes[chosen].document)
        st.caption(
            plain(either(text.document.description)) if isinstance(text.document, ProgrammeText) else ""
        )
        title = st.text_input(t("What did you do?"), key=f"title:{turn}", max_chars=200)
        units = st.number_input(
            t("How much? ({unit})", unit=data.unit_name(chosen)), min_value=0.0, step=0.5, value=None,
            format="%.2f", key=f"units:{turn}:{chosen}",
        )  # fmt: skip
        today = data.now().date()
        when = st.date_input(t("When?"), today, max_value=today, format="DD/MM/YYYY", key=f"day:{turn}")
        label = t("Who received it? They can confirm it.")
        people = people_picker.show(
            label, data.everybody(), data.find_people, data.name, key=f"people:{turn}", without=me
        )
        details = st.text_area(t("Anything to add? (optional)"), key=f"details:{turn}", max_chars=5_000)
        amount = Decimal(str(units or 0)).quantize(Decimal("0.01"))
        worth(me, programme, amount)
        document = Contribution(me, chosen, amount, title.strip(), details.strip(), when, tuple(people))
        actions.button(
            t("Send"), "submit", sending.calls(document.calls, Text("Sent. The validators look at it now.")),
            Text("Sending your contribution…"), type="primary", width="stretch",
        )  # fmt: skip


def worth(me: int, programme: ProgrammeRecord, amount: Decimal) -> None:
    """Says what it is worth, and what of the cap is left, read from the chain."""
    if amount:
        tokens = data.tokens(amount * programme.tokens_per_unit)
        st.markdown(t("Worth **{tokens}** once it is accepted.", tokens=tokens))
    else:
        unit, tokens = plain(data.unit_name(programme.id)), data.tokens(programme.tokens_per_unit)
        st.markdown(t("1 {unit} is worth **{tokens}** once it is accepted.", unit=unit, tokens=tokens))
    left = data.community().programmes.left_in_period(me, programme.id)
    if left is not None:
        st.caption(
            t(
                "You can still enter {left} in this period.",
                left=f"{number(left)} × {data.unit_name(programme.id)}",
            )
        )


def contribution(me: int, one: ContributionRecord) -> None:
    """One of mine: how it stands, and what can still be done about it."""
    with st.container(border=True):
        paper, community = data.paper(one.evidence), data.community()
        subtitle = t(
            "{programme}, {day}", programme=data.programme_title(one.programme), day=day(one.submitted_at)
        )
        story.show(lists.contribution_title(one), subtitle, lists.story_of(one), data.tokens(one.reward))
        if paper.problem:
            st.warning(say(paper.problem), icon=":material/warning:")
        if one.status is ContributionStatus.Pending:
            actions.button(
                t("Withdraw"), f"withdraw:{one.id.hex()}",
                sending.calls(lambda: [community.contributions.withdraw(me, one.programme, one.evidence)],
                              Text("Withdrawn.")),
                Text("Withdrawing it…"),
            )  # fmt: skip


show()
