"""What a deployment is made of: steps with a sentence each, which a kill never makes happen twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ape.api import AccountAPI
from ape.contracts import ContractInstance

from cercle.access import announcement, permission, ready_at
from cercle.calls import Call
from cercle.errors import Interrupted
from cercle.home import CommunityFolder
from cercle.journal import JournaledSender
from cercle.node import Node
from cercle.signers import Receipt
from cercle.texts import Text
from cercle.units import to_time


@dataclass(frozen=True)
class Step:
    """Something to do. ``key`` is its name in the journal; running a step that was done sends nothing.

    ``after`` names a step without which this one makes no sense; ``done`` says that it was done before.
    """

    key: str
    sentence: Text
    run: Callable[[], object]
    after: str | None = None
    done: bool = False


class Waiting(Interrupted):
    """An announced action whose delay is not over. Running again later goes on."""


class Sending:
    """The journaled senders of one revision of a deployment, one for each account that is needed."""

    def __init__(self, node: Node, folder: CommunityFolder, revision: int) -> None:
        self._node = node
        self._journal = folder.journal
        self._revision = revision
        self._senders: dict[str, JournaledSender] = {}

    def key(self, name: str) -> str:
        """A step's name in the journal."""
        return f"deploy/{self._revision}/{name}"

    def by(self, account: AccountAPI) -> JournaledSender:
        """The sender of an account."""
        address = str(account.address)
        if address not in self._senders:
            self._senders[address] = JournaledSender(self._node, account, self._journal)
        return self._senders[address]

    def send(self, account: AccountAPI, name: str, call: Call) -> Receipt:
        """Sends a call that needs no announcement."""
        return self.by(account).send(self.key(name), call)

    def restricted(self, manager: ContractInstance, account: AccountAPI, name: str, call: Call) -> Receipt:
        """Sends a restricted call, announced first where the account's role has a delay. Raises ``Waiting`` until
        the delay is over."""
        sender = self.by(account)
        done = sender.mined(self.key(name))
        if done:
            return done
        allowed = permission(manager, sender.address, call)
        if allowed.delay and not allowed.at_once:
            ready = self._announced(manager, sender, name, call)
            if self._node.seconds() < ready:
                facts = {"action": call.sentence, "time": to_time(ready)}
                raise Waiting(
                    Text("Announced; it can be done from {time}: {action}", facts),
                    Text("Run the same command again then."),
                )
        return sender.send(self.key(name), call)

    def _announced(self, manager: ContractInstance, sender: JournaledSender, name: str, call: Call) -> int:
        """When an announced call may be sent; announces it, once more where an announcement ran out."""
        number = 1
        while True:
            ready = ready_at(manager, sender.address, call)
            key = self.key(f"{name}/announce/{number}")
            if ready:
                return ready
            if sender.mined(key) is None:
                sender.send(key, announcement(manager, call))
            number += 1

    def done(self, account: AccountAPI) -> set[str]:
        """The names of what was sent and mined in this revision, by whomever."""
        start = self.key("")
        return {key.removeprefix(start) for key in self.by(account).mined_keys() if key.startswith(start)}
