"""A community on a chain: its contracts, its documents, its past, and the nouns one works with."""

from __future__ import annotations

from functools import cached_property

from ape.contracts import ContractInstance

from cercle.contracts import at
from cercle.contributions import Contributions
from cercle.directory import Directory
from cercle.documents import DocumentStore
from cercle.history import History
from cercle.index import Index
from cercle.member_accounts import MemberAccounts
from cercle.members import Members
from cercle.node import Node
from cercle.past import Past
from cercle.privacy.consents import Consents
from cercle.privacy.database import open_database
from cercle.privacy.requests import Erasures
from cercle.programmes import Programmes
from cercle.record import DeploymentRecord
from cercle.rewards import Rewards
from cercle.rounds import Rounds
from cercle.services import Services
from cercle.token import Token

WITH_EVENTS = (
    "MemberRegistry", "ContributionRegistry", "ServiceCatalog", "RewardRounds", "MemberAccountFactory",
)  # fmt: skip


class Community:
    """Obtained by ``connect()``. Nouns: ``members``, ``accounts``, ``programmes``, ``contributions``, ``rewards``,
    ``rounds``, ``services``, ``token``; what happened: ``history``, and ``index`` for communities of any size; what
    the hashes stand for: ``documents``; who is behind a number: ``directory``; what members agreed to and had erased:
    ``consents``, ``erasures``. Where single things are looked up, ``past`` says of which of the two: whoever keeps the
    index up to date puts it there."""

    def __init__(self, node: Node, record: DeploymentRecord) -> None:
        self.node = node
        self.record = record
        self.documents = DocumentStore(str(record.files.documents))
        self.directory = Directory.in_folder(record.folder)
        privacy = open_database(record.folder)
        self.consents = Consents(privacy)
        self.erasures = Erasures(privacy)
        self.history = History(node, [record.addresses[name] for name in WITH_EVENTS], record.first_block)
        self.past: Past = self.history

    @property
    def name(self) -> str:
        """The community's short name, as in its YAML."""
        return self.record.community

    def contract(self, name: str) -> ContractInstance:
        """One of the community's contracts, by the name of its Solidity contract."""
        return at(name, self.record.addresses[name])

    @cached_property
    def index(self) -> Index:
        """What happened and how things stand, in SQL; ``index.sync()`` first."""
        return Index.of(self)

    @cached_property
    def members(self) -> Members:
        """Who belongs to the community."""
        return Members(self)

    @cached_property
    def accounts(self) -> MemberAccounts:
        """Members' passkey accounts."""
        return MemberAccounts(self)

    @cached_property
    def programmes(self) -> Programmes:
        """What is rewarded, and who validates it."""
        return Programmes(self)

    @cached_property
    def contributions(self) -> Contributions:
        """What members did."""
        return Contributions(self)

    @cached_property
    def rewards(self) -> Rewards:
        """Budgets, and what members can collect."""
        return Rewards(self)

    @cached_property
    def rounds(self) -> Rounds:
        """Lists of members and amounts, paid from one root."""
        return Rounds(self)

    @cached_property
    def services(self) -> Services:
        """What tokens are redeemed for."""
        return Services(self)

    @cached_property
    def token(self) -> Token:
        """The community's token."""
        return Token(self)

    def __repr__(self) -> str:
        return f"<Community {self.name} on {self.node.name}>"


def connect(community: str | None = None) -> Community:
    """The community of Ape's active network, after checking chain id, genesis and code.

    ``community`` names one where several are deployed. Raises ``NodeUnreachable``, ``NotDeployed``, ``WrongNetwork``.
    """
    node = Node()
    record = DeploymentRecord.load(node, community)
    record.check(node)
    return Community(node, record)
