"""The community's services: list, pause, resume, close, stock. The YAML lists them."""

from __future__ import annotations

import click

from cercle.calls import Call
from cercle.community import Community
from cercle.documents import DocumentError
from cercle.history import ServiceRecord
from cercle.names import service_number
from cercle.states import SERVICE_NAMES, ServiceStatus
from scripts._options import console
from scripts._verbs import Desk, amount, desk, reads, sends, table


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
            SERVICE_NAMES[service.status],
        )
    console.print(rows)


def _title(community: Community, service: ServiceRecord) -> str:
    try:
        document = community.documents.get(service.document).document
    except DocumentError as problem:
        return str(problem)
    title = getattr(document, "title", None)
    return title.en if title else ""


def _change(name: str, provider_sets: ServiceStatus, community_sets: ServiceStatus, help_text: str) -> None:
    """A command by which the provider, or else a moderator, changes whether a service takes orders."""

    @sends(cli, name)
    @click.argument("service")
    def change(community: Community, account: str | None, dry_run: bool, yes: bool, service: str) -> None:
        number = service_number(community, service)
        office = desk(community, account, dry_run, yes, role="moderator")
        provider = _provider(office, number)
        wanted = provider_sets if provider else community_sets
        if community.services.get(number).status is wanted:
            console.print(f"The service {service} is {SERVICE_NAMES[wanted]} already.")
            return
        office.order(_call(community, number, provider, wanted))

    change.help = help_text


def _call(community: Community, service: int, provider: int | None, status: ServiceStatus) -> Call:
    if provider:
        return community.services.set_status(provider, service, status)
    return community.services.moderate(service, status)


def _provider(office: Desk, service: int) -> int | None:
    """The member number, if the account is that of the service's provider."""
    community = office.community
    member = community.members.of(office.signer.address)
    return member if member and member == community.services.get(service).terms.provider else None


_change("pause", ServiceStatus.Paused, ServiceStatus.Moderated, "Take no new orders for a while.")
_change("resume", ServiceStatus.Open, ServiceStatus.Open, "Take orders again.")
_change("close", ServiceStatus.Closed, ServiceStatus.Closed, "Take no new orders, for good.")


@sends(cli, "stock")
@click.argument("service")
@click.argument("stock", type=click.IntRange(0, 2**32 - 1))
def stock_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, service: str, stock: int
) -> None:
    """Say how many are left; the provider only."""
    number = service_number(community, service)
    if community.services.get(number).terms.stock == stock:
        console.print(f"The stock of {service} is {stock} already.")
        return
    office = desk(community, account, dry_run, yes)
    provider = community.services.get(number).terms.provider
    office.order(community.services.set_stock(provider, number, stock))
