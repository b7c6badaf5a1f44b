"""How a member's steps are done: which of them the browser signs, sends, or need nobody.

The relay sends what is signed and pays for it. What has no signature door goes through a passkey account's own
``execute``, or is sent by the wallet, which then pays; so does everything else that a wallet sends while the relay is
closed. What anyone may send needs no signature at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.address import is_same_address
from hexbytes import HexBytes

from app import data, signing, site
from app.sending import Statement, Work
from app.sending import Step as Task
from app.wallet import Step
from cercle.calls import Call
from cercle.credentials import Passkey
from cercle.errors import NodeUnreachable, RelayClosed, SignatureProblem
from cercle.members import NOBODY
from cercle.refusals import unknown_refusal
from cercle.relay.allowed import BY_ANYONE
from cercle.signers import Receipt
from cercle.texts import Text
from cercle.transactions import mined_within, receipt_of_node

SIGNED_FOR = 6 * 3_600  # seconds that a signature can be sent: the relay may have to wait for lower fees
_MINED_WITHIN = 120.0


@dataclass(frozen=True)
class Free:
    """What anyone may send: the relay does."""

    task: Call


@dataclass(frozen=True)
class Signed:
    """What is signed: a call through its signature door, or a statement."""

    task: Task
    typed_data: dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """What the member's wallet sends and pays."""

    task: Call


Part = Free | Signed | Sent


class Answers:
    """What the browser signed and sent: does a plan's parts one after the other (``cercle.signers.Signer``)."""

    def __init__(self, plan: Plan, given: Sequence[bytes]) -> None:
        self.plan = plan
        self._left = list(zip(plan.parts, given, strict=True))

    @property
    def address(self) -> str:
        who = self.plan.who
        return who.account if isinstance(who, Passkey) else who

    def send(self, call: Call) -> Receipt:
        """Hands the call to the relay, or waits for what the wallet sent. Raises ``Refused``, ``RelayRefused``."""
        part, given = self._next(call)
        if isinstance(part, Sent):
            return self._mined(call, HexBytes(given).to_0x_hex())
        if isinstance(part, Signed):
            call = call.signed(part.typed_data["message"]["deadline"], given)
        return data.relay().send(self.plan.member, call)

    def sign(self, typed_data: dict[str, Any]) -> bytes:
        """The signature that was given."""
        return self._next(typed_data)[1]

    def _next(self, asked: Call | dict[str, Any]) -> tuple[Part, bytes]:
        part, given = self._left.pop(0)
        task = part.task.typed_data if isinstance(part.task, Statement) else part.task
        assert task is asked, "steps are done in the order in which they were signed"
        return part, given

    def _mined(self, call: Call, transaction: str) -> Receipt:
        node = data.community().node
        mined = mined_within(node, transaction, _MINED_WITHIN)
        if mined is None:
            raise NodeUnreachable(
                Text("Your wallet sent this, and the network has not taken it in yet."),
                Text("Look in your wallet; it will show here once it went through."),
            )
        sent = node.request("eth_getTransactionByHash", transaction)
        same = is_same_address(sent["to"] or NOBODY, call.to) and HexBytes(sent["input"]) == call.data
        if not same or not is_same_address(sent["from"], self.address):
            raise SignatureProblem(
                Text("Your wallet sent something else than what was shown here: {transaction}", {"transaction": transaction}),
                Text("Look in your wallet what it was."),
            )  # fmt: skip
        if not mined["status"]:
            raise unknown_refusal("the transaction was reverted")
        return receipt_of_node(mined)


@dataclass(frozen=True)
class Plan:
    """Everything a member's decision takes, prepared once."""

    member: int
    who: signing.Signatory
    work: Work
    parts: Sequence[Part]
    sentences: Sequence[Text]  # what is signed or sent, for a person

    @property
    def pays_gas(self) -> bool:
        """Whether the member's wallet pays for some of it."""
        return any(isinstance(part, Sent) for part in self.parts)

    def prompts(self) -> list[Step]:
        """What the browser is asked."""
        return [self._prompt(part) for part in self.parts if not isinstance(part, Free)]

    def answered(self, results: Sequence[Any]) -> Answers:
        """Checks the browser's answers, one for each prompt. Raises ``SignatureProblem``."""
        asked = [part for part in self.parts if not isinstance(part, Free)]
        if len(results) != len(asked):
            raise signing.broken()
        given = iter([self._checked(part, one) for part, one in zip(asked, results, strict=True)])
        return Answers(self, [b"" if isinstance(part, Free) else next(given) for part in self.parts])

    def _prompt(self, part: Signed | Sent) -> Step:
        if isinstance(part, Signed):
            return signing.signature_step(self.who, part.typed_data)
        transaction = {"to": part.task.to, "data": HexBytes(part.task.data).to_0x_hex(), "value": "0x0"}
        return {"do": "send", "account": self.who, "chain": site.chain(), "transaction": transaction}

    def _checked(self, part: Signed | Sent, result: Any) -> bytes:
        if isinstance(part, Signed):
            return signing.signature(self.who, part.typed_data, result)
        return signing.transaction_hash(result)


def plan(member: int, who: signing.Signatory, work: Work) -> Plan:
    """Prepares what a member decided. Raises what building raises, ``Refused`` where a contract would refuse it, and
    ``RelayClosed`` where nobody could send it now."""
    tasks, relay = list(work.steps()), data.relay_health()
    sentences = [task.sentence for task in tasks]
    if isinstance(tasks[0], Call):
        _try(tasks[0], who.account if isinstance(who, Passkey) else who)
    if not relay.open and any(isinstance(task, Call) for task in tasks):
        if isinstance(who, Passkey):
            raise RelayClosed(relay.sentence, Text("Try again later: nothing is lost meanwhile."))
        parts = [_part(task) if isinstance(task, Statement) else Sent(task) for task in tasks]
        return Plan(member, who, work, parts, sentences)
    parts = [_part(task) for task in tasks]
    if isinstance(who, Passkey) and (
        sum(isinstance(part, Signed) for part in parts) > 1 or any(isinstance(part, Sent) for part in parts)
    ):
        batch = [task for task in tasks if isinstance(task, Call)]
        together = data.community().accounts.execution(who.account, batch, _joined(batch))
        parts = [_part(together)]
    return Plan(member, who, work, parts, sentences)


def _part(task: Task) -> Part:
    if isinstance(task, Statement):
        return Signed(task, task.typed_data)
    if task.door is None:
        return Free(task) if (task.contract_name, task.method) in BY_ANYONE else Sent(task)
    deadline = task.door.deadline or int(data.now().timestamp()) + SIGNED_FOR
    return Signed(task, task.typed_data(data.community().record.chain_id, deadline))


def _joined(batch: Sequence[Call]) -> Text:
    """One sentence for all of them."""
    sentence = batch[0].sentence
    for call in batch[1:]:
        sentence = Text("{one} {next}", {"one": sentence, "next": call.sentence})
    return sentence


def _try(task: Call, wallet: str) -> None:
    """Raises ``Refused`` if the contract would refuse it from the member's wallet: nobody signs in vain."""
    if task.door is None or task.door.method != task.method:  # an account's batch has no other door
        data.community().node.call(task.to, task.data, wallet)
