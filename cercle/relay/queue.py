"""What was handed to the relay, and every transaction it signed: on the disk before anything is sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from hexbytes import HexBytes
from sqlalchemy import Connection, and_, func, insert, or_, select, update

from cercle.errors import CercleError
from cercle.relay import stored
from cercle.relay.lease import Lease
from cercle.relay.rows import Action, Attempt, Flight, Order
from cercle.relay.states import Status
from cercle.relay.tables import ACTIONS, ATTEMPTS, Database

_UNFINISHED = (Status.Queued, Status.Sent)


class Queue:
    """The queue of one community, safe for many threads and processes at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, number: int) -> Action | None:
        """An action by its number."""
        return next(iter(self._find(ACTIONS.c.id == number)), None)

    def same(self, order: Order) -> int | None:
        """The number of the action of the same content, if it is on its way, or took effect and can only once."""
        with self._database.reading() as connection:
            return _same(connection, order)

    def add(self, order: Order, now: int, gas: int | None, check: Callable[[Connection], None]) -> int:
        """Puts an order in the queue and returns its number: that of the same one, where there is one.

        ``check`` raises what it has against it; nobody else adds anything meanwhile.
        """
        with self._database.writing() as connection:
            known = _same(connection, order)
            if known is not None:
                return known
            check(connection)
            values = {**asdict(order), "status": Status.Queued, "queued_at": now, "gas": gas}
            added = connection.execute(insert(ACTIONS).values(values).returning(ACTIONS.c.id))
            return int(added.scalar_one())

    # -- what is to be done -------------------------------------------------------------------------------------

    def has_unfinished(self, member: int) -> bool:
        """Whether anything of a member is on its way."""
        return bool(self._find(ACTIONS.c.member == member, ACTIONS.c.status.in_(_UNFINISHED)))

    def next_up(self, most: int) -> list[Action]:
        """The oldest queued actions: one of each member, of whom nothing else is on its way."""
        unfinished = ACTIONS.c.status.in_(_UNFINISHED)
        first = select(func.min(ACTIONS.c.id)).where(unfinished).group_by(ACTIONS.c.member)
        return self._find(ACTIONS.c.id.in_(first), ACTIONS.c.status == Status.Queued)[:most]

    def in_flight(self) -> list[Flight]:
        """What was sent and not mined, by nonce."""
        with self._database.reading() as connection:
            actions = _find(connection, ACTIONS.c.status == Status.Sent)
            attempts = (
                _attempts(connection, ATTEMPTS.c.action.in_([one.id for one in actions])) if actions else []
            )
        newest = {one.action: one for one in attempts}
        return sorted((Flight(one, newest[one.id]) for one in actions), key=lambda one: one.newest.nonce)

    def not_final(self) -> list[Action]:
        """What was mined so lately that a reorganisation could undo it."""
        return self._find(ACTIONS.c.block.is_not(None), ACTIONS.c.final.is_(False))

    def attempts(self, action: int) -> list[Attempt]:
        """Every transaction signed for an action, oldest first."""
        with self._database.reading() as connection:
            return _attempts(connection, ATTEMPTS.c.action == action)

    def counts(self) -> dict[Status, int]:
        """How many actions there are in each state."""
        query = select(ACTIONS.c.status, func.count()).group_by(ACTIONS.c.status)
        with self._database.reading() as connection:
            return {Status(status): int(count) for status, count in connection.execute(query)}

    # -- what became of it --------------------------------------------------------------------------------------

    def tried(self, action: int, gas: int) -> None:
        """The gas limit of an action that was tried late."""
        self._change(action, gas=gas)

    def sending(self, lease: Lease, attempt: Attempt) -> None:
        """Writes down a signed transaction, which may be sent from now on. ``LeaseLost`` if it may not."""
        values: dict[str, Any] = {
            "status": Status.Sent, "sender": attempt.sender, "nonce": attempt.nonce, "gas": attempt.gas
        }  # fmt: skip
        with self._database.writing() as connection:
            lease.require(connection)
            connection.execute(insert(ATTEMPTS).values(asdict(attempt)))
            connection.execute(update(ACTIONS).where(ACTIONS.c.id == attempt.action).values(values))

    def offered_again(self, attempt: Attempt, height: int) -> None:
        """The same transaction was handed to the node once more."""
        values = {"at": time.time(), "height": height}
        with self._database.writing() as connection:
            connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.hash == attempt.hash).values(values))

    def give_up(self, action: int, problem: CercleError) -> None:
        """Why an action is not wanted any more: said if the empty transaction in its place is mined."""
        self._change(action, problem=stored.dump(problem))

    def end(self, action: int, status: Status, problem: CercleError) -> None:
        """An action ends without having been sent: it has used nothing of the day."""
        self._change(action, status=status, gas=0, problem=stored.dump(problem))

    def mined(self, action: int, receipt: dict[str, Any], problem: CercleError | None) -> None:
        """A transaction with the action's nonce was mined; ``problem`` says why it had no effect, if it had none."""
        self._change(
            action,
            status=Status.Failed if problem else Status.Mined,
            gas=int(receipt["gasUsed"]),
            cost=int(receipt["gasUsed"]) * int(receipt["effectiveGasPrice"]) // 10**9,
            block=int(receipt["blockNumber"]),
            block_hash=HexBytes(receipt["blockHash"]).to_0x_hex(),
            hash=HexBytes(receipt["transactionHash"]).to_0x_hex(),
            problem=stored.dump(problem) if problem else None,
        )

    def undone(self, action: int) -> None:
        """The block in which it was mined is gone: it is on its way again."""
        self._change(action, status=Status.Sent, block=None, block_hash=None, hash=None, cost=0)

    def to_send_anew(self, action: int) -> None:
        """Somebody else used its nonce."""
        self._change(action, status=Status.Queued, nonce=None, sender=None)

    def final(self, actions: Sequence[int]) -> None:
        """No reorganisation can undo these any more."""
        with self._database.writing() as connection:
            connection.execute(update(ACTIONS).where(ACTIONS.c.id.in_(actions)).values(final=True))

    def _change(self, action: int, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(ACTIONS).where(ACTIONS.c.id == action).values(values))

    def _find(self, *conditions: Any) -> list[Action]:
        with self._database.reading() as connection:
            return _find(connection, *conditions)


def _same(connection: Connection, order: Order) -> int | None:
    done_once = and_(ACTIONS.c.status == Status.Mined, ACTIONS.c.once)
    counts = or_(ACTIONS.c.status.in_(_UNFINISHED), done_once)
    found = _find(connection, ACTIONS.c.content == order.content, counts)
    return found[-1].id if found else None


def _find(connection: Connection, *conditions: Any) -> list[Action]:
    columns = [ACTIONS.c[name] for name in Action.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(*conditions).order_by(ACTIONS.c.id))
    return [Action(**{**row._asdict(), "status": Status(row.status)}) for row in rows]


def _attempts(connection: Connection, condition: Any) -> list[Attempt]:
    columns = [ATTEMPTS.c[name] for name in Attempt.__dataclass_fields__]
    query = select(*columns).where(condition).order_by(ATTEMPTS.c.id)
    return [Attempt(*row) for row in connection.execute(query)]
