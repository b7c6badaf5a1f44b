"""Replay past activity under a YAML's rules, off chain: who would earn what, and what it would take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from ape.api import ProviderAPI

from cercle import connect
from cercle.config import load_config
from cercle.documents import write_durably
from cercle.errors import InputProblem
from cercle.rehearsal import MemberOutcome, Rehearsal, rehearse
from cercle.rehearsal.activity import activity_of_csv, activity_of_history, activity_of_praise
from cercle.rehearsal.page import page
from cercle.texts import LANGUAGES, Text
from scripts._options import CercleCommand, PlainCommand, community_option, console, on_network
from scripts._verbs import amount, table

DAY = click.DateTime(["%Y-%m-%d"])
_yaml = click.argument("yaml", type=click.Path(path_type=Path))
_as = click.option(
    "--as",
    "renamed",
    multiple=True,
    metavar="NAME=PROGRAMME",
    help="What a programme, or a part of a praise round, is called in the YAML.",
)
_html = click.option(
    "--html", type=click.Path(path_type=Path), help="Write a page that can be sent to others."
)
_language = click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
_people = click.option("--with-people", is_flag=True, help="Name people, by their keys, on the page.")
_endless = click.option("--endless", is_flag=True, help="As if every budget were large enough.")
_first = click.option(
    "--show", type=click.IntRange(min=0), default=10, show_default=True, help="How many people to list."
)


def _options(command: click.decorators.FC) -> click.decorators.FC:
    for option in (_first, _people, _language, _html, _endless, _as, _yaml):
        command = option(command)
    return command


@click.group()
def cli() -> None:
    """Rehearse: past activity under a YAML's rules. Nothing is sent."""


@cli.command("csv", cls=PlainCommand)
@_options
@click.argument("file", type=click.Path(path_type=Path))
def csv_command(yaml: Path, file: Path, renamed: tuple[str, ...], endless: bool, **how: Any) -> None:
    """A plain CSV file: date, member, programme, units, evidence, beneficiaries."""
    config = load_config(yaml)
    _show(rehearse(activity_of_csv(file, config, _names(renamed)), config, endless=endless), **how)


@cli.command("praise", cls=PlainCommand)
@_options
@click.argument("folder", type=click.Path(path_type=Path))
def praise_command(yaml: Path, folder: Path, renamed: tuple[str, ...], endless: bool, **how: Any) -> None:
    """A praise round; name the YAML's programmes of its parts with --as “contributors=…”."""
    config = load_config(yaml)
    _show(rehearse(activity_of_praise(folder, config, _names(renamed)), config, endless=endless), **how)


@cli.command("history", cls=CercleCommand)
@on_network
@community_option
@_options
@click.option("--from", "start", type=DAY, required=True)
@click.option("--until", "end", type=DAY, required=True, help="Until before this day.")
def history_command(
    network: ProviderAPI,
    community: str | None,
    yaml: Path,
    renamed: tuple[str, ...],
    endless: bool,
    start: datetime,
    end: datetime,
    **how: Any,
) -> None:
    """What this community did on chain, under another YAML."""
    config = load_config(yaml)
    activity = activity_of_history(connect(community), config, start.date(), end.date(), _names(renamed))
    _show(rehearse(activity, config, endless=endless), **how)


def _names(renamed: Sequence[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in renamed]
    if wrong := [name for name, _, key in pairs if not key.strip()]:
        raise InputProblem(
            Text("--as {wrong}: there is no programme behind it.", {"wrong": wrong[0]}),
            Text("Write --as “NAME=PROGRAMME”."),
        )
    return {name.strip(): key.strip() for name, _, key in pairs}


def _show(found: Rehearsal, html: Path | None, language: str, with_people: bool, show: int) -> None:
    _tell_programmes(found)
    if found.gini_before is None:
        _tell_people("Who would earn most", found.members[:show])
    else:
        _tell_people(f"Who would get more ({len(found.winners)})", found.winners[:show])
        _tell_people(f"Who would get less ({len(found.losers)})", found.losers[:show])
    before = "" if found.gini_before is None else f", {found.gini_before:.3f} before"
    console.print(
        f"{found.activity} under the rules of {found.community}: {amount(found.earned)} {found.symbol} earned by "
        f"{sum(one.earned > 0 for one in found.members)} people; {amount(found.budget_needed)} would be needed; "
        f"{len(found.refused)} deeds refused. Gini {found.gini:.3f}{before}.",
        highlight=False,
        soft_wrap=True,
    )
    if html:
        write_durably(html, page(found, language, with_people=with_people).encode())
        console.print(f"The page: {html}", soft_wrap=True)


def _tell_programmes(found: Rehearsal) -> None:
    done = table("What was done", "programme", "deeds#", "rewarded#", "units#", "votes a seat#")
    needed = table(
        f"What it takes, {found.symbol}", "programme", "earned#", "budget#", "missing#", "short on"
    )
    for one in found.programmes:
        votes = f"{one.votes_per_seat:.0f}"
        done.add_row(one.key, str(one.deeds), str(one.rewarded), amount(one.units), votes)
        tokens = map(amount, (one.earned, one.budget, one.missing))
        needed.add_row(one.key, *tokens, f"{one.short_on}" if one.short_on else "")
    console.print(done, "", needed, "")


def _tell_people(title: str, people: Sequence[MemberOutcome]) -> None:
    rows = table(title, "member", "before#", "earned#", "change#")
    for one in people:
        known = one.before is not None and one.change is not None
        before, change = (amount(one.before), f"{one.change:+,.4f}") if known else ("", "")
        rows.add_row(one.member, before, amount(one.earned), change)
    if people:
        console.print(rows)
