"""How the little year's people act: each with an account of their own, at noon of the day that was named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import ape

from tests.contracts.catalog.orders import redeem
from tests.contracts.circle import Circle, Person, at, deploy_circle
from tests.contracts.contributions.deeds import evidence, id_of

TOKEN = 10**18


class Acting:
    """A circle of contracts, and what members do in it. Members' numbers are those of their accounts."""

    def __init__(self) -> None:
        self._accounts = ape.accounts.test_accounts
        self.circle: Circle = deploy_circle(self._accounts[0], treasury=self._accounts[19])
        self._number = 0

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
