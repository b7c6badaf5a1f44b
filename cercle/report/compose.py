"""A whole report, written from its figures."""

from __future__ import annotations

from cercle.report import about_circle, about_people, about_programmes, about_services
from cercle.report.figures import Figures
from cercle.report.parts import Report, Section
from cercle.report.words import Words
from cercle.texts import Text


def compose(found: Figures, language: str) -> Report:
    """Writes the report in a language of ``texts.LANGUAGES``."""
    words = Words(language, found.names.symbol, found.names.currency)
    sections: tuple[Section | None, ...] = (
        about_people.taking_part(found, words),
        about_people.staying(found, words),
        about_programmes.given(found, words),
        about_circle.turning(found, words),
        about_services.used(found, words),
        about_programmes.costs(found, words),
        about_programmes.budgets(found, words),
        about_people.fairness(found, words),
        about_circle.to_look_at(found, words),
    )
    return Report(
        language=language,
        title=words.tell(
            Text("{community}: what our circle brought"), community=words.either(found.names.community)
        ),
        subtitle=words.tell(Text("Impact report, {period}"), period=words.period(found.period)),
        facts=about_circle.headline(found, words),
        sections=tuple(one for one in sections if one is not None),
        footer=(
            words.tell(
                Text(
                    "Measured on {day} from the chain’s events up to block {block}; every figure can be computed again from them."
                ),
                day=words.day(found.as_of),
                block=words.number(found.block),
            ),
            words.say(
                Text(
                    "Nobody is named here, and what very few people did is not shown: groups of fewer than five are put together or left out."
                )
            ),
            words.say(Text("Tokens say thank you; they are worth no money.")),
        ),
    )
