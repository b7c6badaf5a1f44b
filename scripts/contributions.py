"""Contributions: record a few by hand, import many, see what waits, show one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cercle.community import Community
from cercle.documents import DocumentError, Evidence
from cercle.errors import InputProblem
from cercle.importers.plain import PlainRow, parse_units
from cercle.names import programme_names, programme_number
from cercle.records import ContributionRecord
from cercle.states import CONTRIBUTION_NAMES, ContributionStatus
from cercle.texts import Text
from scripts._gatherings import event
from scripts._import_plain import import_plain_file, import_rows
from scripts._import_praise import import_praise_round
from scripts._options import VALID_DAYS, console, words
from scripts._verbs import amount, reads, sends, table


@click.group()
def cli() -> None:
    """What members did, and what others say about it."""


cli.add_command(event)


@sends(cli, "import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["plain", "praise"]),
    default="plain",
    show_default=True,
    help="plain: a CSV file with date, member, programme, units, evidence, beneficiaries; praise: a round's folder.",
)
@click.option("--fund", is_flag=True, help="Issue what the budgets lack.")
@click.option(
    "--valid-days",
    type=VALID_DAYS,
    default=365,
    show_default=True,
    help="How long new members' invitations can be used.",
)
@click.option(
    "--part",
    "parts",
    multiple=True,
    metavar="PART=PROGRAMME",
    help="praise: the programme of “contributors”, “validators” or “reward board”, where the rate does not tell.",
)
def import_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    source: Path,
    kind: str,
    fund: bool,
    valid_days: int,
    parts: tuple[str, ...],
) -> None:
    """Record the contributions of SOURCE, each once, however often this is run."""
    if kind == "plain":
        import_plain_file(community, account, source, dry_run=dry_run, yes=yes, fund=fund)
        return
    programmes = {}
    for part in parts:
        name, _, programme = part.partition("=")
        programmes[name.strip()] = programme_number(community, programme.strip())
    import_praise_round(
        community,
        account,
        source,
        programmes,
        dry_run=dry_run,
        yes=yes,
        fund=fund,
        valid_days=valid_days,
    )


@sends(cli, "record")
@click.option("--programme", required=True, help="Its YAML key or number.")
@click.option(
    "--member", "members", required=True, multiple=True, help="Who did it; may be given several times."
)
@click.option("--units", required=True, help="How much, at most two decimals.")
@click.option("--evidence", required=True, callback=words, help="What was done, in a sentence or a few.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="When; by default today, by the chain's clock."
)
@click.option(
    "--beneficiary", "beneficiaries", multiple=True, help="Who received it; may be given several times."
)
@click.option("--fund", is_flag=True, help="Issue what the budget lacks.")
def record_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    programme: str,
    members: tuple[str, ...],
    units: str,
    evidence: str,
    day: date | None,
    beneficiaries: tuple[str, ...],
    fund: bool,
) -> None:
    """Record one contribution, or the same one for several members, by hand."""
    try:
        hundredths = parse_units(units)
    except ValueError as problem:
        raise InputProblem(Text("{problem}", {"problem": problem})) from None
    when = day or community.node.time()
    when = date(when.year, when.month, when.day)
    rows = [
        PlainRow(place, when, member, programme, hundredths, evidence.strip(), beneficiaries)
        for place, member in enumerate(members, 1)
    ]
    import_rows(community, account, rows, dry_run=dry_run, yes=yes, fund=fund)


@reads(cli, "queue")
@click.option("--programme", help="Only this one.")
@click.option("--most", default=50, show_default=True, help="How many to show.")
def queue_command(community: Community, programme: str | None, most: int) -> None:
    """What waits for validators, oldest first."""
    only = programme_number(community, programme) if programme else None
    history = community.history.refresh()
    names = programme_names(community)
    waiting = [
        one
        for one in history.contributions.values()
        if one.status is ContributionStatus.Pending and only in (None, one.programme)
    ]
    waiting.sort(key=lambda one: one.submitted_at)
    now = community.node.time()
    rows = table(
        f"Waiting in {community.name}", "id", "programme", "member#", "units#", "what", "votes", "days#"
    )
    for one in waiting[:most]:
        quorum = history.programmes[one.programme].quorum
        rows.add_row(
            one.id.hex()[:12],
            names[one.programme],
            str(one.member),
            amount(one.units),
            _title(community, one),
            f"{len(one.approvals)} yes, {len(one.rejections)} no, of {quorum}",
            str((now - one.submitted_at).days),
        )
    console.print(rows)
    console.print(f"{len(waiting)} contributions wait.")


def _title(community: Community, one: ContributionRecord) -> str:
    try:
        document = community.documents.get(one.evidence).document
    except DocumentError as problem:
        return f"[{type(problem).__name__}]"
    return document.title if isinstance(document, Evidence) else document.kind


@reads(cli, "show")
@click.argument("contribution")
def show_command(community: Community, contribution: str) -> None:
    """Show a contribution with its evidence, by id or the beginning of it."""
    one = _find(community, contribution)
    names = {person.member: f" {person.name}" for person in community.directory.people()}
    stored = community.documents.get(one.evidence)
    facts = {
        "id": "0x" + one.id.hex(),
        "member": f"{one.member}{names.get(one.member, '')}",
        "programme": programme_names(community)[one.programme],
        "units": f"{amount(one.units)}, worth {amount(one.reward)} {community.token.symbol}",
        "state": CONTRIBUTION_NAMES[one.status],
        "recorded": f"{one.submitted_at:%Y-%m-%d %H:%M} UTC",
        "approved by": ", ".join(f"{seat}{names.get(seat, '')}" for seat in sorted(one.approvals)),
        "rejected by": ", ".join(f"{seat}{names.get(seat, '')}" for seat in sorted(one.rejections)),
        "confirmed by": ", ".join(str(confirmation.beneficiary) for confirmation in stored.confirmations),
        "evidence": stored.document.model_dump_json(indent=2, exclude={"salt"}),
    }
    for name, value in facts.items():
        if value:
            console.print(f"{name:>14}  {value}", markup=False, highlight=False, soft_wrap=True)


def _find(community: Community, text: str) -> ContributionRecord:
    start = text.removeprefix("0x").lower()
    found = [
        one for one in community.history.refresh().contributions.values() if one.id.hex().startswith(start)
    ]
    if len(found) != 1:
        many = "Several contributions begin with “{id}”." if found else "There is no contribution “{id}”."
        raise InputProblem(
            Text(many, {"id": text}), Text("Give more of its id: ape run contributions queue shows them.")
        )
    return found[0]
