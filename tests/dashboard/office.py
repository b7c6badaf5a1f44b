"""The village's office: invites, has contributions recorded, publishes the charter, starts recoveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import ape

from cercle import Community
from cercle.calls import Call
from cercle.contributions import Entry
from cercle.documents import Bilingual, Charter, Evidence
from cercle.enrolment import Newcomer, enrol, invitation_of
from cercle.links import Code
from cercle.signers import AccountSigner
from cercle.units import to_time
from tests.dashboard.clara import CLARA
from tests.dashboard.village import TALKS, VICTOR

DAY = timedelta(days=1)
NAME = "Camille Petit"
CHARTER = Charter(
    title=Bilingual(fr="La charte du village", en="The village's charter"),
    text=Bilingual(fr="Chacun donne de son temps librement.", en="Everybody gives their time freely."),
)


@dataclass(frozen=True)
class Office:
    """Acts on the village's chain, as the admin (0) or as a member with a test account."""

    community: Community

    def signer(self, number: int = 0) -> AccountSigner:
        return AccountSigner(self.community.node, ape.accounts.test_accounts[number])

    def act(self, call: Call, number: int = 0) -> None:
        self.signer(number).send(call)

    def invite(self, *, days: int = 30, key: str = "camille", name: str = NAME) -> Code:
        """Somebody new, who has a link."""
        until = to_time(self.community.node.now()) + days * DAY
        member = enrol(self.community, self.signer(), [Newcomer(key, name)], until)[key]
        return Code(member, invitation_of(self.community, member)[1].secret)

    def record(self, member: int, tokens: str) -> None:
        """A talk of theirs, worth so many tokens, that can be collected at once."""
        day = to_time(self.community.node.now()).date()
        document = Evidence(member=member, programme=TALKS, date=day, title="A talk about first jobs")
        entry = Entry(member, Decimal(tokens) / 5, self.community.documents.put(document))
        self.act(self.community.contributions.record(VICTOR, TALKS, [entry]), VICTOR)
        self.wait(4 * DAY)

    def publish_charter(self) -> None:
        document = self.community.documents.put(CHARTER)
        admin = ape.accounts.test_accounts[0]
        self.community.members.contract.publishCharter(document, sender=admin)

    def wait(self, time: timedelta) -> None:
        self.community.node.request("evm_increaseTime", int(time.total_seconds()))
        self.community.node.request("evm_mine")

    def forget_newcomers(self) -> None:
        """The chain is put back after each test; the files are put back here."""
        for person in self.community.directory.people():
            if person.member > CLARA:
                self.community.directory.erase(person.member)
        for file in self.community.record.files.invitations.glob("cohort-*.json"):
            file.unlink()
