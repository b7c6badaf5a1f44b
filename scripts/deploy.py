"""Sets a community up from its YAML: plan, apply, check."""

from pathlib import Path

import click
from ape.api import ProviderAPI
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cercle.accounts import account as find_account
from cercle.deployment import Deployment, Plan
from cercle.node import Node
from scripts._options import (
    CercleCommand,
    account_option,
    console,
    dry_run_option,
    on_network,
    say_findings,
    yes_option,
)


@click.command(cls=CercleCommand)
@on_network
@account_option
@dry_run_option
@yes_option
@click.argument("config", type=click.Path(path_type=Path))
def cli(network: ProviderAPI, account: str, dry_run: bool, yes: bool, config: Path) -> None:
    """Set a community up, or bring it up to date, from CONFIG (such as communities/alumni.yaml).

    Running it again changes nothing; stopped at any point, running it again goes on from there. A change of a living
    community is sent by the accounts that hold the roles for it.
    """
    node = Node()
    deployment = Deployment(node, config, find_account(node, account))
    plan = deployment.plan()
    _show(plan)
    if plan.is_empty:
        console.print(f"{deployment.config.slug} is as {config} says: nothing to do.", highlight=False)
    elif not dry_run:
        if not (yes or node.is_local):
            click.confirm(f"Send this to {node.name}?", abort=True)
        _apply(deployment, plan)
    if not dry_run:
        say_findings(deployment.check())


def _show(plan: Plan) -> None:
    for number, step in enumerate(plan.steps, 1):
        mark = " (done)" if step.done else ""
        console.print(f"{number:>3}. {step.sentence}{mark}", highlight=False, markup=False)
    for notice in plan.notices:
        console.print(f"     {notice}", highlight=False, markup=False, style="yellow")


def _apply(deployment: Deployment, plan: Plan) -> None:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed}/{task.total} {task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(plan.steps))
        record = deployment.apply(
            lambda step: progress.update(task, description=str(step.sentence), advance=1)
        )
    console.print(
        f"{record.community} lives on {record.network}. Its record: {record.files.record}",
        highlight=False,
        soft_wrap=True,
    )
