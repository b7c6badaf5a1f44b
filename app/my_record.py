"""What a member gave and received: its totals, its days, and the paper that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import streamlit as st

from app import data, lists, site, stories
from app.words import day, either, language, number, plain, say, t
from cercle.certificates.certificate import SPAN
from cercle.certificates.compose import Wishes, print_lifeline
from cercle.lifeline import EVERYTHING, Period, Summary
from cercle.records import ContributionRecord, Happening, OrderRecord, ShareRecord
from cercle.states import ContributionStatus
from cercle.texts import Text

Rows = list[tuple[str, str]]
_UNCOUNTED = (
    (ContributionStatus.Pending, Text("waiting for approval: {count}")),
    (ContributionStatus.Challenged, Text("challenged: {count}")),
    (ContributionStatus.Revoked, Text("revoked after a challenge: {count}")),
    (ContributionStatus.Rejected, Text("rejected: {count}")),
    (ContributionStatus.Withdrawn, Text("withdrawn: {count}")),
)


def choose_period(me: int) -> Period:
    """Everything, the last twelve months, a year since the first thing that happened, or days of one's choice."""
    today = data.now().date()
    first = data.community().past.first_day_of(me) or today
    periods = {
        t("Everything"): EVERYTHING,
        t("The last twelve months"): Period(today - timedelta(365), today),
    }
    periods |= {str(year): Period.year(year) for year in range(today.year, first.year - 1, -1)}
    own = t("Other days")
    chosen = st.selectbox(t("Period"), [*periods, own], key=f"record-period:{language()}")
    if chosen != own:
        return periods[chosen]
    picked = st.date_input(t("From and until"), (first, today), max_value=today, format="DD/MM/YYYY")
    since, until = picked if isinstance(picked, tuple) and len(picked) == 2 else (first, today)
    return Period(since, until)


def summary(me: int, period: Period) -> Summary:
    """What the member gave and received in a period, added up."""
    return data.community().past.summary_of(me, period)


def given(sums: Summary) -> Rows:
    """What the member gave, by programme, and what it brought."""
    rows = [(data.programme_title(one.programme), amount(one.programme, one.units)) for one in sums.totals]
    rows += [(t("Services you rendered"), number(sums.rendered))] if sums.rendered else []
    return [*rows, (t("Earned"), data.tokens(sums.earned))]


def received(sums: Summary) -> Rows:
    """The services that were rendered to the member, and what they cost; what came from rounds, each token by itself."""
    rows = zip(data.service_titles(sums.received), map(number, sums.received.values()), strict=True)
    rounds = [data.in_token(token, amount) for token, amount in sums.collected.items()]
    return [
        *rows,
        (t("Used"), data.tokens(sums.used)),
        *([(t("Rounds"), " + ".join(rounds))] if rounds else []),
    ]


def amount(programme: int, units: Decimal) -> str:
    """Such as 1.5 × hour."""
    return f"{number(units)} × {data.unit_name(programme)}"


def uncounted(sums: Summary) -> str:
    """What is in no total, and why; empty where there is nothing."""
    return " · ".join(
        say(Text(words.message, {"count": many}))
        for status, words in _UNCOUNTED
        if (many := sums.states[status])
    )


# -- day by day -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One line of the lifeline."""

    at: datetime
    title: str
    subtitle: str
    story: stories.Story
    amount: str


def newest(me: int, period: Period, most: int) -> list[Happening]:
    """What happened in a period, the newest first."""
    return data.community().past.happened_to(me, period, most)


def entries(happened: Sequence[Happening], me: int) -> Iterator[Entry]:
    """The lines that say so. Only what is shown is read from its documents."""
    return (_entry(one, me) for one in happened)


def _entry(one: Happening, me: int) -> Entry:
    match one:
        case ContributionRecord():
            return _contributed(one)
        case OrderRecord():
            return _ordered(one, me)
        case _:
            return _collected(one)


def _contributed(one: ContributionRecord) -> Entry:
    facts = [data.programme_title(one.programme), amount(one.programme, one.units), day(one.submitted_at)]
    if confirmed := len(data.paper(one.evidence).confirmed_by):
        facts.append(t("confirmed by beneficiaries: {count}", count=number(confirmed)))
    title, reward = lists.contribution_title(one), data.tokens(one.reward)
    return Entry(one.submitted_at, title, " · ".join(facts), lists.story_of(one), reward)


def _ordered(one: OrderRecord, me: int) -> Entry:
    mine = one.member == me
    other = data.name(one.provider if mine else one.member)
    subtitle = t(
        "from {other}, {day}" if mine else "for {other}, {day}", other=other, day=day(one.ordered_at)
    )
    title, price = data.service_title(one.service), data.tokens(-one.price if mine else one.paid)
    return Entry(
        one.ordered_at, title, subtitle, lists.story_of_order(one), price if one.paid or mine else ""
    )


def _collected(one: ShareRecord) -> Entry:
    subtitle = f"{data.programme_title(one.programme)} · {day(one.collected_at)}"
    brought = data.in_token(one.token, one.amount)
    return Entry(one.collected_at, lists.share_title(one), subtitle, stories.of_share(), brought)


# -- on paper -------------------------------------------------------------------------------------


def printing(me: int, period: Period, sums: Summary) -> None:
    """What the member wants on the paper, and the file. Every contribution is read once the file is asked for."""
    st.markdown(
        t("A page to print or to send. Its code lets anybody check it against the chain, without asking us.")
    )
    if not sums.accepted:
        st.caption(t("Nothing was accepted in this period yet."))
        return
    if sums.states.total() > SPAN:
        st.caption(
            t("These are more contributions than fit on one record.") + " " + t("Choose a shorter period.")
        )
        return
    st.caption(
        t(
            "Whoever gets it knows your number, and can read on the chain whatever else is public under that number."
        )
    )
    name = data.own_name(me)
    named = bool(name) and st.toggle(t("Put my name on it: {name}", name=plain(name)), key="record-name")
    if named:
        st.caption(t("The chain knows your number only: that the number is yours is your own word."))
    titles = st.toggle(t("Print what each contribution was, in my own words"), True, key="record-titles")
    wishes = Wishes(
        language=language(),
        name=name if named else "",
        titles=titles,
        community=either(data.community_name()),
        programmes={one.programme: data.programme_title(one.programme) for one in sums.totals},
        units={one.programme: data.unit_name(one.programme) for one in sums.totals},
        dashboard=site.party().origin,
    )
    community = data.community()
    st.download_button(
        t("Print my record"), lambda: print_lifeline(community, community.past.submissions(me), period, wishes),
        f"{community.name}-{me}-{date.isoformat(data.now().date())}.pdf", "application/pdf",
        on_click="ignore", icon=":material/print:", type="primary", width="stretch",
    )  # fmt: skip
    st.page_link("views/verify.py", label=t("Check a record"), icon=":material/verified:")
