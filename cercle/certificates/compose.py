"""From what a member gave to the paper that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from cercle.certificates.check import Verdict, check
from cercle.certificates.issue import issue
from cercle.certificates.paper import Given, Part, PrintedRecord, print_record
from cercle.documents import Bilingual
from cercle.history import ContributionRecord
from cercle.lifeline import Period
from cercle.papers import read_paper
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community


@dataclass(frozen=True)
class Wishes:
    """How a member wants their paper. ``name`` is empty unless they want it there; ``titles`` prints what each
    contribution was, in the member's own words; ``units`` says what programmes count, where that is known."""

    language: str
    name: str
    titles: bool
    community: Bilingual
    units: Mapping[int, Bilingual | None]
    dashboard: str


def print_lifeline(
    community: Community, submissions: Sequence[ContributionRecord], period: Period, wishes: Wishes
) -> bytes:
    """The PDF of what counts of a member's ``submissions`` (all of them, in the chain's order) in a period.

    It is checked against the contract first, as whoever scans it will do. Raises what ``issue`` and ``check`` raise.
    """
    verdict = check(community, issue(community, submissions, period), submissions)
    return print_record(_compose(community, verdict, submissions, wishes), wishes.language)


def _compose(
    community: Community, verdict: Verdict, submissions: Sequence[ContributionRecord], wishes: Wishes
) -> PrintedRecord:
    words = _Words(community, wishes)
    named = [submissions[place] for place in verdict.certificate.places]
    return PrintedRecord(
        certificate=verdict.certificate,
        made_at=verdict.made_at,
        community=words.either(wishes.community),
        dashboard=wishes.dashboard,
        name=wishes.name,
        tokens=f"{words.number(verdict.tokens)} {community.token.name}",
        quorum=verdict.quorum,
        parts=[
            Part(words.programme(one.programme), one.count, words.amount(one.programme, one.units))
            for one in verdict.certificate.sums
        ],
        given=[
            Given(
                one.submitted_at.date(),
                words.programme(one.programme),
                words.title(one) if wishes.titles else "",
                words.amount(one.programme, one.units),
            )
            for one in reversed(named)
        ],
    )


class _Words:
    def __init__(self, community: Community, wishes: Wishes) -> None:
        self._community, self._wishes = community, wishes
        self._programmes: dict[int, str] = {}

    def either(self, words: Bilingual) -> str:
        return words.fr if self._wishes.language == "fr" else words.en

    def number(self, amount: Decimal) -> str:
        return str(format_decimal(amount, format="#,##0.##", locale=self._wishes.language))

    def amount(self, programme: int, units: Decimal) -> str:
        unit = self._wishes.units.get(programme)
        name = self.either(unit) if unit else Text("unit").in_(self._wishes.language)
        return f"{self.number(units)} × {name}"

    def programme(self, number: int) -> str:
        if number not in self._programmes:
            title = read_paper(self._community, self._community.history.programmes[number].document).title
            untitled = Text("programme {number}", {"number": number}).in_(self._wishes.language)
            self._programmes[number] = self.either(title) if isinstance(title, Bilingual) else untitled
        return self._programmes[number]

    def title(self, contribution: ContributionRecord) -> str:
        title = read_paper(self._community, contribution.evidence).title
        return title if isinstance(title, str) else ""
