"""The relay as others use it: it takes what was signed, sends it, and says what became of it."""

from __future__ import annotations

import threading
import time

from cercle.calls import Call
from cercle.community import Community
from cercle.config_models import RelayTerms
from cercle.errors import InputProblem, Interrupted
from cercle.relay import stored
from cercle.relay.allowed import read
from cercle.relay.lease import somebody_works
from cercle.relay.limits import Limits
from cercle.relay.queue import Queue
from cercle.relay.rows import Action
from cercle.relay.states import LOCAL_PACE, Health, Pace, RelayedState, Status
from cercle.relay.tables import Database
from cercle.relay.tank import Tank
from cercle.relay.trial import Trial
from cercle.relay.worker import Worker
from cercle.signers import Receipt
from cercle.texts import Text
from cercle.transactions import receipt_of_node

_FINAL = (Status.Mined, Status.Refused, Status.Failed)


class Relay:
    """One community's relay. Any number of threads and processes may use the same queue."""

    def __init__(self, community: Community, terms: RelayTerms, pace: Pace | None = None) -> None:
        self._node = community.node
        self._record = community.record
        self._pace = pace or (LOCAL_PACE if community.node.is_local else Pace())
        self._database = Database(terms.queue) if terms.queue else Database.in_folder(community.record.folder)
        self._queue = Queue(self._database)
        self._limits = Limits(self._database, terms)
        self._tank = Tank(community, terms, self._database, self._pace.fresh)
        self._trial = Trial(community, terms, self._tank)
        self._worker = Worker(community, terms, self._database, self._tank, self._pace)

    @classmethod
    def of(cls, community: Community, terms: RelayTerms) -> Relay:
        """The relay of a community, on the terms of its YAML; opens its queue, and needs no key yet."""
        return cls(community, terms)

    @property
    def address(self) -> str:
        """Who pays. Raises ``ConfigProblem`` where there is no key, or one that may do more than pay."""
        return str(self._tank.key().address)

    def enqueue(self, member: int, call: Call) -> int:
        """Takes a complete call for a member and returns its number; from then on it is not lost.

        The same call again gives the same number. Raises ``RelayRefused`` for what the relay does not send for this
        member now, ``RelayClosed`` while it sends nothing for anybody, ``Refused`` where the contract refuses. What
        comes while an earlier action of the member is on its way is tried after that one, and ``wait`` tells.
        """
        request = read(self._record, member, call.to, call.data)
        known = self._queue.same(request.order)
        if known is not None:
            return known
        self._tank.require_open()
        now = self._node.now()
        self._limits.count_try(member, now)
        waits = self._queue.has_unfinished(member)
        gas = None if waits else self._trial.whole(request, now).limit
        return self._queue.add(
            request.order,
            now,
            gas,
            lambda connection: self._limits.require_room(connection, member, now, gas or 0),
        )

    def wait(self, number: int, timeout: float = 120) -> Receipt:
        """Waits until an action is mined. Raises why it was refused or failed, in words; ``Interrupted`` if it is not
        mined after ``timeout`` seconds, when it is still on its way."""
        until, pause = time.monotonic() + timeout, self._pace.poll
        while (action := self._action(number)).status not in _FINAL:
            if time.monotonic() >= until:
                raise Interrupted(
                    Text("This is on its way, and not done yet."),
                    Text("Nothing is lost: look again in a few minutes."),
                )
            time.sleep(pause)
            pause = min(
                1.5 * pause, 10 * self._pace.poll
            )  # a crowd that waits must not keep the worker from working
        if action.status is Status.Mined:
            receipt = self._receipt(action)
            assert receipt is not None
            return receipt
        assert action.problem is not None
        raise stored.load(action.problem)

    def send(self, member: int, call: Call) -> Receipt:
        """Takes a call and waits until it is mined. Raises as ``enqueue`` and ``wait`` do."""
        return self.wait(self.enqueue(member, call))

    def state(self, number: int) -> RelayedState:
        """How an action stands. ``InputProblem`` for a number that was never given."""
        action = self._action(number)
        attempts = self._queue.attempts(number)
        return RelayedState(
            status=action.status,
            transaction=action.hash or (attempts[-1].hash if attempts else None),
            receipt=self._receipt(action) if action.status is Status.Mined else None,
            problem=stored.load(action.problem) if action.problem and action.status in _FINAL else None,
        )

    def health(self) -> Health:
        """How the relay does, in plain words. Asks the node at most every few seconds."""
        health = self._tank.health()
        if health.open and not somebody_works(self._database):
            sentence = Text("The relay is not running.")
            step = Text("What is handed over now is sent when it runs again; nothing is lost.")
            return Health(False, health.balance, health.months_left, sentence, step)
        return health

    def counts(self) -> dict[Status, int]:
        """How many actions there are in each state."""
        return self._queue.counts()

    def run(self, stop: threading.Event) -> None:
        """Works on the queue until told to stop. At most one worker of a queue works, others stand by."""
        self._worker.run(stop)

    def _action(self, number: int) -> Action:
        action = self._queue.get(number)
        if action is None:
            raise InputProblem(Text("The relay knows no action {number}.", {"number": str(number)}))
        return action

    def _receipt(self, action: Action) -> Receipt | None:
        raw = self._node.receipt(str(action.hash))
        return receipt_of_node(raw) if raw else None
