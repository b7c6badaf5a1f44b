"""A year in the life of the demo's community: people join, do things, are thanked, and use their tokens."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from cercle.community import Community
from cercle.documents import Confirmation, Evidence, confirmation_typed_data
from cercle.enrolment import activate
from cercle.importers.plain import read_plain_csv
from cercle.imports import import_plain
from cercle.records import ContributionRecord, OrderRecord
from cercle.signers import Signer
from cercle.states import ContributionStatus, OrderStatus
from scripts._demo_activity import Deed, month_of_deeds, write_deeds
from scripts._demo_chain import Clock, LocalSigner
from scripts._demo_people import DemoPerson

MONTHS = 12
# For each person and month: deeds the office records, deeds members submit, orders.
RECORDED, SUBMITTED, ORDERED = 0.3, 0.04, 0.05


class Year:
    """Lives month after month; ``say`` shows how far it is."""

    def __init__(
        self,
        community: Community,
        clock: Clock,
        people: Sequence[DemoPerson],
        validators: dict[int, Signer],
        folder: Path,
        dice: random.Random,
        say: Callable[[str], None],
    ) -> None:
        self.community = community
        self.clock = clock
        self.people = people
        self.validators = validators  # by member number; founders who have seats or services
        self.folder = folder
        self.dice = dice
        self.say = say
        self.ids = community.directory.keys()
        self.joined: list[DemoPerson] = []

    def live(self, end: datetime) -> None:
        """From the chain's present time to ``end``, in twelve months of equal length; the last one stays open."""
        start = self.community.node.time()
        joiners = [person for person in self.people if person.joins]
        for month in range(MONTHS):
            first = start + (end - start) * month / MONTHS
            last = start + (end - start) * (month + 1) / MONTHS
            share = min(1.0, 0.45 + 0.05 * (month + 1))
            self._join(joiners[len(self.joined) : int(len(joiners) * share)])
            self.say(f"{first:%B %Y}: {len(self.joined)} members have joined")
            served = first + timedelta(days=6)
            self.clock.move_to(int(served.timestamp()))
            self._serve(share=0.75)
            self._submit(served, last - timedelta(days=6))
            self.clock.move_to(int((last - timedelta(days=5)).timestamp()))
            self._do(first.date(), month)
            self._decide()
            self.clock.move_to(int((last - timedelta(hours=3)).timestamp()))
            self._collect(share=0.75 if month < MONTHS - 1 else 0.4)
            self._serve(share=1.0 if month < MONTHS - 1 else 0.4)
            self._order()
        self._join(joiners[len(self.joined) :])
        self.say("the last days")
        self._submit(end - timedelta(days=5), end)

    # -- members ----------------------------------------------------------------------------------

    def _join(self, people: Sequence[DemoPerson]) -> None:
        for person in people:
            activate(self.community, self.signer(person), self.ids[person.key])
            self.joined.append(person)

    def signer(self, person: DemoPerson) -> LocalSigner:
        """Somebody's wallet."""
        return LocalSigner(self.community.node, person.secret)

    # -- contributions ----------------------------------------------------------------------------

    def _do(self, first: date, month: int) -> None:
        """What the office imports at the end of a month, from a file as it would keep one."""
        deeds = month_of_deeds(
            first, self.people, self.people, round(len(self.people) * RECORDED * (1 + month / 20)), self.dice
        )
        path = write_deeds(self.folder / f"{first:%Y-%m}.csv", deeds)
        rows = read_plain_csv(path)
        for programme, number in self.community.record.programmes.items():
            validator = next(v for v in self.validators if self.community.programmes.has_seat(number, v))
            mine = [row for row in rows if row.programme == programme]
            if mine:
                import_plain(self.community, self.validators[validator], mine, validator=validator)

    def _submit(self, first: datetime, last: datetime) -> None:
        """What members submit themselves, on their phones; beneficiaries confirm some of it."""
        for deed in month_of_deeds(first.date(), self.joined, self.joined, self._some(SUBMITTED), self.dice):
            days = (last - first) * self.dice.random()
            self.clock.move_to(max(self.community.node.seconds(), int((first + days).timestamp())))
            self.submit(
                replace(deed, day=min(deed.day, self.community.node.time().date())), self.dice.random() < 0.6
            )

    def submit(self, deed: Deed, confirmed: bool) -> bytes:
        """One submission; returns the hash of its evidence."""
        community = self.community
        person = next(one for one in self.people if one.key == deed.member)
        member, programme = self.ids[deed.member], community.record.programmes[deed.programme]
        helped = tuple(self.ids[key] for key in deed.beneficiaries)
        document = Evidence(
            member=member, programme=programme, date=deed.day, title=deed.evidence, beneficiaries=helped
        )
        evidence = community.documents.put(document)
        left = community.programmes.left_in_period(member, programme)
        if left is None or deed.units <= left:
            self.signer(person).send(community.contributions.submit(member, programme, deed.units, evidence))
            for key in deed.beneficiaries if confirmed else ():
                self._confirm_evidence(next(one for one in self.people if one.key == key), evidence)
        return evidence

    def _confirm_evidence(self, person: DemoPerson, evidence: bytes) -> None:
        community, beneficiary = self.community, self.ids[person.key]
        registry = str(community.contributions.contract.address)
        data = confirmation_typed_data(community.node.chain_id, registry, beneficiary, evidence)
        confirmation = Confirmation(
            beneficiary=beneficiary,
            evidence="0x" + evidence.hex(),
            wallet=person.wallet,
            signature="0x" + self.signer(person).sign(data).hex(),
            at=community.node.time(),
        )
        community.documents.add_confirmation(evidence, confirmation)

    def _decide(self) -> None:
        """Validators work through the queue, one after the other until the quorum is met."""
        for validator, signer in self.validators.items():
            queue: dict[int, list[ContributionRecord]] = defaultdict(list)
            for one in self.community.history.refresh().contributions.values():
                open_to_me = one.status is ContributionStatus.Pending and one.member != validator
                if open_to_me and validator not in one.approvals | one.rejections:
                    queue[one.programme].append(one)
            for programme, waiting in queue.items():
                if self.community.programmes.has_seat(programme, validator):
                    self._vote(validator, signer, programme, waiting)

    def _vote(
        self, validator: int, signer: Signer, programme: int, waiting: list[ContributionRecord]
    ) -> None:
        # One in forty is not what it says, and everybody sees it.
        doubtful = {one.id for one in waiting if one.id[0] % 40 == 0}
        for approve in (True, False):
            votes = [(one.id, one.units) for one in waiting if (one.id in doubtful) != approve]
            for start in range(0, len(votes), 50):
                batch = votes[start : start + 50]
                signer.send(self.community.contributions.attest(validator, programme, approve, batch))

    def _collect(self, share: float) -> None:
        now = self.community.node.time()
        self.community.history.refresh()
        for person in self.joined:
            if self.dice.random() < share:
                ready = self.community.rewards.claimable(self.ids[person.key], now)
                if ready:
                    call = self.community.rewards.claim(self.ids[person.key], [one.id for one in ready])
                    self.signer(person).send(call)

    # -- services ---------------------------------------------------------------------------------

    def _some(self, share: float) -> int:
        return max(3, round(len(self.people) * share))

    def _order(self) -> None:
        count = self._some(ORDERED)
        history = self.community.history.refresh()
        open_services = [one for one in history.services.values() if one.takes_orders and one.stock]
        for person in self.dice.sample(self.joined, min(count * 3, len(self.joined))):
            balance = self.community.token.balance(person.wallet)
            had = {one.service for one in history.orders.values() if one.member == self.ids[person.key]}
            affordable = [
                one for one in open_services if one.price <= balance and one.stock and one.id not in had
            ]
            if affordable and count:
                count -= 1
                service = self.dice.choice(affordable)
                self.order(person, service.id, service.price)

    def order(self, person: DemoPerson, service: int, price: Decimal) -> bytes:
        """One order: the allowance, then the redemption; returns the order's id."""
        community, signer, member = self.community, self.signer(person), self.ids[person.key]
        signer.send(community.token.approve(str(community.services.contract.address), price))
        receipt = signer.send(community.services.redeem(member, service, price))
        return bytes(next(event for event in receipt.events if event.name == "Redeemed")["orderId"])

    def _serve(self, *, share: float) -> None:
        """Providers fulfil most orders, members confirm most of what was rendered; time settles the rest."""
        by_id = {self.ids[person.key]: person for person in self.joined}
        now = self.community.node.time()
        for order in list(self.community.history.refresh().orders.values()):
            if order.status is OrderStatus.Open and self.dice.random() < share:
                self._fulfil(order, now)
            elif order.status is OrderStatus.Fulfilled and order.member in by_id:
                self._finish(order, by_id[order.member], now)

    def _fulfil(self, order: OrderRecord, now: datetime) -> None:
        services = self.community.services
        if now >= order.ordered_at + self.community.history.services[order.service].fulfil_window:
            self.validators[order.provider].send(services.expire(order.id))
        else:
            self.validators[order.provider].send(services.fulfil(order.provider, order.id))

    def _finish(self, order: OrderRecord, person: DemoPerson, now: datetime) -> None:
        services = self.community.services
        window = self.community.history.services[order.service].confirm_window
        if order.changed_at and now >= order.changed_at + window:
            self.signer(person).send(services.settle(order.id))
        elif self.dice.random() < 0.8:
            self.signer(person).send(services.confirm(order.member, order.id))
