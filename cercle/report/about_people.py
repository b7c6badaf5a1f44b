"""Who takes part, who stays, and how evenly the thanks are spread."""

from __future__ import annotations

from decimal import Decimal

from cercle.measures import Wave
from cercle.privacy.small_groups import FEWEST, small
from cercle.report.charts import GREEN, bars, squares
from cercle.report.figures import Figures
from cercle.report.parts import Section
from cercle.report.words import Words
from cercle.texts import Text

_QUARTERS = 8  # of retention, the newest


def taking_part(found: Figures, words: Words) -> Section:
    """How many do something, month after month."""
    enrolled, engaged = found.enrolment, found.engagement
    title = words.say(Text("Who takes part"))
    sentence = words.tell(
        Text(
            "{engaged} people took part in the twelve months to {month}: {rate} of the {enrolled} enrolled."
        ),
        engaged=words.few(engaged.engaged),
        month=words.month(found.period.last),
        rate=words.percent(engaged.rate),
        enrolled=words.number(enrolled.enrolled),
    )
    described = words.say(Text("People who took part, by month"))
    months = [
        (words.short_month(month), 0 if small(count) else count, words.few(count))
        for month, count in engaged.by_month.items()
    ]
    days = "–" if enrolled.days_to_join is None else words.number(enrolled.days_to_join)
    facts = (
        (words.say(Text("people enrolled")), words.number(enrolled.enrolled)),
        (words.say(Text("of them joined")), words.percent(enrolled.activation)),
        (words.say(Text("joined in the period")), words.few(enrolled.newly_joined)),
        (words.say(Text("days from invitation to joining (median)")), days),
    )
    note = Text("Taking part is contributing, using tokens, rendering a service or validating. {chart}.")
    return Section(
        title, sentence, bars(described, months, GREEN), facts, note=words.tell(note, chart=described)
    )


def staying(found: Figures, words: Words) -> Section | None:
    """Retention: what became of each quarter's newly enrolled."""
    waves = [one for one in found.waves if one.enrolled >= FEWEST]
    if not waves:
        return None
    cells = [cell for wave in waves[-_QUARTERS:] for cell in _cells(wave, words)]
    first = waves[0]
    latest = first.active[-1]
    sentence = words.tell(
        Text("Of the {enrolled} people enrolled in {quarter}, {active} took part in the latest quarter."),
        enrolled=words.number(first.enrolled),
        quarter=_quarter(first, words),
        active=words.few(latest) if small(latest) else words.percent(first.retention[-1]),
    )
    described = words.say(
        Text("The share of each quarter’s newly enrolled who took part, by quarters since then")
    )
    across, down = words.say(Text("quarters since")), words.say(Text("enrolled in"))
    note = words.tell(Text("{chart}; “–” stands for fewer than five people."), chart=described)
    return Section(words.say(Text("Who stays")), sentence, squares(described, cells, across, down), note=note)


def fairness(found: Figures, words: Words) -> Section | None:
    """How evenly tokens are spread, and what validators carry."""
    spread = found.spread
    if spread.people < FEWEST:
        return None
    sentence = words.tell(
        Text("The tenth of people who earned most earned {top} of the tokens."),
        top=words.percent(spread.top_tenth),
    )
    places = (Text("who earned least"), Text("second fifth"), Text("third fifth"), Text("fourth fifth"))
    labels = [words.say(one) for one in (*places, Text("who earned most"))]
    enough = spread.fifths is not None and spread.people >= FEWEST * 5
    fifths = spread.fifths if enough and spread.fifths else ()
    described = words.say(Text("The share of all tokens earned by each fifth of the people"))
    lines = [(label, value, words.percent(value)) for label, value in zip(labels, fifths, strict=False)]
    voting = {one.validator for one in found.loads if one.votes}
    decided = sum(one.decided for one in found.loads)
    against = sum(one.against for one in found.loads)
    waits = [one.days for one in found.reviews if one.days is not None]
    facts = [
        (
            words.say(Text("Gini coefficient (0: all alike, 1: one has it all)")),
            f"{spread.gini:.2f}".replace(".", "," if words.language == "fr" else "."),
        ),
        (words.say(Text("validators who voted")), words.few(len(voting))),
        (
            words.say(Text("programmes’ slowest median, days to decide")),
            words.number(max(waits)) if waits else "–",
        ),
        (words.say(Text("rings of mutual approval")), words.number(len(found.rings))),
    ]
    if decided and not small(len(voting)):
        part = Decimal(against) / decided
        facts.append((words.say(Text("votes against the outcome")), words.percent(part)))
    note = Text(
        "{chart}. A ring of mutual approval: validators who approved each other’s contributions three times or more; it says where to look, not that anything is wrong."
    )
    chart = bars(described, lines) if lines else None
    return Section(
        words.say(Text("How evenly thanks are spread")),
        sentence,
        chart,
        tuple(facts),
        note=words.tell(note, chart=described),
    )


def _cells(wave: Wave, words: Words) -> list[tuple[str, str, Decimal | None, str]]:
    row = f"{_quarter(wave, words)} ({words.number(wave.enrolled)})"
    made: list[tuple[str, str, Decimal | None, str]] = []
    for place, (count, rate) in enumerate(zip(wave.active, wave.retention, strict=True)):
        if place < _QUARTERS:
            hidden = small(count)
            made.append((str(place), row, None if hidden else rate, "–" if hidden else words.percent(rate)))
    return made


def _quarter(wave: Wave, words: Words) -> str:
    number = (wave.quarter.month - 1) // 3 + 1
    return words.tell(Text("Q{number} {year}"), number=number, year=wave.quarter.year)
