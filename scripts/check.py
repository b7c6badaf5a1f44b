"""Compares a community on chain with its YAML, the role table and the build."""

from pathlib import Path

import click
from ape.api import ProviderAPI

from cercle.config import load_config
from cercle.deployment.check import findings
from cercle.node import Node
from cercle.record import DeploymentRecord
from scripts._options import CercleCommand, community_option, on_network, say_findings


@click.command(cls=CercleCommand)
@on_network
@community_option
@click.argument("config", required=False, type=click.Path(path_type=Path))
def cli(network: ProviderAPI, community: str | None, config: Path | None) -> None:
    """Check that the chain holds what the YAML, the role table and the build say, and nothing else.

    CONFIG is the YAML to compare with; without it, the one that was applied last.
    """
    node = Node()
    asked = load_config(config) if config else None
    record = DeploymentRecord.load(node, asked.slug if asked else community)
    say_findings(list(findings(node, asked or load_config(record.files.config), record)))
