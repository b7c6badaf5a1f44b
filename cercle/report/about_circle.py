"""The circle as a whole: what to remember, how tokens go round, and what to look at."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cercle.measures import Flow, velocity
from cercle.privacy.small_groups import small
from cercle.report.charts import CLAY, GREEN, side_by_side
from cercle.report.figures import Figures
from cercle.report.groups import Step, steps, too_few
from cercle.report.parts import Section, Table
from cercle.report.words import Words
from cercle.texts import Text


def headline(found: Figures, words: Words) -> tuple[tuple[str, str], ...]:
    """The figures to remember."""
    people, orders = found.engagement, found.demand.together
    rewarded = sum(one.rewarded for one in found.programmes)
    return (
        (words.say(Text("people took part in twelve months")), words.few(people.engaged)),
        (
            words.say(Text("contributions rewarded")),
            "–" if small(found.spread.people) else words.number(rewarded),
        ),
        (words.say(Text("services ordered")), "–" if small(orders.people) else words.number(orders.orders)),
        (
            words.say(Text("of those who took part both gave and received")),
            "–" if small(people.both) or small(people.engaged) else words.percent(people.circular),
        ),
    )


def turning(found: Figures, words: Words) -> Section | None:
    """Tokens earned, used, and outstanding; not where very few people earned or used any."""
    if small(found.spread.people) or small(found.demand.together.people):
        return None
    earned, used = (_sum(getattr(one, name) for one in found.flows) for name in ("earned", "redeemed"))
    sentence = words.tell(
        Text("Members earned {earned} and used {used}; {owed} can still be used."),
        earned=words.tokens(earned),
        used=words.tokens(used),
        owed=words.tokens(found.liability.total),
    )
    behind = (found.behind.rewarded, found.behind.ordered)
    shown = steps(found.period, *behind)
    chart = None
    described = words.tell(Text("Tokens earned and used, in {symbol}"), symbol=words.symbol)
    if not any(too_few(one, *behind) for one in shown):
        series = (
            (words.say(Text("earned")), CLAY, [_of(found.flows, one, "earned") for one in shown]),
            (words.say(Text("used")), GREEN, [_of(found.flows, one, "redeemed") for one in shown]),
        )
        labels = [_label(one, words) for one in shown]
        chart = side_by_side(described, labels, series, words.language)
    turns, days = velocity(found.flows), found.spending.median_days
    owed = found.liability
    facts = (
        (
            words.say(Text("times a year a token is used (velocity)")),
            "–" if turns is None else words.number(turns),
        ),
        (words.say(Text("days from earning to using (median)")), "–" if days is None else words.number(days)),
        (words.say(Text("issued")), words.tokens(_sum(one.issued for one in found.flows))),
        (words.say(Text("burnt")), words.tokens(_sum(one.burnt for one in found.flows))),
    )
    parts = (
        (Text("in people’s wallets"), owed.held),
        (Text("earned, not collected"), owed.to_collect),
        (Text("in open rounds"), owed.in_rounds),
        (Text("kept for people who could not be paid"), owed.kept),
        (Text("in orders that are not over"), owed.in_orders),
    )
    table = Table(
        (words.say(Text("what can still be used")), words.symbol),
        tuple((words.say(name), words.number(amount)) for name, amount in parts if amount),
    )
    note = words.tell(
        Text("{chart}. What can still be used is as of now, institutions’ own tokens left out."),
        chart=described,
    )
    return Section(words.say(Text("How the circle turns")), sentence, chart, facts, table, note)


def to_look_at(found: Figures, words: Words) -> Section:
    """What does not add up, or waits too long."""
    quality = found.quality
    lines = (
        (Text("contributions that wait for approval for more than 30 days"), quality.waiting_long),
        (Text("orders not rendered in their time"), quality.late_orders),
        (Text("contributions whose evidence was handed in more than once"), quality.evidence_again),
        (Text("rewards that go back to the budget within 90 days if nobody collects them"), quality.lapsing),
        (Text("people with rewards who have not joined yet"), quality.without_wallet),
    )
    rows = [(words.say(name), words.few(count)) for name, count in lines if count]
    if quality.unfunded:
        name = Text("programmes where more waits for approval than the budget can reward")
        rows.append((words.say(name), words.number(quality.unfunded)))
    sentence = (
        Text("There is something to look at.") if rows else Text("Nothing waits, and everything adds up.")
    )
    table = Table((words.say(Text("what")), words.say(Text("how many"))), tuple(rows)) if rows else None
    return Section(words.say(Text("What to look at")), words.say(sentence), table=table)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _of(flows: tuple[Flow, ...], step: Step, name: str) -> Decimal:
    return _sum(getattr(one, name) for one in flows if one.month in step.months)


def _label(step: Step, words: Words) -> str:
    first, last = (words.short_month(month) for month in (step.months[0], step.months[-1]))
    return first if first == last else f"{first} – {last}"
