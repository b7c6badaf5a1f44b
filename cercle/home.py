"""Where a community keeps what is not on chain: one folder for each community of each network."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cercle.contracts import ROOT


def home() -> Path:
    """``$CERCLE_HOME``, or ``.cercle`` beside the package."""
    return Path(os.environ.get("CERCLE_HOME") or ROOT / ".cercle").absolute()


def network_folder(network: str) -> Path:
    """The folder of a network such as ``polygon:amoy``."""
    return home() / network.replace(":", "-")


def communities(network: str) -> list[str]:
    """The slugs of the communities that were deployed on a network, sorted."""
    folder = network_folder(network)
    if not folder.is_dir():
        return []
    # A dot marks what was put aside.
    found = (child for child in folder.iterdir() if "." not in child.name)
    return sorted(child.name for child in found if CommunityFolder(child).record.is_file())


def community_folder(network: str, slug: str) -> CommunityFolder:
    """The folder of a community, whether it exists or not."""
    return CommunityFolder(network_folder(network) / slug)


@dataclass(frozen=True)
class CommunityFolder:
    """What lies where in a community's folder."""

    path: Path

    @property
    def record(self) -> Path:
        """What was deployed, and where: ``record.DeploymentRecord``."""
        return self.path / "deployment.json"

    @property
    def config(self) -> Path:
        """The YAML that was applied last."""
        return self.path / "community.yaml"

    @property
    def journal(self) -> Path:
        """Every transaction that was signed here: ``journal.JournaledSender``."""
        return self.path / "journal.jsonl"

    @property
    def documents(self) -> Path:
        """The documents' store."""
        return self.path / "documents"

    @property
    def imports(self) -> Path:
        """The import ledgers."""
        return self.path / "imports"

    @property
    def rounds(self) -> Path:
        """The published lists of rounds."""
        return self.path / "rounds"

    @property
    def invitations(self) -> Path:
        """The one-time keys of invitations. Secret: whoever has them can join in a member's place."""
        return self.path / "invitations"
