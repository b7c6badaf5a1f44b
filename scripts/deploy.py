"""Sets a community up from its YAML: plan, apply, check."""

from pathlib import Path

import click
from ape.api import ProviderAPI
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cercle.accounts import account as find_account
from cercle.deployment import Deployment
from cercle.node import Node
from scripts._options import CercleCommand, account_option, console, dry_run_option, on_network, yes_option


@click.command(cls=CercleCommand)
@on_network
@account_option
@dry_run_option
@yes_option
@click.argument("config", type=click.Path(path_type=Path))
def cli(network: ProviderAPI, account: str, dry_run: bool, yes: bool, config: Path) -> None:
    """Set a community up, or bring it up to date, from CONFIG (such as communities/alumni.yaml).

    Running it again changes nothing; stopped at any point, running it again goes on from there.
    """
    node = Node()
    deployment = Deployment(node, config, find_account(node, account))
    steps = deployment.plan()
    for number, step in enumerate(steps, 1):
        console.print(f"{number:>3}. {step.sentence}", highlight=False, markup=False)
    if not steps:
        console.print(f"{deployment.config.slug} is as {config} says: nothing to do.")
    if dry_run or not steps:
        return
    if not (yes or node.is_local):
        click.confirm(f"Send this to {node.name}?", abort=True)
    _apply(deployment, len(steps))


def _apply(deployment: Deployment, count: int) -> None:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed}/{task.total} {task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=count)
        record = deployment.apply(
            lambda step: progress.update(task, description=str(step.sentence), advance=1)
        )
    console.print(f"{record.community} lives on {record.network}; its record is {record.files.record}")
