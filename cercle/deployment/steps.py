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
    """Something to do. ``key`` is its name in the journal; running a step that was done sends nothing."""

    key: str
    sentence: Text
    run: Callable[[], object]


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
            sender.send(self.key(f"{name}/announce"), announcement(manager, call))
            ready = ready_at(manager, sender.address, call)
            if self._node.seconds() < ready:
                raise Waiting(
                    Text(
                        "Announced: {action} It can be done from {time}.",
                        {"action": call.sentence, "time": to_time(ready)},
                    ),
                    Text("Run the same command again then."),
                )
        return sender.send(self.key(name), call)
