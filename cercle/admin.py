"""Sending as somebody who runs the community: journaled, each order once, delayed roles announced first."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache
from typing import Any

from ape.api import AccountAPI
from eth_utils.crypto import keccak
from hexbytes import HexBytes

from cercle.access import MANAGER, announcement, manager_at, permission, ready_at
from cercle.calls import Call
from cercle.community import Community
from cercle.errors import Interrupted
from cercle.journal import JournaledSender
from cercle.roles import ROLES
from cercle.signers import AccountSigner, Receipt
from cercle.texts import Text
from cercle.units import to_time


class Announced(Interrupted):
    """A role with a delay announced the action; the same command again carries it out from ``ready_at`` on."""

    def __init__(self, problem: Text, ready: datetime) -> None:
        super().__init__(
            problem, Text("Run the same command again from {ready} on to carry it out.", {"ready": ready})
        )
        self.ready_at = ready


class AdminSigner:
    """An Ape account that runs a community. Use it like any ``Signer``, one order after the other.

    What a killed command had sent is found again, and not sent twice: the same command goes on from there. Where
    the account's role has a delay, ``send`` announces the action and raises ``Announced``.
    """

    def __init__(self, community: Community, account: AccountAPI) -> None:
        files = community.record.files
        self._node = community.node
        self._manager_address = community.record.addresses[MANAGER]
        self._journal = JournaledSender(community.node, account, files.journal)
        self._account = AccountSigner(community.node, account)
        self._finished_file = files.path / "finished.txt"
        self._finished = Counter(self._read_finished())
        self.found: list[Receipt] = []  # sent by an earlier command that was killed

    @property
    def address(self) -> str:
        """Who sends."""
        return self._account.address

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        """The account's EIP-712 signature."""
        return self._account.sign(typed_data)

    def send(self, call: Call) -> Receipt:
        """Sends a call and waits until it is mined.

        Raises ``Announced`` where the role has a delay that is not over, ``Refused`` and ``Interrupted`` as
        ``JournaledSender.send``.
        """
        order = _order(self.address, call)
        key = self._key(order)
        earlier = self._journal.mined(key)
        if earlier is None:
            self._respect_delay(call)
        receipt = earlier or self._journal.send(key, call)
        if earlier is not None:
            self.found.append(earlier)
        self._finish(order)
        return receipt

    def earlier(self, call: Call) -> Receipt | None:
        """What a killed command had sent of this call, if it was mined."""
        return self._journal.mined(self._key(_order(self.address, call)))

    def attempt(self, call: Call) -> None:
        """Tries a call without sending it. Raises ``Refused`` where the contract would, whatever the delay."""
        if not self.delay_of(call):  # what is delayed can only be tried once it was announced
            self._node.call(call.to, call.data, self.address)

    def delay_of(self, call: Call) -> int:
        """How long before it takes effect the account has to announce a call, seconds."""
        if not is_restricted(call):
            return 0
        allowed = permission(manager_at(self._manager_address), self.address, call)
        return 0 if allowed.at_once else allowed.delay

    def cancellation(self, call: Call) -> Call:
        """Takes back what this account announced; its role's guardian may send it, too."""
        manager = manager_at(self._manager_address)
        return Call(
            contract=manager,
            contract_name=MANAGER,
            method="cancel",
            args=(self.address, call.to, call.data),
            sentence=Text("Take back: {action}", {"action": call.sentence}),
        )

    def _respect_delay(self, call: Call) -> None:
        if not self.delay_of(call):
            return
        manager = manager_at(self._manager_address)
        ready = ready_at(manager, self.address, call)
        problem = "It was announced before, and its delay is not over: {action}"
        if not ready:
            announce = announcement(manager, call)
            order = _order(self.address, announce)
            self._journal.send(self._key(order), announce)
            self._finish(order)
            ready = ready_at(manager, self.address, call)
            problem = "Announced, since this role acts with a delay: {action}"
        if self._node.seconds() < ready:
            raise Announced(Text(problem, {"action": call.sentence}), to_time(ready))

    # -- the same order twice -----------------------------------------------------------------------------------

    def _key(self, order: str) -> str:
        return f"{order}/{self._finished[order]}"

    def _finish(self, order: str) -> None:
        """From now on the same order is a new one."""
        self._finished[order] += 1
        with self._finished_file.open("a") as file:
            file.write(f"{order}\n")

    def _read_finished(self) -> list[str]:
        return self._finished_file.read_text().splitlines() if self._finished_file.exists() else []


def is_restricted(call: Call) -> bool:
    """Whether only a role of the community may send this."""
    return (call.contract_name, call.data[:4]) in _restricted()


@cache
def _restricted() -> frozenset[tuple[str, bytes]]:
    return frozenset(
        (contract, selector)
        for role in ROLES
        for contract, selectors in role.selectors.items()
        for selector in selectors
    )


def _order(sender: str, call: Call) -> str:
    content = keccak(HexBytes(sender) + HexBytes(call.to) + call.data).hex()
    return f"{call.contract_name}.{call.method}/{content[:16]}"
