"""The community's services: list, pause, resume, close, stock, statement. The YAML lists them."""

from __future__ import annotations

from pathlib import Path

import click

from cercle.community import Community
from cercle.documents import DocumentError
from cercle.names import member_names, service_number
from cercle.records import ServiceRecord
from cercle.statements import StatementDesk
from cercle.statements.statement import What
from cercle.states import SERVICE_NAMES, STOPPED_SERVICE, ServiceStatus
from cercle.texts import LANGUAGES
from cercle.units import to_tokens
from scripts._options import console
from scripts._verbs import Desk, amount, desk, progress, reads, sends, table


@click.group()
def cli() -> None:
    """What tokens are redeemed for; the community's YAML lists services."""


@reads(cli, "list")
def list_command(community: Community) -> None:
    """List the services."""
    history = community.history.refresh()
    keys = {number: key for key, number in community.record.services.items()}
    rows = table(
        f"Services of {community.name}", "number#", "key", "title", "provider#", "price#", "stock#", "state"
    )
    for number, service in sorted(history.services.items()):
        rows.add_row(
            str(number),
            keys.get(number, ""),
            _title(community, service),
            str(service.provider),
            amount(service.price),
            str(service.stock),
            service.state_name,
        )
    console.print(rows)


def _title(community: Community, service: ServiceRecord) -> str:
    try:
        document = community.documents.get(service.document).document
    except DocumentError as problem:
        return str(problem)
    title = getattr(document, "title", None)
    return title.en if title else ""


def _change(name: str, wanted: ServiceStatus, stop: bool, help_text: str) -> None:
    """A command by which the provider pauses or resumes; the account of a moderator stops, or takes that back."""

    @sends(cli, name)
    @click.argument("service")
    def change(community: Community, account: str | None, dry_run: bool, yes: bool, service: str) -> None:
        number = service_number(community, service)
        office = desk(community, account, dry_run, yes, role="moderator")
        provider, present = _provider(office, number), community.services.get(number)
        if provider and present.status is not wanted:
            office.order(community.services.set_status(provider, number, wanted))
        elif not provider and present.stopped is not stop:
            office.order(community.services.moderate(number, stop))
        else:
            state = SERVICE_NAMES[wanted] if provider else STOPPED_SERVICE if stop else "not stopped"
            console.print(f"The service {service} is {state} already.")

    change.help = help_text


def _provider(office: Desk, service: int) -> int | None:
    """The member number, if the account is that of the service's provider."""
    community = office.community
    member = community.members.of(office.signer.address)
    return member if member and member == community.services.get(service).terms.provider else None


_change("pause", ServiceStatus.Paused, True, "Take no new orders for a while: the provider, or a moderator.")
_change(
    "resume", ServiceStatus.Open, False, "Take orders again: each takes back what they stopped themselves."
)


@sends(cli, "close")
@click.argument("service")
def close_command(community: Community, account: str | None, dry_run: bool, yes: bool, service: str) -> None:
    """Take no new orders, for good; the provider only."""
    number = service_number(community, service)
    present = community.services.get(number)
    if present.status is ServiceStatus.Closed:
        console.print(f"The service {service} is closed already.")
        return
    office = desk(community, account, dry_run, yes)
    office.order(community.services.set_status(present.terms.provider, number, ServiceStatus.Closed))


@sends(cli, "stock")
@click.argument("service")
@click.argument("stock", type=click.IntRange(0, 2**32 - 1))
def stock_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, service: str, stock: int
) -> None:
    """Say how many may be ordered now; the provider only. To take no more orders, pause instead."""
    number = service_number(community, service)
    if community.services.get(number).terms.stock == stock:
        console.print(f"The stock of {service} is {stock} already.")
        return
    office = desk(community, account, dry_run, yes)
    provider = community.services.get(number).terms.provider
    office.order(community.services.set_stock(provider, number, stock))


@reads(cli, "statement")
@click.argument("providers", nargs=-1)
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@click.option("--month", help="Such as 2026-10; by default the last one that is over.")
@click.option("--language", type=click.Choice(LANGUAGES), help="By default each provider's own.")
def statement_command(
    community: Community, providers: tuple[str, ...], folder: Path, month: str | None, language: str | None
) -> None:
    """Write providers' monthly statements, as PDF and CSV: all of them, or those named by key or number."""
    names = member_names(community)
    only = [names.require(one) for one in providers] or None
    with progress() as tell:
        community.index.sync(lambda done, of: tell("Reading blocks", done, of))
        made = StatementDesk(community).write(folder, month, only=only, language=language, tell=tell)
    rows = table(
        f"Statements in {folder}",
        "month",
        "provider#",
        "received#",
        "rendered#",
        "settled#",
        "earned#",
        "waiting#",
    )
    for one in (written.statement for written in made):
        counts = (one.of(what).orders for what in (What.Received, What.Rendered, What.Settled))
        cells = (one.month.key, one.provider, *counts, amount(to_tokens(one.earned)), len(one.after))
        rows.add_row(*map(str, cells))
    console.print(rows)
