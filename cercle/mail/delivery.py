"""Sending letters one after the other: each is written down before, and what goes wrong with one stops no other."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cercle.errors import InputProblem
from cercle.mail.connection import Connection
from cercle.mail.kinds import Kind
from cercle.mail.letters import Letters, Part, Recipient
from cercle.mail.log import Item, MailLog, State
from cercle.mail.server import LetterRefused, LetterUnsure, MailServerProblem

Tell = Callable[[str, int, int], None]
"""Progress: what, how many are done, of how many."""


@dataclass(frozen=True)
class Draft:
    """A letter to be written: for whom, what it says, and what the log keeps of it."""

    recipient: Recipient
    parts: tuple[Part, ...]
    items: tuple[Item, ...]


@dataclass
class Delivery:
    """What became of a round of letters; members by number. ``problem`` ended it early."""

    sent: int = 0
    wrong_address: list[int] = field(default_factory=list)
    not_taken: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    problem: MailServerProblem | None = None

    @property
    def failed(self) -> bool:
        """Whether somebody should look into it."""
        return bool(self.problem or self.wrong_address or self.not_taken)


def deliver(
    connection: Connection, letters: Letters, log: MailLog, drafts: Sequence[Draft], tell: Tell
) -> Delivery:
    """Opens the connection and sends the letters. A server that fails ends it: the rest is sent by the next run."""
    delivery = Delivery()
    try:
        with connection:
            for place, draft in enumerate(drafts, 1):
                _send(connection, letters, log, draft, delivery)
                tell("E-mails", place, len(drafts))
    except MailServerProblem as problem:
        delivery.problem = problem
    return delivery


def _send(connection: Connection, letters: Letters, log: MailLog, draft: Draft, delivery: Delivery) -> None:
    number, member, now = uuid.uuid4().hex, draft.recipient.member, datetime.now(UTC)
    try:
        letter = letters.write(number, draft.recipient, draft.parts, now)
    except InputProblem:
        delivery.wrong_address.append(member)
        return
    log.begin(number, member, draft.items, now)
    try:
        connection.send(letter)
    except LetterRefused as refused:
        log.undo(number)
        if refused.address:
            log.refuse(member, draft.recipient.email, now)
        (delivery.wrong_address if refused.address else delivery.not_taken).append(member)
    except LetterUnsure:
        if draft.parts[0].kind is Kind.Recovery:  # a warning is sent again: twice is better than never
            log.undo(number)
        else:
            log.end(number, State.Unsure)
        delivery.unsure.append(member)
    except MailServerProblem:
        log.undo(number)
        raise
    else:
        log.end(number, State.Sent)
        delivery.sent += 1
