"""The impact report: what the circle brought, for a board, as a page and as a PDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from ape.api import ProviderAPI

from cercle import connect
from cercle.documents import write_durably
from cercle.measures import Month, Period
from cercle.report import compose, gather, page, paper
from cercle.texts import LANGUAGES
from scripts._options import CercleCommand, community_option, console, on_network
from scripts._verbs import progress

MONTH = click.DateTime(["%Y-%m"])


@click.command(cls=CercleCommand)
@on_network
@community_option
@click.option("--from", "first", type=MONTH, required=True, metavar="YYYY-MM", help="The first month (UTC).")
@click.option("--to", "last", type=MONTH, required=True, metavar="YYYY-MM", help="The last month.")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where to write, without an ending: OUT.html and OUT.pdf. By default in this folder.",
)
def cli(
    network: ProviderAPI,
    community: str | None,
    first: datetime,
    last: datetime,
    language: str,
    out: Path | None,
) -> None:
    """Write the impact report of some months, for a board: OUT.html and OUT.pdf. It names nobody."""
    connected = connect(community)
    period = Period(Month(first.year, first.month), Month(last.year, last.month))
    with progress() as tell:
        connected.index.sync(lambda done, of: tell("Reading blocks", done, of))
    figures = gather(connected, period)
    written = compose(figures, language)
    out = out or Path(f"{connected.name}-{first:%Y-%m}-{last:%Y-%m}-{language}")
    for file, content in (
        (out.with_name(f"{out.name}.html"), page(written).encode()),
        (out.with_name(f"{out.name}.pdf"), paper(written, figures.as_of)),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, content)
        console.print(f"{file}", highlight=False, soft_wrap=True)
    for section in written.sections:
        console.print(f"{section.title}: {section.sentence}", markup=False, highlight=False)
