"""Half a year of a very small community, acted out on a chain: small enough to add everything up by hand.

Members: 1 the school (an institution), 2 Ann, 3 Ben, 4 Cleo, admitted on 1 January; 5 Dan, 6 Eve, 7 Fay and 8 to 10,
invited on 1 February; 11 Gil and 12, invited on 1 May. Fay never joins, nor do 8, 9, 10 and 12.

Programmes, in tokens a unit: mentoring 1 (one vote: Ann, Ben), talks 5 (two votes: Ann, Ben, Cleo), juries 2 (one vote:
Cleo; no budget). Services: coaching by Ann, 3 tokens, half of them burnt; a card by the school, 2 tokens, a quarter.

The dated lines below are the whole story; every expectation of the tests is added up from them.

Lived in a process of its own, on the anvil that ``APE_FOUNDRY_HOST`` names: ``python -m tests.measures.little_year``
prints the contracts' addresses.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import ape

from tests.contracts.catalog.orders import UNLIMITED, terms_of
from tests.contracts.circle import DAY, Circle, admit, fund, mine_at, open_programme
from tests.contracts.members.invitations import answer, invite
from tests.contracts.rounds.rounds import approve, make_round
from tests.measures.acting import TOKEN, Acting

SCHOOL, ANN, BEN, CLEO, DAN, EVE, FAY, GIL = 1, 2, 3, 4, 5, 6, 7, 11
MENTORING, TALKS, JURIES = 1, 2, 3
COACHING, CARD = 1, 2
END = datetime(2025, 7, 1, tzinfo=UTC)
CONTRACTS = {
    "MemberRegistry": "members",
    "CommunityToken": "token",
    "ContributionRegistry": "registry",
    "RewardEscrow": "escrow",
    "ServiceCatalog": "catalog",
    "RewardRounds": "rounds",
    "MemberAccountFactory": "accounts",
}


class LittleYear(Acting):
    """The story."""

    def live(self) -> Circle:
        """The half-year."""
        self._january()
        self._february()
        self._march()
        self._april()
        self._may()
        self._june()
        mine_at(int(END.timestamp()))
        return self.circle

    def _january(self) -> None:
        circle, one = self.circle, 10**16  # one token a unit
        self.on(1, 1)
        admit(circle, self._accounts[SCHOOL], institution=True)
        self.on(1, 1)
        admit(circle, *(self._accounts[member] for member in (ANN, BEN, CLEO)))
        terms = {"claim_within": 365}
        seats = [ANN, BEN]
        open_programme(circle, MENTORING, rate=one, quorum=1, challenge_window=DAY, validators=seats, **terms)
        seats = [ANN, BEN, CLEO]
        open_programme(circle, TALKS, rate=5 * one, quorum=2, challenge_window=0, validators=seats, **terms)
        open_programme(circle, JURIES, rate=2 * one, quorum=1, challenge_window=0, validators=[CLEO], **terms)
        fund(circle, MENTORING, 100 * TOKEN)
        fund(circle, TALKS, 100 * TOKEN)
        for provider, price, burnt in ((ANN, 3, 5_000), (SCHOOL, 2, 2_500)):
            service = terms_of(
                provider, price=price * TOKEN, burnShare=burnt, stock=10, fulfilWindow=10 * DAY
            )
            circle.catalog.list(service, b"\4" * 32, sender=circle.admin)

    def _february(self) -> None:
        self.on(2, 1)
        dan, eve, *_ = invite(self.circle, *self._accounts[10:16])
        for day, member, invitation in ((3, DAN, dan), (11, EVE, eve)):
            self.on(2, day)
            wallet = self._accounts[member]
            answer(self.circle, invitation, wallet).send(self.circle, wallet)
            self.circle.token.approve(self.circle.catalog, UNLIMITED, sender=wallet)
        self.circle.token.approve(self.circle.catalog, UNLIMITED, sender=self._accounts[ANN])
        self.on(2, 15)
        self.mentored = self.submit(DAN, MENTORING, 4, proof=900)
        self.on(2, 17)
        self.vote(ANN, MENTORING, self.mentored, 4)
        self.on(2, 20)
        self.record(BEN, MENTORING, FAY, 2)

    def _march(self) -> None:
        self.on(3, 1)
        talk = self.submit(DAN, TALKS, 1)
        self.on(3, 2)
        self.vote(ANN, TALKS, talk, 1)
        self.on(3, 2)
        doubtful = self.submit(EVE, MENTORING, 3)
        self.on(3, 3)
        self.vote(BEN, MENTORING, doubtful, 3, favour=False)
        self.on(3, 5)
        self.vote(CLEO, TALKS, talk, 1)
        self.on(3, 10)
        disputed = self.submit(EVE, TALKS, 2)
        for day, validator in ((11, ANN), (12, BEN), (13, CLEO)):
            self.on(3, day)
            self.vote(validator, TALKS, disputed, 2, favour=validator == ANN)
        self.on(3, 20)
        self.claim(DAN, self.mentored, talk)

    def _april(self) -> None:
        self.on(4, 1)
        coached = self.order(DAN, COACHING, 3)
        self.on(4, 2)
        self.anns = self.record(BEN, MENTORING, ANN, 1, 1, 1)
        self.on(4, 2)
        self.record(ANN, MENTORING, BEN, 1, 1, 1)
        self.on(4, 3)
        self.about("fulfil", ANN, coached)
        self.on(4, 4)
        self.about("confirm", DAN, coached)
        self.on(4, 5)
        talk = self.submit(BEN, TALKS, 1)
        self.on(4, 6)
        self.vote(CLEO, TALKS, talk, 1)
        self.on(4, 7)
        self.vote(ANN, TALKS, talk, 1)
        self.on(4, 10)
        card = self.order(DAN, CARD, 2)
        self.on(4, 11)
        self.about("fulfil", SCHOOL, card)
        self.on(4, 12)
        self.about("confirm", DAN, card)
        self.on(4, 15)
        refused = self.order(DAN, COACHING, 3)
        self.on(4, 16)
        self.about("refuse", ANN, refused)

    def _may(self) -> None:
        self.on(5, 1)
        gil, _ = invite(self.circle, *self._accounts[16:18])
        self.on(5, 5)
        answer(self.circle, gil, self._accounts[GIL]).send(self.circle, self._accounts[GIL])
        self.on(5, 10)
        self.claim(ANN, *self.anns)
        self.on(5, 12)
        self.order(ANN, CARD, 2)
        self.on(5, 15)
        bad_card = self.order(ANN, CARD, 2)
        self.on(5, 16)
        self.about("fulfil", SCHOOL, bad_card)
        self.on(5, 17)
        self.about("dispute", ANN, bad_card, b"\5" * 32)
        self.on(5, 20)
        self.submit(EVE, JURIES, 1)
        self.on(5, 21)
        self.submit(GIL, MENTORING, 2, proof=900)

    def _june(self) -> None:
        self.on(6, 5)
        (doubted,) = self.record(BEN, MENTORING, EVE, 2)
        self.on(6, 5)
        self.circle.registry.challenge(ANN, doubted, b"\5" * 32, sender=self._accounts[ANN])
        self.on(6, 10)
        rounds = self.circle.rounds
        shared = make_round(self.circle, rounds, {DAN: 7 * TOKEN, EVE: 3 * TOKEN}, programme=MENTORING)
        approve(self.circle, shared, self.person(ANN))
        self.on(6, 25)
        rounds.claim(DAN, [shared.entry(DAN)], sender=self._accounts[DAN])


if __name__ == "__main__":
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        lived = LittleYear().live()
        print(json.dumps({name: str(getattr(lived, field).address) for name, field in CONTRACTS.items()}))
