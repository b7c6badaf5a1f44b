"""Half a year of a very small community, acted out on a chain: small enough to add everything up by hand.

Members: 1 the school (an institution), 2 Ann, 3 Ben, 4 Cleo, admitted on 1 January; 5 Dan, 6 Eve, 7 Fay and 8 to 10,
invited on 1 February; 11 Gil and 12, invited on 1 May. Fay never joins, nor do 8, 9, 10 and 12.

Programmes, in tokens a unit: mentoring 1 (one vote: Ann, Ben), talks 5 (two votes: Ann, Ben, Cleo), juries 2 (one vote:
Cleo; no budget). Services: coaching by Ann, 3 tokens, half of them burnt; a card by the school, 2 tokens, a quarter.

The dated lines below are the whole story; every expectation of the tests is added up from them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import ape

from tests.contracts.catalog.orders import UNLIMITED, redeem, terms_of
from tests.contracts.circle import (
    DAY,
    Circle,
    Person,
    admit,
    at,
    deploy_circle,
    fund,
    mine_at,
    open_programme,
)
from tests.contracts.contributions.deeds import evidence, id_of
from tests.contracts.members.invitations import answer, invite
from tests.contracts.rounds.rounds import approve, make_round

TOKEN = 10**18
SCHOOL, ANN, BEN, CLEO, DAN, EVE, FAY, GIL = 1, 2, 3, 4, 5, 6, 7, 11
MENTORING, TALKS, JURIES = 1, 2, 3
COACHING, CARD = 1, 2
END = datetime(2025, 7, 1, tzinfo=UTC)


class LittleYear:
    """Everybody acts with an account of their own, at noon of the day that was named."""

    def __init__(self) -> None:
        self._accounts = ape.accounts.test_accounts
        self.circle: Circle = deploy_circle(self._accounts[0], treasury=self._accounts[19])
        self._number = 0

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

    def person(self, member: int) -> Person:
        return Person(self._accounts[member], member)

    def on(self, month: int, day: int) -> None:
        """What comes next happens at noon of that day."""
        at(int(datetime(2025, month, day, 12, tzinfo=UTC).timestamp()))

    def submit(self, member: int, programme: int, units: int, proof: int = 0) -> bytes:
        """A contribution of so many whole units; evidence of its own unless a number is given."""
        self._number += 1
        document = evidence(proof or self._number)
        registry = self.circle.registry
        registry.submit(member, programme, units * 100, document, sender=self._accounts[member])
        return id_of(member, programme, document)

    def vote(
        self, validator: int, programme: int, contribution: bytes, units: int, favour: bool = True
    ) -> None:
        votes = [(contribution, units * 100)]
        self.circle.registry.attest(validator, programme, favour, votes, sender=self._accounts[validator])

    def record(self, validator: int, programme: int, member: int, *units: int) -> list[bytes]:
        """Contributions that a validator writes down, in one transaction."""
        records, ids = [], []
        for one in units:
            self._number += 1
            records.append((member, one * 100, evidence(self._number)))
            ids.append(id_of(member, programme, evidence(self._number)))
        self.circle.registry.record(validator, programme, records, sender=self._accounts[validator])
        return ids

    def claim(self, member: int, *ids: bytes) -> None:
        self.circle.registry.claim(member, list(ids), sender=self._accounts[member])

    def order(self, member: int, service: int, price: int) -> bytes:
        self._number += 1
        salt = self._number.to_bytes(32, "big")
        return redeem(self.circle, self.person(member), service, salt, price * TOKEN)

    def about(self, action: str, member: int, order: bytes, *more: bytes) -> None:
        """``fulfil``, ``confirm``, ``refuse``, ``dispute``."""
        act: Callable[..., object] = getattr(self.circle.catalog, action)
        act(member, order, *more, sender=self._accounts[member])

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
