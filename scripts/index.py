"""The community's index: bring it up to date, see how far it is, verify it against the chain, rebuild it."""

from __future__ import annotations

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cercle.community import Community
from cercle.index import Status
from scripts._options import console, tell_differences
from scripts._verbs import progress, reads, table


@click.group()
def cli() -> None:
    """What happened, in SQL: for lists, charts and reports at any size."""


@reads(cli, "sync")
def sync_command(community: Community) -> None:
    """Read what is new from the chain; safe to stop and to run again."""
    with progress() as tell:
        community.index.sync(lambda done, of: tell("Reading blocks", done, of))
    _say(community.index.status())
    tell_differences(community.index.lists(community.record.files.rounds).take_in())


@reads(cli, "status")
def status_command(community: Community) -> None:
    """Show how far the index is, without asking the node."""
    status = community.index.status()
    rows = table(f"Events of {community.name}", "event", "count#")
    for name, count in status.events.items():
        if count:
            rows.add_row(name, f"{count:,}")
    console.print(rows)
    _say(status)


@reads(cli, "verify")
def verify_command(community: Community) -> None:
    """Compare what the events add up to with what the contracts say: members, budgets, contributions, orders …"""
    community.index.sync()
    with Progress(
        TextColumn("Asking the contracts"), BarColumn(), TextColumn("{task.completed:,}"), TimeElapsedColumn(),
        console=console, transient=True,
    ) as bar:  # fmt: skip
        task, asked = bar.add_task("", total=None), [0]

        def count(done: int) -> None:
            asked[0] = done
            bar.update(task, completed=done)

        found = list(community.index.differences(count))
    tell_differences(found)
    block = community.index.status().block
    console.print(
        f"✓ {asked[0]:,} answers of the contracts at block {block:,} agree.", style="green", highlight=False
    )


@reads(cli, "rebuild")
def rebuild_command(community: Community) -> None:
    """Forget everything and read it again: nothing but the chain is needed."""
    with progress() as tell:
        community.index.rebuild(lambda done, of: tell("Reading blocks", done, of))
    _say(community.index.status())
    tell_differences(community.index.lists(community.record.files.rounds).take_in())


def _say(status: Status) -> None:
    events = sum(status.events.values())
    until = f", {status.time:%Y-%m-%d %H:%M} UTC" if status.time else ""
    console.print(
        f"{events:,} events up to block {status.block:,}{until}; in {status.place}", highlight=False
    )
    if status.finalized < status.block:
        console.print(
            f"Final up to block {status.finalized:,}; later ones may still change.", highlight=False
        )
