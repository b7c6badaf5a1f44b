"""The real part: the village of the dashboard's tests grows to a town with more programmes, services and names.

Run in a process of its own, on a new chain: ``python -m benchmarks.scale.town 1000-10000``.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from decimal import Decimal

import ape

from benchmarks.scale.place import BLOCKS, INTERVAL, note, size_of
from cercle import Community, connect
from cercle.directory import Person
from cercle.documents import Bilingual, ProgrammeText, ServiceText
from cercle.privacy.purposes import Purpose
from cercle.programmes import ProgrammeTerms
from cercle.services import ServiceTerms
from cercle.signers import AccountSigner
from tests.dashboard.clara import CLARA
from tests.dashboard.village import BOB, DAY, NADIA, PAUL, VERA, VICTOR, build

PROGRAMMES, SERVICES = 20, 120
_MINED_AT_ONCE = 20  # blocks
_FIRST = [
    "Alma",
    "Bruno",
    "Carla",
    "Dario",
    "Elena",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kenza",
    "Louis",
    "Maya",
    "Noor",
    "Oscar",
    "Petra",
]
_LAST = [
    "Abadie",
    "Bellec",
    "Cohen",
    "Duval",
    "Eberle",
    "Fontaine",
    "Garnier",
    "Haddad",
    "Ibanez",
    "Jacob",
    "Keller",
    "Lefevre",
]


def main() -> None:
    size = size_of(sys.argv[1])
    ape.logging.logger.set_level("WARNING")
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        build()
        community = connect()
        _programmes_and_services(community)
        _people(community, size.members)
        community.index.sync()
        node = community.node
        first, now = node.height() + 1, node.seconds()
        for done in range(0, BLOCKS, _MINED_AT_ONCE):
            node.request("anvil_mine", hex(min(_MINED_AT_ONCE, BLOCKS - done)), hex(INTERVAL))
        note(size, "blocks", first=first, time=now + INTERVAL, last=node.height())


def _programmes_and_services(community: Community) -> None:
    office = AccountSigner(community.node, ape.accounts.test_accounts[0])
    terms = ProgrammeTerms(
        rate=10**16,
        quorum=1,
        challenge_window=3 * DAY,
        claim_within=365 * DAY,
        cap=None,
        cap_period=timedelta(0),
    )
    for number in range(3, PROGRAMMES + 1):
        title = Bilingual(fr=f"Programme {number}", en=f"Programme {number}")
        document = community.documents.put(ProgrammeText(title=title, description=title))
        office.send(community.programmes.open(number, terms, document, [VERA, VICTOR]))
    for number in range(4, SERVICES + 1):
        title = Bilingual(fr=f"Service {number}", en=f"Service {number}")
        document = community.documents.put(ServiceText(title=title, description=title))
        provider = (PAUL, BOB, NADIA)[number % 3]
        offer = ServiceTerms(provider, Decimal(5), 1_000_000, 10 * DAY, 5 * DAY, limit=3)
        office.send(community.services.list(offer, document))


def _people(community: Community, members: int) -> None:
    numbers = range(CLARA + 1, members + 1)
    community.directory.add(
        Person(
            one,
            f"person{one}",
            f"{_FIRST[one % len(_FIRST)]} {_LAST[one // 7 % len(_LAST)]} {one}",
            f"person{one}@cercle.example",
        )
        for one in numbers
    )
    named = [one for one in numbers if one % 10]
    community.consents.give_many(named, Purpose.NameShown, language="fr", source="bench")


if __name__ == "__main__":
    main()
