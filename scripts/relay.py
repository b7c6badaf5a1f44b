"""The relay: sends what members have signed, and pays for it."""

from __future__ import annotations

import signal
import threading
from decimal import Decimal
from pathlib import Path

import click

from cercle.accounts import account
from cercle.community import Community
from cercle.config import load_config
from cercle.config_models import RelayTerms
from cercle.errors import InputProblem
from cercle.relay import Relay, Status
from cercle.relay.key import make_key
from cercle.texts import Text
from cercle.units import to_base_units
from scripts._options import console
from scripts._verbs import amount, reads


@click.group()
def cli() -> None:
    """What members sign is sent, and paid for by the community."""


@reads(cli, "run")
def run_command(community: Community) -> None:
    """Send what is handed over, until Ctrl-C; stands by while another one works on the same queue.

    The dashboard's server does this by itself, unless the YAML says `relay: {embedded: false}`.
    """
    relay, stop = _relay(community), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    console.print(f"The relay {relay.address} works for {community.name}. Ctrl-C stops it.", highlight=False)
    relay.run(stop)
    console.print("Stopped. What was not sent yet is kept.")


@reads(cli, "status")
def status_command(community: Community) -> None:
    """Say whether the relay is open, and if not why; what it holds, for how long that is enough, what is waiting."""
    relay = _relay(community)
    health, counts = relay.health(), relay.counts()
    console.print(f"{health.sentence}{f' {health.next_step}' if health.next_step else ''}", highlight=False)
    waiting, sent = counts.get(Status.Queued, 0), counts.get(Status.Sent, 0)
    console.print(
        f"{waiting} waiting, {sent} on their way, {counts.get(Status.Mined, 0)} done so far; "
        f"{counts.get(Status.Refused, 0)} refused, {counts.get(Status.Failed, 0)} failed.",
        highlight=False,
    )
    console.print(f"Its address, to send coins to: {relay.address}", highlight=False)


@reads(cli, "key")
def key_command(community: Community) -> None:
    """Make the relay's key in the community's folder, for a relay without an Ape account; one that is there is kept."""
    address = make_key(community.record)
    console.print(
        f"The relay's address: {address}. It pays for gas: give it coins, and never a role.", highlight=False
    )


@reads(cli, "fund")
@click.option(
    "--coins", default="10", show_default=True, help="How many of the chain's coins, on a local chain."
)
def fund_command(community: Community, coins: str) -> None:
    """Give the relay coins on a local chain; elsewhere, say where to send them."""
    relay = _relay(community)
    if not community.node.is_local:
        console.print(f"Send coins from any wallet or exchange to {relay.address}", highlight=False)
        return
    account(community.node, "TEST::0").transfer(relay.address, to_base_units(_coins(coins)))
    console.print(f"{amount(relay.health().balance)} coins in the relay {relay.address}", highlight=False)


def _coins(written: str) -> Decimal:
    try:
        return Decimal(written)
    except ArithmeticError:
        raise InputProblem(Text("“{coins}” is not a number.", {"coins": written})) from None


def _relay(community: Community) -> Relay:
    return Relay.of(community, _terms(community.record.files.config))


def _terms(config: Path) -> RelayTerms:
    return load_config(config).relay if config.is_file() else RelayTerms()
