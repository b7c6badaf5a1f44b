"""A small community for the dashboard's tests: a handful of people, one thing in every state they can meet.

Built in a process of its own, on the anvil that ``APE_FOUNDRY_HOST`` names, into ``CERCLE_HOME``:
``python -m tests.dashboard.village``.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import ape

from cercle import Community
from cercle.calls import Call
from cercle.directory import Person
from cercle.documents import Bilingual, Evidence, ProgrammeText, ServiceText
from cercle.node import Node
from cercle.privacy.purposes import Purpose
from cercle.programmes import ProgrammeTerms
from cercle.record import DeploymentRecord
from cercle.relay.key import make_key
from cercle.services import ServiceTerms
from cercle.signers import AccountSigner
from tests.contracts.circle import Circle, admit, deploy_circle
from tests.dashboard import clara

SLUG = "village"
DAY = timedelta(days=1)
NAMES = {
    "alice": "Alice Martin",
    "bob": "Bob Okafor",
    "vera": "Véra Lindqvist",
    "victor": "Victor Nguyen",
    "paul": "Paul Roux",
    "nadia": "Nadia Haddad",
}
ALICE, BOB, VERA, VICTOR, PAUL, NADIA = range(1, 7)
MENTORING, TALKS = 1, 2
COACHING, LIBRARY = 1, 2


class Village:
    """The community while it is built: every person acts with their own account."""

    def __init__(self) -> None:
        accounts = ape.accounts.test_accounts
        self.admin = accounts[0]
        self.accounts = {member: accounts[member] for member in range(1, len(NAMES) + 1)}
        circle = deploy_circle(self.admin)
        admit(circle, *self.accounts.values())
        node = Node()
        self.community = Community(node, record_of(node, circle))
        self.evidence: dict[str, bytes] = {}

    def act(self, member: int, call: Call) -> None:
        """A member, or the admin as member 0, sends a call."""
        account = self.accounts.get(member, self.admin)
        AccountSigner(self.community.node, account).send(call)

    def open_programme(self, number: int, title: Bilingual, rate: int, cap: str | None, *seats: int) -> None:
        text = ProgrammeText(title=title, description=title)
        terms = ProgrammeTerms(
            rate=rate,
            quorum=1,
            challenge_window=3 * DAY,
            claim_within=365 * DAY,
            cap=Decimal(cap) if cap else None,
            cap_period=30 * DAY if cap else timedelta(0),
        )
        document = self.community.documents.put(text)
        self.act(0, self.community.programmes.open(number, terms, document, seats))
        self.act(0, self.community.token.mint_to_budget(number, Decimal(1000)))

    def contribute(self, title: str, member: int, programme: int, units: str, *beneficiaries: int) -> None:
        day = date.fromtimestamp(self.community.node.seconds())
        document = Evidence(
            member=member, programme=programme, date=day, title=title, beneficiaries=beneficiaries
        )
        self.evidence[title] = self.community.documents.put(document)
        self.act(
            member, self.community.contributions.submit(member, programme, Decimal(units), document.hash)
        )

    def approve(self, validator: int, title: str, member: int, programme: int, units: str) -> None:
        contribution = self.community.contributions.id_of(member, programme, self.evidence[title])
        votes = [(contribution, Decimal(units))]
        self.act(validator, self.community.contributions.attest(validator, programme, True, votes))

    def offer(self, title: Bilingual, description: Bilingual, provider: int, price: str, stock: int) -> None:
        document = self.community.documents.put(ServiceText(title=title, description=description))
        terms = ServiceTerms(provider, Decimal(price), stock, 10 * DAY, 5 * DAY, limit=3)
        self.act(0, self.community.services.list(terms, document))

    def redeem(self, member: int, service: int, price: str) -> None:
        catalog = self.community.services.contract.address
        self.act(member, self.community.token.approve(str(catalog), Decimal(price)))
        self.act(
            member,
            self.community.services.redeem(member, service, Decimal(price), salt=service.to_bytes(32, "big")),
        )

    def fill_the_tank(self) -> None:
        """Gives the relay a key, and what it pays gas with."""
        self.community.node.request("anvil_setBalance", make_key(self.community.record), hex(100 * 10**18))

    def wait(self, time: timedelta) -> None:
        self.community.node.request("evm_increaseTime", int(time.total_seconds()))
        self.community.node.request("evm_mine")


def record_of(node: Node, circle: Circle) -> DeploymentRecord:
    """Writes down what was deployed, as ``ape run deploy`` does."""
    contracts = {
        "AccessManager": circle.manager,
        "MemberRegistry": circle.members,
        "CommunityToken": circle.token,
        "ContributionRegistry": circle.registry,
        "RewardEscrow": circle.escrow,
        "ServiceCatalog": circle.catalog,
        "MemberAccountFactory": circle.accounts,
        "MemberAccount": circle.account_code,
        "RewardRounds": circle.rounds,
    }
    record = DeploymentRecord(
        community=SLUG,
        network=node.name,
        chain_id=node.chain_id,
        genesis=node.genesis(),
        first_block=0,
        deployer=str(circle.admin.address),
        addresses={name: str(contract.address) for name, contract in contracts.items()},
        founders={},
        programmes={},
        services={},
        documents={},
        revision=1,
        config_digest="0x" + 64 * "0",
    )
    record.save()
    return record


def write_people(village: Village) -> None:
    """The directory, and the demo accounts the dashboard suggests."""
    keys = zip(NAMES, village.accounts.items(), strict=True)
    people = [(member, key, str(account.private_key)) for key, (member, account) in keys]
    village.community.directory.add(Person(member, key, NAMES[key]) for member, key, _ in people)
    village.community.consents.give_many(village.accounts, Purpose.NameShown, language="en", source="village")
    rows = [
        {
            "member": member,
            "name": NAMES[key],
            "role": {"fr": "au village", "en": "of the village"},
            "key": secret,
        }
        for member, key, secret in people
    ]
    (Path(village.community.record.folder) / "demo.json").write_text(json.dumps(rows))


def build() -> None:
    """Alice has 8 tokens to collect and 2 coming, Clara 6; Véra and Victor validate; Paul provides."""
    village = Village()
    write_people(village)
    clara.join(village)
    village.fill_the_tank()
    unit = 10**16  # base units for 0.01 unit: one token a unit
    village.open_programme(MENTORING, Bilingual(fr="Mentorat", en="Mentoring"), unit, "10", VERA, VICTOR)
    village.open_programme(TALKS, Bilingual(fr="Conférences", en="Talks"), 5 * unit, None, VICTOR)
    village.offer(
        Bilingual(fr="Une heure de coaching", en="One hour of coaching"),
        Bilingual(fr="Relire un CV, préparer un entretien.", en="Review a CV, prepare an interview."),
        PAUL, "5", 4,
    )  # fmt: skip
    village.offer(
        Bilingual(fr="Carte de bibliothèque", en="Library card"),
        Bilingual(fr="Un an d’accès.", en="A year of access."),
        BOB, "3", 1,
    )  # fmt: skip
    village.offer(
        Bilingual(fr="Dîner des anciens", en="Alumni dinner"),
        Bilingual(fr="En juin.", en="In June."),
        PAUL,
        "40",
        9,
    )
    for title, member, units in [("Two mock interviews", ALICE, "8"), ("A CV workshop", BOB, "9")]:
        village.contribute(title, member, MENTORING, units, NADIA)
        village.approve(VERA, title, member, MENTORING, units)
    clara.help_at_the_fair(village, MENTORING, VERA)
    village.wait(4 * DAY)
    bobs = village.community.contributions.id_of(BOB, MENTORING, village.evidence["A CV workshop"])
    village.act(BOB, village.community.contributions.claim(BOB, [bobs]))
    village.redeem(BOB, COACHING, "5")
    village.contribute("A call about a thesis", ALICE, MENTORING, "2", NADIA)
    village.approve(VERA, "A call about a thesis", ALICE, MENTORING, "2")
    village.contribute("Talk at the spring meeting", ALICE, TALKS, "1", NADIA, BOB)
    village.contribute("Helping with a first job", BOB, MENTORING, "0.5", NADIA)


if __name__ == "__main__":
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        build()
