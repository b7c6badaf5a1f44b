"""Where the relay is tested: the village on a chain of its own, and people who sign what the relay sends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ape
from ape.api import AccountAPI

from cercle import Community
from cercle.calls import Call
from cercle.documents import Bilingual, Evidence
from cercle.enrolment import Newcomer, enrol
from cercle.relay import Pace, Relay
from cercle.signers import AccountSigner, KeySigner
from cercle.standing import invitation_of
from cercle.units import to_time
from tests.anvil import LocalChain
from tests.authenticator import Authenticator
from tests.dashboard.village import ALICE, BOB, COACHING, MENTORING, PAUL, VERA, VICTOR, Village

HOUR = 3600
DAY = 24 * HOUR
RELAY = "TEST::9"
QUICK = Pace(poll=0.02, stuck_after=0.3, lost_after=0.5, lease=5.0, fresh=0.0)
COACHING_PRICE = Decimal(5)
EARNED = "Two mock interviews"


@dataclass(frozen=True)
class Place:
    """A village, its chain, and what its people sign."""

    chain: LocalChain
    village: Village

    @property
    def community(self) -> Community:
        return self.village.community

    @property
    def chain_id(self) -> int:
        return self.community.record.chain_id

    def account(self, member: int) -> AccountAPI:
        return self.village.accounts[member]

    def now(self) -> int:
        return self.community.node.now()

    def signer(self, account: AccountAPI) -> AccountSigner:
        return AccountSigner(self.community.node, account)

    def typed(self, call: Call, deadline: int) -> dict[str, Any]:
        return call.typed_data(self.chain_id, deadline)

    def signed(self, member: int, call: Call, within: int = HOUR, by: int | None = None) -> Call:
        """A call through its signature door, signed by the member or by somebody else."""
        deadline = self.now() + within
        signer = self.signer(self.account(by or member))
        return call.signed(deadline, signer.sign(self.typed(call, deadline)))

    def evidence(self, member: int, title: str) -> bytes:
        """The hash of a document in the store, the same for the same title."""
        known = self.village.evidence
        if title not in known:
            day = date.fromtimestamp(self.now())
            document = Evidence(member=member, programme=MENTORING, date=day, title=title, beneficiaries=())
            known[title] = self.community.documents.put(document)
        return known[title]

    def submission(self, member: int, title: str, units: str = "1") -> Call:
        """An unsigned submission of a document of its own."""
        evidence = self.evidence(member, title)
        return self.community.contributions.submit(member, MENTORING, Decimal(units), evidence)

    def submitted(self, member: int, title: str) -> Call:
        """The same, signed."""
        return self.signed(member, self.submission(member, title))

    def order(self, number: int = 0) -> bytes:
        """An order of Bob's for Paul's coaching, sent by himself."""
        catalog, salt = str(self.community.services.contract.address), number.to_bytes(32, "big")
        services = self.community.services
        self.village.act(BOB, self.community.token.approve(catalog, COACHING_PRICE))
        self.village.act(BOB, services.redeem(BOB, COACHING, COACHING_PRICE, salt=salt))
        return services.order_id(BOB, COACHING, salt)

    def pass_time(self, seconds: int) -> None:
        self.chain.rpc("evm_increaseTime", seconds)
        self.chain.rpc("evm_mine")

    def nonce(self) -> int:
        """How many transactions of the relay were mined."""
        return int(self.chain.rpc("eth_getTransactionCount", relay_address(), "latest"), 16)


@dataclass(frozen=True)
class Newcomers:
    """Somebody invited, who has nothing but a phone."""

    place: Place
    member: int
    device: Authenticator

    @property
    def account(self) -> str:
        return self.place.community.accounts.address_of(self.device.key)

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        return self.device.sign(typed_data, self.account, self.place.chain_id)

    def signed(self, call: Call, within: int = HOUR) -> Call:
        deadline = self.place.now() + within
        return call.signed(deadline, self.sign(self.place.typed(call, deadline)))

    def activation(self) -> Call:
        """With the signatures of the invitation and of the passkey."""
        community, deadline = self.place.community, self.place.now() + HOUR
        cohort, invitation = invitation_of(community, self.member)
        invited = community.members.invite_data(self.member, self.account, 0, deadline)
        assert invitation.key is not None
        return community.members.activate(
            cohort=cohort.number,
            member=self.member,
            invite_key=invitation.address,
            wallet=self.account,
            proof=cohort.proof(self.member),
            deadline=deadline,
            invite_signature=KeySigner(invitation.key).sign(invited),
            wallet_signature=self.sign(community.members.join_data(self.member, self.account, deadline)),
        )


def invited(place: Place, count: int) -> list[Newcomers]:
    """A wave of people with a phone each."""
    people = [Newcomer(key=f"n{number}", name=f"Newcomer {number}") for number in range(count)]
    until = to_time(place.now() + 30 * DAY)
    ids = enrol(place.community, place.signer(place.village.admin), people, until)
    return [Newcomers(place, ids[person.key], Authenticator()) for person in people]


def relay_address() -> str:
    return str(ape.accounts.test_accounts[9].address)


@contextmanager
def working(relay: Relay) -> Iterator[Relay]:
    """A worker in a thread for as long as the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,))
    thread.start()
    try:
        yield relay
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def build() -> Village:
    """Alice has 8 tokens to collect, Bob has 9 in his wallet; Véra and Victor validate, Paul offers coaching."""
    village = Village()
    title = Bilingual(fr="Mentorat", en="Mentoring")
    village.open_programme(MENTORING, title, 10**16, None, VERA, VICTOR)
    village.offer(title, title, PAUL, str(COACHING_PRICE), 9)
    for one, member, units in [(EARNED, ALICE, "8"), ("A workshop", BOB, "9")]:
        village.contribute(one, member, MENTORING, units)
        village.approve(VERA, one, member, MENTORING, units)
    village.wait(timedelta(days=4))
    bobs = village.community.contributions.id_of(BOB, MENTORING, village.evidence["A workshop"])
    village.act(BOB, village.community.contributions.claim(BOB, [bobs]))
    return village
