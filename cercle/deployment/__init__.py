"""From a community's YAML to a community on chain: plan → apply → check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ape.api import AccountAPI
from eth_utils.crypto import keccak

from cercle.config import load_config
from cercle.config_models import CommunityConfig
from cercle.deployment.first import FirstDeployment
from cercle.deployment.steps import Step
from cercle.documents import write_durably
from cercle.errors import WrongNetwork
from cercle.home import community_folder
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.texts import Text

Progress = Callable[[Step], None]


class Deployment:
    """One YAML on one network. Running it again changes nothing; killed at any point, running it again finishes."""

    def __init__(self, node: Node, path: Path, deployer: AccountAPI) -> None:
        """Raises ``ConfigProblem`` for a broken YAML, ``WrongNetwork`` for a network that it does not allow."""
        self._node = node
        self._text = path.read_bytes() if path.is_file() else b""
        self.config = load_config(path)
        self._deployer = deployer
        self.folder = community_folder(node.name, self.config.slug)
        _check_network(node, self.config)

    def plan(self) -> list[Step]:
        """What has to be done, in order; empty when the chain is as the YAML says."""
        if self.folder.record.is_file():
            record = DeploymentRecord.load(self._node, self.config.slug)
            record.check(self._node)
            return []
        self._first = FirstDeployment(self._node, self.config, self.folder, self._deployer)
        return list(self._first.steps())

    def apply(self, progress: Progress = lambda step: None) -> DeploymentRecord:
        """Does what the plan says and returns the record. ``progress`` is told each step before it runs."""
        self.folder.path.mkdir(parents=True, exist_ok=True)
        steps = self.plan()
        if not steps:
            return DeploymentRecord.load(self._node, self.config.slug)
        first_block = self._first_block()
        for step in steps:
            progress(step)
            step.run()
        record = DeploymentRecord(
            community=self.config.slug,
            network=self._node.name,
            chain_id=self._node.chain_id,
            genesis=self._node.genesis(),
            first_block=first_block,
            deployer=str(self._deployer.address),
            addresses=self._first.addresses,
            founders=self._first.founders,
            programmes={key: programme.id for key, programme in self.config.programmes.items()},
            services=self._first.services,
            documents=self._first.hashes,
            revision=1,
            config_digest="0x" + keccak(self._text).hex(),
        )
        write_durably(self.folder.config, self._text)
        record.save()
        return record

    def _first_block(self) -> int:
        return self._node.height() if not self.folder.journal.exists() else 0


def _check_network(node: Node, config: CommunityConfig) -> None:
    network = node.name.partition(":")[2]
    if not {network, node.name, node.chain_id} & set(config.networks):
        allowed = ", ".join(map(str, config.networks))
        raise WrongNetwork(
            Text("{slug} is not meant for {network}.", {"slug": config.slug, "network": node.name}),
            Text("Choose another network ({allowed}), or add this one to `networks`.", {"allowed": allowed}),
        )


__all__ = ["Deployment", "Progress", "Step"]
