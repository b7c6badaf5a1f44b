"""What the tokens were used for."""

from __future__ import annotations

from cercle.privacy.small_groups import FEWEST
from cercle.report.charts import levels
from cercle.report.figures import Figures
from cercle.report.groups import parted
from cercle.report.parts import Section
from cercle.report.words import Words
from cercle.texts import Text

_MOST = 12  # lines of the chart


def used(found: Figures, words: Words) -> Section | None:
    """Services by demand; who orders them stays unknown."""
    together = found.demand.together
    if together.people < FEWEST:
        return None
    asked = [one for one in found.demand.services if one.orders]
    shown, few = parted(asked, lambda one: one.people)
    rows = sorted(shown, key=lambda one: -one.orders)
    few += rows[_MOST:]
    lines = [
        (words.either(found.names.services[one.service]), one.orders, words.number(one.orders))
        for one in rows[:_MOST]
    ]
    if few and max(one.people for one in few) >= FEWEST:
        others = sum(one.orders for one in few)
        lines.append((words.say(Text("Others")), others, words.number(others)))
    sentence = words.tell(
        Text("Services were ordered {orders} times, for {tokens}; {rate} of what was due was rendered."),
        orders=words.number(together.orders),
        tokens=words.tokens(together.redeemed),
        rate=words.percent(together.fill_rate),
    )
    never = sum(not one.orders for one in found.demand.services)
    wait = together.days_to_render
    facts = (
        (words.say(Text("people who ordered")), words.few(together.people)),
        (words.say(Text("days from order to service (median)")), "–" if wait is None else words.number(wait)),
        (words.say(Text("orders with a problem reported")), words.percent(together.dispute_rate)),
        (words.say(Text("services that nobody ordered")), words.number(never)),
    )
    described = words.say(Text("Orders, by service"))
    note = words.tell(Text("{chart}. Due: ordered, and not cancelled by the member."), chart=described)
    title = words.say(Text("What tokens were used for"))
    chart = levels(described, lines) if lines else None
    return Section(title, sentence, chart, facts, note=note)
