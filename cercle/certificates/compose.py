"""From what a member gave to the paper that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cercle.certificates.check import Verdict, check
from cercle.certificates.issue import issue
from cercle.certificates.paper import print_record
from cercle.certificates.printed import Given, Part, PrintedRecord
from cercle.lifeline import Period
from cercle.papers import read_paper
from cercle.records import ContributionRecord

if TYPE_CHECKING:
    from cercle.community import Community


@dataclass(frozen=True)
class Wishes:
    """How a member wants their paper, in one language. ``name`` is empty unless they want it there; ``titles`` prints
    what each contribution was, in the member's own words; ``programmes`` is what they are called, and ``units`` what
    they count."""

    language: str
    name: str
    titles: bool
    community: str
    programmes: Mapping[int, str]
    units: Mapping[int, str]
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
    named = [submissions[place] for place in verdict.certificate.places]
    return PrintedRecord(
        certificate=verdict.certificate,
        made_at=verdict.made_at,
        community=wishes.community,
        dashboard=wishes.dashboard,
        name=wishes.name,
        tokens=verdict.tokens,
        token=community.token.name,
        quorum=verdict.quorum,
        parts=[
            Part(wishes.programmes[one.programme], one.count, one.units, wishes.units[one.programme])
            for one in verdict.certificate.sums
        ],
        given=[
            Given(
                one.submitted_at.date(),
                wishes.programmes[one.programme],
                _title(community, one) if wishes.titles else "",
                one.units,
                wishes.units[one.programme],
            )
            for one in reversed(named)
        ],
    )


def _title(community: Community, contribution: ContributionRecord) -> str:
    title = read_paper(community, contribution.evidence).title
    return title if isinstance(title, str) else ""
