"""What the admin commands share: a community, an account that may do it, a dry run, a question, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import click
from ape.api import AccountAPI, ProviderAPI
from babel.numbers import format_decimal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cercle import connect
from cercle.accounts import account, account_among
from cercle.admin import AdminSigner
from cercle.calls import Call
from cercle.community import Community
from cercle.config import load_config
from cercle.errors import InputProblem
from cercle.names import programme_names
from cercle.recording import Progress as Tell
from cercle.signers import Receipt
from cercle.texts import Text
from scripts._options import (
    CercleCommand,
    community_option,
    console,
    dry_run_option,
    on_network,
    yes_option,
)
from scripts._tables import PlainTable

_account = click.option(
    "--account",
    metavar="ALIAS",
    envvar="CERCLE_ACCOUNT",
    help="Who sends: an Ape account's alias; TEST::<number> on the local chain. "
    "By default the account of this computer to which the community's YAML gives the task.",
)


def reads(group: click.Group, name: str) -> Callable[..., click.Command]:
    """A command of a group that reads a community: ``function(community, …)``."""
    return _verb(group, name, [community_option])


def sends(group: click.Group, name: str) -> Callable[..., click.Command]:
    """A command of a group that sends: ``function(community, account, dry_run, yes, …)``."""
    return _verb(group, name, [community_option, _account, dry_run_option, yes_option])


def _verb(
    group: click.Group, name: str, options: Sequence[Callable[..., Any]]
) -> Callable[..., click.Command]:
    def decorate(function: Callable[..., None]) -> click.Command:
        def run(network: ProviderAPI, community: str | None, **values: Any) -> None:
            function(connect(community), **values)

        run.__doc__ = function.__doc__
        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        decorated: Callable[..., Any] = run
        for option in reversed(options):
            decorated = option(decorated)
        command: click.Command = group.command(name, cls=CercleCommand)(on_network(decorated))
        return command

    return decorate


class Desk:
    """Where an admin's orders are sent from, or only shown (``dry_run``)."""

    def __init__(self, community: Community, signer: AdminSigner, dry_run: bool, yes: bool) -> None:
        self.community = community
        self.signer = signer
        self.dry_run = dry_run
        self._yes = yes

    def agreed(self, question: str) -> bool:
        """False for a dry run; asks first where tokens have a value, and aborts on no."""
        if self.dry_run:
            console.print("A dry run: nothing was sent.")
            return False
        if not (self._yes or self.community.node.is_local):
            click.confirm(f"{question} This is sent to {self.community.node.name}.", abort=True)
        return True

    def order(self, *calls: Call) -> None:
        """Says what is done, tries the first call, and sends all of them."""
        for call in calls:
            console.print(str(call.sentence), markup=False, highlight=False)
        if self.dry_run and self.signer.earlier(calls[0]) is None:
            self.signer.attempt(calls[0])
        if self.agreed("Send it?"):
            for call in calls:
                said(self.signer.send(call))
            self.tell_found()

    def tell_found(self) -> None:
        """Says what an earlier command that was killed had sent already."""
        for receipt in self.signer.found:
            console.print(
                f"Sent by an earlier run that was stopped, not again: transaction {receipt.transaction}",
                highlight=False,
            )


def said(receipt: Receipt) -> None:
    """Says that something was mined."""
    console.print(
        f"Done in block {receipt.block}, {receipt.gas_used:,} gas: {receipt.transaction}", highlight=False
    )


def desk(
    community: Community, account_name: str | None, dry_run: bool, yes: bool, *, role: str | None = None
) -> Desk:
    """Opens a desk for the account named, or for one of this computer to which the YAML gives a role."""
    node = community.node
    if account_name:
        chosen: AccountAPI | None = account(node, account_name)
    else:
        roles = load_config(community.record.files.config).roles
        chosen = account_among(node, roles[role].holders) if role and role in roles else None
    if chosen is None:
        raise InputProblem(
            Text("No account of this computer is known to do this."), Text("Name one: --account ALIAS")
        )
    return Desk(community, AdminSigner(community, chosen), dry_run, yes)


def seat_desk(
    community: Community, account_name: str | None, dry_run: bool, yes: bool, programmes: Sequence[int]
) -> Desk:
    """Opens a desk for the account named, or for one of this computer that has a seat on these programmes."""
    if account_name:
        return desk(community, account_name, dry_run, yes)
    founders = load_config(community.record.files.config).founders.values()
    for wallet in (founder.wallet for founder in founders if founder.wallet):
        found = account_among(community.node, (wallet,))
        member = community.members.of(str(found.address)) if found else None
        if found and member and all(community.programmes.has_seat(one, member) for one in programmes):
            return Desk(community, AdminSigner(community, found), dry_run, yes)
    names = ", ".join(programme_names(community)[one] for one in programmes)
    raise InputProblem(
        Text("No account of this computer has a seat on {names}.", {"names": names}),
        Text("Name one: --account ALIAS; ape run programmes show lists the seats."),
    )


def role_signer(community: Community, role: str, otherwise: AdminSigner) -> AdminSigner:
    """The account of this computer to which the YAML gives a role, or else the one at hand."""
    config = load_config(community.record.files.config)
    found = account_among(community.node, config.roles[role].holders) if role in config.roles else None
    return AdminSigner(community, found) if found else otherwise


@contextmanager
def progress() -> Iterator[Tell]:
    """A progress bar; gives the function that moves it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield tell


def table(title: str, *columns: str) -> PlainTable:
    """A table; numbers are on the right when a column's name ends with ``#``."""
    made = PlainTable(title)
    for column in columns:
        justify = "right" if column.endswith("#") else "left"
        made.add_column(column.removesuffix("#"), justify=justify, overflow="fold")  # type: ignore[arg-type]
    return made


def amount(tokens: Decimal) -> str:
    """An amount as people read it; the whole of it stands where it matters."""
    return str(format_decimal(tokens, format="#,##0.####", locale="en"))


def hex_bytes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> bytes | None:
    """An option's callback: bytes written in hexadecimal."""
    if value is None:
        return None
    try:
        return bytes.fromhex(value.removeprefix("0x"))
    except ValueError:
        raise click.BadParameter(f"{value[:20]}… is not hexadecimal") from None
