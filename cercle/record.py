"""What was deployed on a network, and the proof that the chain in front of us is that one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from cercle.access import MANAGER
from cercle.bytecode import same_code
from cercle.contracts import NAMES, access_manager, container
from cercle.documents import write_durably
from cercle.errors import NotDeployed, WrongNetwork
from cercle.home import CommunityFolder, communities, community_folder
from cercle.node import Node
from cercle.texts import Text

CONTRACTS = (MANAGER, *NAMES)


class DeploymentRecord(BaseModel):
    """One community on one network.

    ``addresses`` by contract name (``AccessManager`` too), ``programmes``, ``services`` and ``founders`` by their
    YAML key, ``documents`` (0x hashes) by ``charter``, ``programme:<key>``, ``service:<key>``; ``revision`` counts
    how often a YAML was applied; ``config_digest`` is the keccak256 of the YAML applied last.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    community: str
    network: str
    chain_id: int
    genesis: str
    first_block: int
    deployer: str
    addresses: dict[str, str]
    founders: dict[str, int]
    programmes: dict[str, int]
    services: dict[str, int]
    documents: dict[str, str]
    revision: int
    config_digest: str

    @property
    def files(self) -> CommunityFolder:
        """What the community keeps off chain, by name."""
        return community_folder(self.network, self.community)

    @property
    def folder(self) -> Path:
        """Where the community keeps what is not on chain."""
        return self.files.path

    @classmethod
    def load(cls, node: Node, community: str | None = None) -> Self:
        """The record of a community on the node's network: the one named, else ``$CERCLE_COMMUNITY``, else the only
        one. Raises ``NotDeployed``, which names the communities there are."""
        network = node.name
        known = communities(network)
        slug = community or os.environ.get("CERCLE_COMMUNITY") or (known[0] if len(known) == 1 else None)
        if slug is None and known:
            raise NotDeployed(
                Text(
                    "Several communities live on {network}: {known}.",
                    {"network": network, "known": ", ".join(known)},
                ),
                Text("Name one: --community {example}, or set CERCLE_COMMUNITY.", {"example": known[0]}),
            )
        if slug not in known:
            raise _not_deployed(network, slug, known)
        return cls.model_validate_json(community_folder(network, str(slug)).record.read_text())

    def save(self) -> None:
        """Writes the record, whole or not at all; the same record always gives the same file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False)
        write_durably(self.files.record, f"{text}\n".encode())

    def check(self, node: Node) -> None:
        """Raises ``WrongNetwork`` unless the node's chain is the one the community was deployed on, with our code."""
        self.check_chain(node)
        self._check_complete()
        for name in CONTRACTS:
            address = self.addresses[name]
            build = access_manager() if name == MANAGER else container(name)
            expected = bytes(build.contract_type.get_runtime_bytecode() or b"")
            code = node.code(address)
            facts = {"contract": name, "address": address}
            if not code:
                raise WrongNetwork(
                    Text("There is no {contract} at {address} on this chain.", facts), _START_AGAIN
                )
            if not same_code(expected, code):
                raise WrongNetwork(
                    Text("The code at {address} is not the {contract} of this version of Cercle.", facts),
                    Text("Use the version of Cercle that deployed this community, or deploy another one."),
                )

    def _check_complete(self) -> None:
        missing = [name for name in CONTRACTS if name not in self.addresses]
        if missing:
            raise WrongNetwork(
                Text(
                    "{community} was deployed by an earlier version of Cercle, without {missing}.",
                    {"community": self.community, "missing": ", ".join(missing)},
                ),
                Text(
                    "Contracts never change: use that version of Cercle, or deploy the community anew, under another "
                    "`slug`, or on a local chain that was started anew."
                ),
            )

    def check_chain(self, node: Node) -> None:
        """Raises ``WrongNetwork`` for another chain id or another first block."""
        if node.chain_id != self.chain_id:
            facts = {"community": self.community, "expected": str(self.chain_id), "found": str(node.chain_id)}
            raise WrongNetwork(
                Text("{community} lives on chain {expected}, and this node is on chain {found}.", facts),
                Text("Choose the right network with --network."),
            )
        if node.genesis() != self.genesis:
            raise WrongNetwork(
                Text(
                    "{community} was deployed on another chain with the same number.",
                    {"community": self.community},
                ),
                _START_AGAIN,
            )


_START_AGAIN = Text(
    "If the local chain was started anew, deploy again: ape run deploy communities/<name>.yaml"
)


def _not_deployed(network: str, slug: str | None, known: list[str]) -> NotDeployed:
    facts = {"network": network, "slug": slug or "", "known": ", ".join(known)}
    if slug and known:
        problem = Text("No community “{slug}” was deployed on {network}; there are: {known}.", facts)
    elif slug:
        problem = Text("No community “{slug}” was deployed on {network}.", facts)
    else:
        problem = Text("No community was deployed on {network}.", facts)
    return NotDeployed(
        problem, Text("Deploy one: ape run deploy communities/<name>.yaml --network <network>")
    )
