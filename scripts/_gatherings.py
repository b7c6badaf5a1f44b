"""`ape run contributions event`: gatherings whose attendees confirm what was given, recorded in one batch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click
import segno

from cercle.attending import close, gatherings, unrecorded
from cercle.community import Community
from cercle.errors import InputProblem
from cercle.gatherings import link
from cercle.importers.plain import parse_units
from cercle.links import dashboard_url
from cercle.names import MemberNames, member_names, programme_names, programme_number
from cercle.recording import record, require_recordable, validator_of
from cercle.texts import Text
from cercle.units import to_units
from scripts._import_plain import tell_recorded
from scripts._options import console
from scripts._verbs import progress, reads, seat_desk, sends, table


@click.group("event")
def event() -> None:
    """Gatherings: attendees scan a code and confirm; closing one records it."""


@reads(event, "open")
@click.argument("title")
@click.option("--programme", required=True, help="Its YAML key or number.")
@click.option(
    "--giver", "givers", required=True, multiple=True, metavar="MEMBER=UNITS",
    help="Who gave, and how much; may be given several times.",
)  # fmt: skip
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="By default today, by the chain's clock."
)
@click.option("--hours", default=12, show_default=True, help="How long the code works from now on.")
@click.option(
    "--qr", type=click.Path(path_type=Path), help="Write the code as a picture: .svg, .png or .pdf."
)
def open_command(
    community: Community,
    title: str,
    programme: str,
    givers: tuple[str, ...],
    day: datetime | None,
    hours: int,
    qr: Path | None,
) -> None:
    """Open a gathering called TITLE, and print the link that its attendees scan."""
    now = community.node.time()
    opened = gatherings(community).open(
        programme=programme_number(community, programme),
        title=title,
        day=(day or now).date(),
        given=_given(member_names(community), givers),
        until=now + timedelta(hours=hours),
    )
    address = link(dashboard_url(community), opened.code)
    console.print(f"The code {opened.code} works until {opened.until:%Y-%m-%d %H:%M} UTC:", highlight=False)
    console.print(address, markup=False, highlight=False, soft_wrap=True)
    if qr:
        segno.make(address, error="m").save(str(qr), scale=10)
        console.print(f"Its picture is {qr}.", markup=False, highlight=False)


def _given(names: MemberNames, givers: tuple[str, ...]) -> Mapping[int, Decimal]:
    given = {}
    for giver in givers:
        name, _, units = giver.rpartition("=")
        try:
            given[names.require(name)] = to_units(parse_units(units))
        except ValueError as problem:
            if isinstance(problem, InputProblem):
                raise
            raise InputProblem(
                Text("“{giver}” does not say who gave how much.", {"giver": giver}),
                Text("Write it so: --giver alice=1.5"),
            ) from None
    return given


@reads(event, "list")
def list_command(community: Community) -> None:
    """List the gatherings, newest first."""
    history, names = community.history.refresh(), programme_names(community)
    now = community.node.time()
    rows = table(
        f"Gatherings of {community.name}", "code", "day", "programme", "what", "gave#", "attended#", "state"
    )
    for one in gatherings(community).of_programmes(history.programmes):
        left = len(unrecorded(community, one))
        state = "code works" if now < one.until else "code expired"
        if one.closed:
            state = f"{left} to be recorded" if left else "recorded"
        day, programme = one.day.isoformat(), names[one.programme]
        rows.add_row(one.code, day, programme, one.title, str(len(one.given)), str(len(one.attended)), state)
    console.print(rows)


@sends(event, "close")
@click.argument("code")
@click.option(
    "--without",
    multiple=True,
    metavar="MEMBER",
    help="Whose attendance is not counted; may be given several times.",
)
def close_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, code: str, without: tuple[str, ...]
) -> None:
    """Close the gathering CODE and record what was given; again, what was left out the first time."""
    names = member_names(community)
    left_out = {names.require(name) for name in without}
    gathering = gatherings(community).get(code)
    office = seat_desk(community, account, dry_run, yes, (gathering.programme,))
    validator = validator_of(community, office.signer.address)
    require_recordable(community, validator, {gathering.programme})
    attended = len([one for one in gathering.attended if one.member not in left_out])
    console.print(f"“{gathering.title}”: {len(gathering.given)} gave, {attended} attended.", highlight=False)
    if not office.agreed("Close it and record this?"):
        return
    items = close(community, code, left_out)
    with progress() as tell:
        tell_recorded(record(community, office.signer, validator, items, progress=tell), office.signer)
