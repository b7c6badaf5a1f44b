"""The ground of a random walk over one circle: its people, its contracts, the model beside them, and how a step
is sent. The rules are in `rules_….py`, what is checked after each step in `checks.py`."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import ape
from ape.api import AccountAPI
from ape.exceptions import ContractLogicError
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.contracts.circle import DAY, HOUR, Circle, at
from tests.contracts.refusal import error_name
from tests.contracts.typed_data import sign

from .chance import choose_step
from .model_contributions import ContributionsModel
from .model_members import Member, MembersModel, Problems
from .model_services import ServicesModel

# A transaction takes a block; the next one is a little later, so that the clock never has to go back.
BLOCK = 3


@dataclass
class Start:
    """Where every walk begins. The chain is put back to it after each."""

    circle: Circle
    multicall: str
    invitations: dict[int, Any]
    strangers: list[AccountAPI]
    spare: list[AccountAPI]
    moment: int
    people: MembersModel
    contributions: ContributionsModel
    services: ServicesModel


class Walk(RuleBasedStateMachine):
    """One walk. `moment` is when the next transaction happens."""

    start: Start

    def __init__(self) -> None:
        super().__init__()
        self._snapshot = ape.chain.snapshot()
        self.circle = self.start.circle
        # Accounts and contracts are shared; what the model says of them is this walk's own.
        memo = {id(m.wallet): m.wallet for m in self.start.people.members.values()}
        models = (self.start.people, self.start.contributions, self.start.services)
        self.people, self.contributions, self.services = copy.deepcopy(models, memo)
        self.spare = list(self.start.spare)
        self.moment = self.start.moment
        self.sound, self.unchecked = True, True

    def teardown(self) -> None:
        try:
            if self.sound:
                self.settle_everything()
        finally:
            ape.chain.restore(self._snapshot)

    def settle_everything(self) -> None:
        raise NotImplementedError

    @initialize(seed=st.integers(0, 2**32))
    def set_out(self, seed: int) -> None:
        self.random = Random(seed)

    @rule()
    def step(self) -> None:
        """Something happens."""
        method, arguments = choose_step(self, self.random)
        note(f"{self.moment}: {method.__name__} {arguments}")
        method(**arguments)

    # -- sending

    def send(self, problems: Problems, call: Callable[[], Any]) -> None:
        """Sends a call at `moment`; it is refused with one of the model's problems, or not at all."""
        self.sound, self.unchecked = False, True
        at(self.moment)
        try:
            call()
        except ContractLogicError as failure:
            name = error_name(failure, *self.contracts)
            assert name in problems, f"refused with {name}; the model expected {problems or 'success'}"
        else:
            assert not problems, f"went through; the model expected {problems}"
        self.moment += BLOCK
        self.sound = True

    @property
    def contracts(self) -> list[Any]:
        circle = self.circle
        return [circle.members, circle.token, circle.registry, circle.escrow, circle.catalog]

    def two_doors(
        self,
        account: AccountAPI,
        signed: bool,
        contract: Any,
        action: str,
        message: dict[str, Any],
        *values: Any,
    ) -> Callable[[], Any]:
        """The call of an action as its member sends it, or as a stranger sends what the member signed.

        `values` are the call's arguments after the member's id, which comes first in the message."""
        member_id = next(iter(message.values()))
        method = {"Records": "record"}.get(action, action.lower())
        if not signed:
            return lambda: getattr(contract, method)(member_id, *values, sender=account)
        deadline = self.moment + HOUR
        signature = sign(account, contract, action, message | {"deadline": deadline})
        sender = self.start.strangers[0]
        by_signature = getattr(contract, f"{method}BySig")
        return lambda: by_signature(member_id, *values, deadline, signature, sender=sender)

    # -- choosing

    def member(self, pick: int) -> Member:
        return self.people.members[1 + pick % len(self.people.members)]

    def speaker(self, member: Member, hostile: bool, pick: int) -> AccountAPI:
        """Who acts for a member: their wallet, or somebody who is not them."""
        others = [other.wallet for other in self.people.members.values() if other.id != member.id]
        others = [wallet for wallet in others if wallet is not None] + self.start.strangers
        if hostile or member.wallet is None:
            return others[pick % len(others)]
        return member.wallet

    def deadlines(self) -> list[int]:
        """Every second ahead at which something ends or begins."""
        people = [time for m in self.people.members.values() for time in (m.ready_at, m.ends_at)]
        orders = [order.until for order in self.services.orders.values()]
        contributions = self.contributions.contributions.values()
        claims = [time for c in contributions for time in self.contributions.claim_times(c)]
        periods = [(self.moment // DAY + 1) * DAY]
        return sorted({time for time in (*people, *orders, *claims, *periods) if time > self.moment + 1})
