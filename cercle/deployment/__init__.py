"""From a community's YAML to a community on chain: plan → apply → check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ape.api import AccountAPI
from eth_utils.crypto import keccak

from cercle.config import load_config
from cercle.config_models import CommunityConfig
from cercle.deployment.changes import Changes
from cercle.deployment.check import findings
from cercle.deployment.first import FirstDeployment
from cercle.deployment.steps import Step, Waiting
from cercle.directory import Directory, Person
from cercle.documents import write_durably
from cercle.errors import ConfigProblem, Interrupted, WrongNetwork
from cercle.home import community_folder
from cercle.journal_file import kept_on
from cercle.node import Node
from cercle.privacy.consents import Consents
from cercle.privacy.database import open_database
from cercle.privacy.purposes import Purpose
from cercle.record import DeploymentRecord
from cercle.texts import Text

Progress = Callable[[Step], None]


@dataclass(frozen=True)
class Plan:
    """What has to be done, in order, and what is not done although the YAML might suggest it."""

    steps: tuple[Step, ...]
    notices: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the chain is as the YAML says."""
        return not self.steps


class Deployment:
    """One YAML on one network. Running it again changes nothing; killed at any point, running it again finishes."""

    def __init__(self, node: Node, path: Path, deployer: AccountAPI) -> None:
        """Raises ``ConfigProblem`` for a broken YAML, ``WrongNetwork`` for a network that it does not allow.

        ``deployer`` sends the first deployment and keeps no role; changes are sent by the holders of the roles.
        """
        self._node = node
        self.config = load_config(path)
        self._text = path.read_bytes()
        self._deployer = deployer
        self.folder = community_folder(node.name, self.config.slug)
        _check_network(node, self.config)

    def plan(self) -> Plan:
        """What has to be done. Raises ``ConfigProblem`` if the YAML asks for what can never be, ``WrongNetwork`` if
        the community lives on another chain."""
        if self._is_of_a_former_chain():
            aside = Step("aside", Text("Put the community of the former local chain aside."), _nothing)
            return Plan((aside, *self._first().steps()), (self._commitment(),))
        if not self.folder.record.is_file():
            return Plan(tuple(_marked(self._first())), (self._commitment(),))
        record = self._record()
        changes = self._changes(record)
        impossible = list(changes.impossible())
        if impossible:
            raise ConfigProblem(
                Text(
                    "{slug} lives already: {reasons}",
                    {"slug": self.config.slug, "reasons": " ".join(map(str, impossible))},
                ),
                Text("Put these values back; nothing was sent."),
            )
        steps = tuple(changes.steps())
        if not steps and record.config_digest != self._digest():
            steps = (Step("config", Text("Keep the new YAML; nothing changes on chain."), _nothing),)
        return Plan(steps, tuple(changes.notices()))

    def _commitment(self) -> Text:
        domain = {"domain": str(urlsplit(self.config.dashboard.url).hostname)}
        return Text(
            "Keep the domain {domain} (dashboard.url): passkeys belong to it for ever. Under another one they open "
            "nothing, and every account has to be recovered.",
            domain,
        )

    def apply(self, progress: Progress = lambda step: None) -> DeploymentRecord:
        """Does what has to be done and returns the record. ``progress`` is told each step before it runs.

        Raises ``Interrupted`` when actions were announced whose delay is not over: run it again then.
        """
        if self._is_of_a_former_chain():
            self._set_aside()
        plan = self.plan()
        if plan.is_empty:
            return self._record()
        known = self._record() if self.folder.record.is_file() else None
        work: FirstDeployment | Changes = self._changes(known) if known else self._first()
        self.folder.path.mkdir(parents=True, exist_ok=True)
        _run(list(work.steps()), progress)
        record = DeploymentRecord(
            community=self.config.slug,
            network=self._node.name,
            chain_id=self._node.chain_id,
            genesis=self._node.genesis(),
            first_block=work.first_block(),
            deployer=known.deployer if known else str(self._deployer.address),
            addresses=work.addresses,
            founders=work.founders,
            programmes=work.programmes,
            services=work.services,
            documents=work.hashes,
            revision=known.revision + 1 if known else 1,
            config_digest=self._digest(),
        )
        self._fill_directory(work.founders)
        write_durably(self.folder.config, self._text)
        record.save()
        return record

    def check(self) -> list[Text]:
        """Everything on chain that is not as the YAML, the role table and the build say; empty when all is well.

        Raises ``NotDeployed``, or ``WrongNetwork`` for another chain or other code.
        """
        return list(findings(self._node, self.config, self._record()))

    def _fill_directory(self, numbers: Mapping[str, int]) -> None:
        names = {key: founder.name or key for key, founder in self.config.founders.items()}
        directory = Directory.in_folder(self.folder.path)
        known = directory.names()
        directory.add(Person(number, key, names.get(key, key)) for key, number in numbers.items())
        # Who writes a founder's name into the YAML has their word for it; once, so that it can be taken back.
        named = [number for key, number in numbers.items() if number not in known and key in names]
        Consents(open_database(self.folder.path)).give_many(
            named, Purpose.NameShown, language=self.config.languages[0], source=f"{self.config.slug}.yaml"
        )

    def _record(self) -> DeploymentRecord:
        return DeploymentRecord.load(self._node, self.config.slug)

    def _first(self) -> FirstDeployment:
        return FirstDeployment(self._node, self.config, self.folder, self._deployer)

    def _changes(self, record: DeploymentRecord) -> Changes:
        record.check(self._node)
        return Changes(self._node, load_config(self.folder.config), self.config, record)

    def _digest(self) -> str:
        return "0x" + keccak(self._text).hex()

    def _is_of_a_former_chain(self) -> bool:
        kept = kept_on(self.folder.journal)
        return self._node.is_local and kept is not None and kept.genesis != self._node.genesis()

    def _set_aside(self) -> None:
        """A local chain that was started anew has nothing of the former one; its papers are kept, out of the way."""
        kept = kept_on(self.folder.journal)
        assert kept is not None
        self.folder.path.rename(self.folder.path.with_name(f"{self.config.slug}.former-{kept.genesis[2:10]}"))


def _marked(first: FirstDeployment) -> Iterator[Step]:
    done = first.done()
    for step in first.steps():
        yield replace(step, done=any(name == step.key or name.startswith(f"{step.key}/") for name in done))


def _run(steps: list[Step], progress: Progress) -> None:
    """Runs every step that does not have to wait, then says what waits."""
    waiting: dict[str, Interrupted] = {}
    for step in steps:
        if step.after in waiting:
            continue
        progress(step)
        try:
            step.run()
        except Waiting as wait:
            waiting[step.key] = wait
    if waiting:
        raise next(iter(waiting.values()))


def _nothing() -> None:
    pass


def _check_network(node: Node, config: CommunityConfig) -> None:
    network = node.name.partition(":")[2]
    if not {network, node.name, node.chain_id} & set(config.networks):
        allowed = ", ".join(map(str, config.networks))
        raise WrongNetwork(
            Text("{slug} is not meant for {network}.", {"slug": config.slug, "network": node.name}),
            Text("Choose another network ({allowed}), or add this one to `networks`.", {"allowed": allowed}),
        )


__all__ = ["Deployment", "Plan", "Progress", "Step"]
