"""The community's open data: what was done, for anybody to study, without telling what any one member did."""

from __future__ import annotations

from pathlib import Path

import click

from cercle.community import Community
from cercle.opendata import FORMATS, export
from scripts._options import console
from scripts._verbs import progress, reads, table


@click.group()
def cli() -> None:
    """The community's data as files, with a dictionary."""


@reads(cli, "export")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write; an earlier export is replaced.",
)
@click.option(
    "--format",
    type=click.Choice(sorted(FORMATS)),
    default="csv",
    show_default=True,
    help="What the files are.",
)
@click.option(
    "--with-ids",
    "numbers",
    is_flag=True,
    help="Name members by number, if the community’s YAML allows it: not for publication.",
)
def export_command(community: Community, folder: Path, format: str, numbers: bool) -> None:
    """Write programmes, services, members, contributions, orders and monthly totals; small groups are left out."""
    with progress() as tell:
        community.index.sync(lambda done, of: tell("Reading blocks", done, of))
        done = export(community, folder, format, numbers=numbers, tell=tell)
    rows = table(f"Data of {community.name} at block {done.block:,}", "table", "lines#")
    for name, count in done.lines.items():
        rows.add_row(name, f"{count:,}")
    console.print(rows)
    if done.left_out:
        console.print(f"{done.left_out:,} monthly figures about small groups are left out.", highlight=False)
    console.print(f"In {folder}, with a dictionary: DATA-DICTIONARY.md", markup=False, highlight=False)
