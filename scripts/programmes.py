"""The community's programmes: list, show, pause, resume, close, seat, unseat. The YAML opens them."""

from __future__ import annotations

from collections.abc import Callable

import click

from cercle.calls import Call
from cercle.community import Community
from cercle.documents import DocumentError
from cercle.names import member_names, programme_names, programme_number
from cercle.records import ProgrammeRecord
from cercle.states import PROGRAMME_NAMES, ContributionStatus, ProgrammeStatus
from scripts._options import console
from scripts._verbs import amount, desk, reads, sends, table


@click.group()
def cli() -> None:
    """What the community rewards; the community's YAML opens programmes."""


@reads(cli, "list")
def list_command(community: Community) -> None:
    """List the programmes with their budgets."""
    history = community.history.refresh()
    rows = table(
        f"Programmes of {community.name}",
        "number#",
        "key",
        "state",
        "per unit#",
        "votes",
        "available#",
        "reserved#",
        "paid#",
    )
    names = programme_names(community)
    for number, programme in sorted(history.programmes.items()):
        budget = community.rewards.budget(number)
        rows.add_row(
            str(number),
            names[number],
            PROGRAMME_NAMES[programme.status],
            amount(programme.tokens_per_unit),
            f"{programme.quorum} of {len(programme.validators)}",
            amount(budget.available),
            amount(budget.reserved),
            amount(programme.paid),
        )
    console.print(rows)


@reads(cli, "show")
@click.argument("programme")
def show_command(community: Community, programme: str) -> None:
    """Show a programme: its text, terms, seats and what waits."""
    number = programme_number(community, programme)
    one = community.history.programmes[number]
    names = {person.member: f" {person.name}" for person in community.directory.people()}
    mine = [c for c in community.history.contributions.values() if c.programme == number]
    facts = {
        "number": str(number),
        "text": _text(community, one),
        "state": PROGRAMME_NAMES[one.status],
        "tokens per unit": amount(one.tokens_per_unit),
        "validations": f"{one.quorum} of {len(one.validators)}",
        "cap": f"{amount(one.cap)} units in {one.cap_period.days} days" if one.cap else "none",
        "challenge window": str(one.challenge_window),
        "claim within": f"{one.claim_within.days} days",
        "seats": ", ".join(f"{seat}{names.get(seat, '')}" for seat in sorted(one.validators)),
        "contributions": f"{len(mine)}, {sum(c.status is ContributionStatus.Pending for c in mine)} waiting",
    }
    for name, value in facts.items():
        console.print(f"{name:>18}  {value}", markup=False, highlight=False, soft_wrap=True)


def _text(community: Community, programme: ProgrammeRecord) -> str:
    try:
        document = community.documents.get(programme.document).document
    except DocumentError as problem:
        return str(problem)
    title = getattr(document, "title", None)
    return f"{title.en} / {title.fr}" if title else document.kind


def _change(name: str, role: str, wanted: ProgrammeStatus, question: str) -> None:
    """A command that changes a programme's state; nothing is sent where it has that state already."""

    @sends(cli, name)
    @click.argument("programme")
    def change(community: Community, account: str | None, dry_run: bool, yes: bool, programme: str) -> None:
        number = programme_number(community, programme)
        if community.programmes.status(number) is wanted:
            console.print(f"The programme {programme} is {PROGRAMME_NAMES[wanted]} already.")
            return
        action: Callable[[int], Call] = getattr(community.programmes, name)
        desk(community, account, dry_run, yes, role=role).order(action(number))

    change.help = question


_change(
    "pause", "moderator", ProgrammeStatus.Paused, "Stop submissions and votes; challenges and claims go on."
)
_change("resume", "steward", ProgrammeStatus.Open, "Open a paused programme again.")
_change(
    "close",
    "steward",
    ProgrammeStatus.Closed,
    "Close a programme for good; what is pending is still decided.",
)


def _seating(name: str, wanted: bool, help_text: str) -> None:
    @sends(cli, name)
    @click.argument("programme")
    @click.argument("member")
    def change(
        community: Community, account: str | None, dry_run: bool, yes: bool, programme: str, member: str
    ) -> None:
        number, validator = programme_number(community, programme), member_names(community).require(member)
        if community.programmes.has_seat(number, validator) is wanted:
            console.print(
                f"Member {validator} {'has a' if wanted else 'has no'} seat on {programme} already."
            )
            return
        action: Callable[[int, int], Call] = getattr(community.programmes, name)
        desk(community, account, dry_run, yes, role="steward").order(action(number, validator))

    change.help = help_text


_seating("seat", True, "Give a member a vote on a programme.")
_seating("unseat", False, "Take a member's seat away; their votes stop counting.")
