"""What members gave, and what each programme brings and takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cercle.measures import ProgrammeFigures
from cercle.privacy.small_groups import FEWEST, small
from cercle.report.charts import GREEN, levels
from cercle.report.figures import Figures
from cercle.report.groups import parted
from cercle.report.parts import Section, Table
from cercle.report.words import Words
from cercle.states import ProgrammeStatus
from cercle.texts import Text

_LONG = 24  # months: longer than that is long enough
_OTHERS = Text("Others")


def given(found: Figures, words: Words) -> Section | None:
    """Contributions by programme."""
    shown, together = parted(found.programmes, lambda one: one.people)
    rows = sorted((one for one in shown if one.rewarded), key=lambda one: -one.rewarded)
    rewarded = sum(one.rewarded for one in found.programmes)
    if not rows:
        return None
    first = rows[0]
    sentence = words.tell(
        Text("Members gave {count} contributions that were rewarded; {part} of them to “{programme}”."),
        count=words.number(rewarded),
        part=words.percent(Decimal(first.rewarded) / rewarded),
        programme=_title(found, words, first),
    )
    lines = [(_title(found, words, one), one.rewarded, words.number(one.rewarded)) for one in rows]
    others = _together(together)
    if others is not None:
        lines.append((words.say(_OTHERS), others.rewarded, words.number(others.rewarded)))
    described = words.say(Text("Rewarded contributions, by programme"))
    columns = (
        Text("programme"),
        Text("contributions"),
        Text("people"),
        Text("units"),
        Text("tokens a person"),
    )
    table = Table(
        tuple(words.say(one) for one in columns),
        tuple(
            (
                _title(found, words, one),
                words.number(one.rewarded),
                words.few(one.people),
                _units(found, words, one),
                words.number(one.cost_per_person or Decimal(0)),
            )
            for one in rows
        ),
    )
    note = words.tell(Text("{chart}. Each counts when it was submitted, as it stands now."), chart=described)
    title = words.say(Text("What members gave"))
    return Section(title, sentence, levels(described, lines), table=table, note=note)


def costs(found: Figures, words: Words) -> Section | None:
    """Each programme's profit and loss."""
    shown, together = parted(found.programmes, lambda one: one.people)
    rows = sorted((one for one in shown if one.people), key=lambda one: -one.earned)
    if not rows:
        return None
    with_money = any(one.money is not None for one in rows)
    earned = sum((one.earned + one.from_rounds for one in found.programmes), Decimal(0))
    redeemed = sum((one.redeemed for one in found.programmes), Decimal(0))
    used = not small(found.demand.together.people)
    if used:
        message = Text(
            "The programmes thanked with {earned}; {redeemed} that had been earned in them were used."
        )
    else:
        message = Text("The programmes thanked with {earned}.")
    sentence = words.tell(message, earned=words.tokens(earned), redeemed=words.tokens(redeemed))
    columns = [Text("programme"), Text("paid in"), Text("earned"), Text("tokens a person")]
    columns += [Text("used")] if used else []
    columns += [Text("money"), Text("money a person")] if with_money else []
    others = _together(together)
    lines = [(_title(found, words, one), one) for one in rows]
    lines += [(words.say(_OTHERS), others)] if others is not None else []
    body = []
    for title, one in lines:
        cells = [title, *map(words.number, (one.funded, one.earned + one.from_rounds))]
        cells.append("–" if one.cost_per_person is None else words.number(one.cost_per_person))
        cells += [words.number(one.redeemed)] if used else []
        cells += [words.money(one.money), words.money(one.money_per_person)] if with_money else []
        body.append(tuple(cells))
    waiting = sum(one.waiting for one in found.programmes)
    idle = sum(one.unrewarded for one in found.programmes)
    facts = (
        (words.say(Text("contributions that wait for approval")), words.few(waiting)),
        (words.say(Text("open programmes where nobody was rewarded")), words.number(idle)),
    )
    note = Text(
        "Amounts in {symbol}. Used: members are taken to spend those tokens first that they earned first."
    )
    return Section(
        words.say(Text("What each programme takes")),
        sentence,
        facts=facts,
        table=Table(tuple(words.say(one) for one in columns), tuple(body)),
        note=words.tell(note, symbol=words.symbol),
    )


def budgets(found: Figures, words: Words) -> Section | None:
    """How many months each open programme's budget lasts."""
    people = {one.programme: one.people for one in found.programmes}
    known = [
        one for one in found.runways if one.months is not None and not small(people.get(one.programme, 0))
    ]
    if not known:
        return None
    rising = sorted(known, key=lambda one: one.months or Decimal(0))
    first, months = rising[0], rising[0].months or Decimal(0)
    programme = words.either(found.names.programmes[first.programme])
    if months < _LONG:
        message = Text("At today’s pace the budget of “{programme}” is the first to end, in {time}.")
        sentence = words.tell(message, programme=programme, time=words.months(months))
    else:
        sentence = words.tell(
            Text("At today’s pace every budget lasts longer than {months} months."), months=_LONG
        )
    lines = [
        (
            words.either(found.names.programmes[one.programme]),
            min(one.months or Decimal(0), Decimal(_LONG)),
            words.number(one.months or 0) if (one.months or 0) <= _LONG else f"> {_LONG}",
        )
        for one in rising
    ]
    described = words.say(Text("Months that each programme’s budget lasts"))
    note = words.tell(Text("{chart}, at the pace of the last three months of the period."), chart=described)
    return Section(
        words.say(Text("How long budgets last")), sentence, levels(described, lines, GREEN), note=note
    )


def _title(found: Figures, words: Words, one: ProgrammeFigures) -> str:
    return words.either(found.names.programmes[one.programme])


def _units(found: Figures, words: Words, one: ProgrammeFigures) -> str:
    unit = found.names.units.get(one.programme)
    return f"{words.number(one.units)} × {words.either(unit)}" if unit else words.number(one.units)


def _together(lines: Sequence[ProgrammeFigures]) -> ProgrammeFigures | None:
    """One line for those that cannot stand alone; None where even together very few people are behind them."""
    if not lines or max(one.people for one in lines) < FEWEST:
        return None
    first, *more = lines
    summed = first
    for one in more:
        summed = replace(
            summed,
            status=ProgrammeStatus.None_,
            rewarded=summed.rewarded + one.rewarded,
            people=0,
            earned=summed.earned + one.earned,
            from_rounds=summed.from_rounds + one.from_rounds,
            redeemed=summed.redeemed + one.redeemed,
            funded=summed.funded + one.funded,
            money=None
            if summed.money is one.money is None
            else (summed.money or 0) + (one.money or Decimal(0)),
        )
    return summed
