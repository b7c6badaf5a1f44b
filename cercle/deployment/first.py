"""The first deployment of a community, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ape.api import AccountAPI
from ape.contracts import ContractContainer, ContractInstance

from cercle import counted
from cercle.access import MANAGER, manager_at
from cercle.accounts import address_of
from cercle.calls import Call
from cercle.config_models import CommunityConfig, Programme, Service
from cercle.contracts import access_manager, at, container
from cercle.deployment.authority import hand_over, holders, role_table
from cercle.deployment.founders import enrol
from cercle.deployment.steps import Sending, Step
from cercle.deployment.terms import (
    account_recovery,
    documents,
    member_delays,
    programme_terms,
    service_terms,
    transfer_policy,
)
from cercle.deployment.tied import TiedContracts
from cercle.documents import DocumentStore
from cercle.errors import InputProblem
from cercle.home import CommunityFolder
from cercle.node import Node
from cercle.signers import Receipt
from cercle.texts import Text
from cercle.units import to_base_units

_MEMBERS = "MemberRegistry"
_ACCOUNTS = "MemberAccountFactory"


class FirstDeployment:
    """Deploys everything as one account, which is the administrator until the last step takes that away.

    Steps run in their order; what earlier ones found is in ``addresses``, ``founders`` and ``services``.
    """

    def __init__(
        self, node: Node, config: CommunityConfig, folder: CommunityFolder, deployer: AccountAPI
    ) -> None:
        self._node = node
        self._config = config
        self._folder = folder
        self._deployer = deployer
        self._sending = Sending(node, folder, revision=0)
        self._documents = documents(config)
        self.addresses: dict[str, str] = {}
        self.founders: dict[str, int] = {}
        self.programmes: dict[str, int] = {}
        self.services: dict[str, int] = {}
        self.hashes = {name: document.hex for name, document in self._documents.items()}
        self._refuse_deployer_with_role()

    def _refuse_deployer_with_role(self) -> None:
        for role, held in holders(self._node, self._config).items():
            if str(self._deployer.address) in held:
                raise InputProblem(
                    Text("The deployer may hold no role, and holds {role}.", {"role": role}),
                    Text("Deploy with another account: --account <alias>"),
                )

    def first_block(self) -> int:
        """The block of the first contract; 0 if it is not deployed."""
        receipt = self._sending.by(self._deployer).mined(self._sending.key(MANAGER))
        return receipt.block if receipt else 0

    def done(self) -> set[str]:
        """The names of what was sent and mined."""
        return self._sending.done(self._deployer)

    def steps(self) -> Iterator[Step]:
        """Every step, done or not."""
        yield Step(
            "documents", Text("Keep the texts of charter, programmes and services."), self._keep_documents
        )
        yield from self._contracts()
        if transfer_policy(self._config):
            policy = {"policy": self._config.token.transfers}
            yield self._call("policy", Text("Set the transfer policy: {policy}.", policy), self._policy)
        yield self._call("charter", Text("Publish the charter."), self._charter)
        if self._config.founders:
            count = {"founders": counted.founders(len(self._config.founders))}
            yield Step("founders", Text("Enrol {founders}.", count), self._enrol)
        for key, programme in self._config.programmes.items():
            yield from self._programme(key, programme)
        for key, service in self._config.services.items():
            yield Step(
                f"service/{key}",
                Text("List the service {key}.", {"key": key}),
                partial(self._list, key, service),
            )
        yield self._call("roles", Text("Give the roles to their holders."), self._roles)
        sentence = Text("Hand the administration over; the deployer keeps nothing.")
        yield self._call("hand-over", sentence, self._hand_over)

    # -- contracts ----------------------------------------------------------------------------------------------

    def _contracts(self) -> Iterator[Step]:
        yield Step(MANAGER, Text("Deploy the AccessManager."), self._deploy_manager)
        yield Step(_MEMBERS, Text("Deploy the MemberRegistry."), self._deploy_members)
        yield Step(_ACCOUNTS, Text("Deploy the MemberAccountFactory."), self._deploy_accounts)
        # Their addresses are known once all four are there: see TiedContracts.
        yield Step("tied/CommunityToken", Text("Deploy the CommunityToken."), lambda: self._tied.token())
        yield Step(
            "tied/ContributionRegistry",
            Text("Deploy the ContributionRegistry."),
            lambda: self._tied.registry(),
        )
        yield Step("tied/ServiceCatalog", Text("Deploy the ServiceCatalog."), lambda: self._tied.catalog())
        yield Step("tied/RewardRounds", Text("Deploy the RewardRounds."), self._deploy_rounds)

    def _deploy_manager(self) -> None:
        self._deploy(MANAGER, access_manager(), str(self._deployer.address))

    def _deploy_members(self) -> None:
        self._deploy(_MEMBERS, container(_MEMBERS), self.addresses[MANAGER], member_delays(self._config))
        self._tied = TiedContracts(
            self._sending.by(self._deployer),
            self._sending.key("tied"),
            self._config,
            self.addresses[MANAGER],
            self.addresses[_MEMBERS],
            address_of(self._node, self._config.treasury),
        )

    def _deploy_accounts(self) -> None:
        self._deploy(
            _ACCOUNTS, container(_ACCOUNTS), self.addresses[MANAGER], *account_recovery(self._config)
        )
        self.addresses["MemberAccount"] = str(self._contract(_ACCOUNTS).implementation())

    def _deploy_rounds(self) -> None:
        self._tied.rounds()
        self.addresses.update(self._tied.addresses())

    def _deploy(self, name: str, build: ContractContainer, *arguments: Any) -> None:
        sender = self._sending.by(self._deployer)
        self.addresses[name] = sender.deploy(self._sending.key(name), build, *arguments)

    # -- calls --------------------------------------------------------------------------------------------------

    def _call(self, key: str, sentence: Text, build: Any) -> Step:
        return Step(key, sentence, lambda: self._send(key, build()))

    def _send(self, key: str, call: Call) -> Receipt:
        return self._sending.send(self._deployer, key, call)

    def _contract(self, name: str) -> ContractInstance:
        return manager_at(self.addresses[name]) if name == MANAGER else at(name, self.addresses[name])

    def _of(self, contract: str, method: str, *arguments: Any) -> Call:
        return Call(self._contract(contract), contract, method, arguments, Text(method))

    def _policy(self) -> Call:
        return self._of("CommunityToken", "setTransferPolicy", transfer_policy(self._config))

    def _charter(self) -> Call:
        return self._of(_MEMBERS, "publishCharter", self._documents["charter"].hash)

    def _roles(self) -> Call:
        return role_table(self._node, self._config, self._contract(MANAGER), self.addresses)

    def _hand_over(self) -> Call:
        return hand_over(self._node, self._config, self._contract(MANAGER), str(self._deployer.address))

    # -- people, programmes, services ---------------------------------------------------------------------------

    def _keep_documents(self) -> None:
        store = DocumentStore(self._folder.documents)
        for document in self._documents.values():
            store.put(document)

    def _enrol(self) -> None:
        self.founders = enrol(
            self._node,
            self._contract(_MEMBERS),
            self._folder,
            self._config.founders,
            self._sending.by(self._deployer),
            self._sending.key("founders"),
            self._config.invitations_last,
        )

    def _member(self, member: str | int) -> int:
        return member if isinstance(member, int) else self.founders[member]

    def _programme(self, key: str, programme: Programme) -> Iterator[Step]:
        def opening() -> Call:
            seats = [self._member(seat) for seat in programme.seats]
            document = self._documents[f"programme:{key}"].hash
            arguments = (programme.id, programme_terms(programme), document, seats)
            return self._of("ContributionRegistry", "openProgramme", *arguments)

        self.programmes[key] = programme.id
        yield self._call(f"programme/{key}", Text("Open the programme {key}.", {"key": key}), opening)
        if programme.budget:
            facts = {"key": key, "budget": programme.budget, "symbol": self._config.token.symbol}
            budget = to_base_units(programme.budget)
            yield self._call(
                f"budget/{key}",
                Text("Fund the programme {key} with {budget} {symbol}.", facts),
                lambda: self._of("CommunityToken", "mintToBudget", programme.id, budget),
            )

    def _list(self, key: str, service: Service) -> None:
        terms = service_terms(service, self._member(service.provider))
        call = self._of("ServiceCatalog", "list", terms, self._documents[f"service:{key}"].hash)
        listed = self._send(f"service/{key}", call)
        (self.services[key],) = [
            event["serviceId"] for event in listed.events if event.name == "ServiceOffered"
        ]
