"""The relay's work: whatever is queued is tried once more, sent, and followed until it is mined."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from cercle.community import Community
from cercle.config_models import RelayTerms
from cercle.errors import CercleError, NodeUnreachable
from cercle.estimates import Estimate
from cercle.relay.allowed import read
from cercle.relay.lease import Lease, LeaseLost
from cercle.relay.limits import Limits
from cercle.relay.outbox import Outbox
from cercle.relay.outcomes import Outcomes
from cercle.relay.queue import Queue
from cercle.relay.rows import Action
from cercle.relay.states import Pace, Status
from cercle.relay.tables import Database
from cercle.relay.tank import Tank
from cercle.relay.trial import Trial, is_late, too_late

_log = logging.getLogger(__name__)
_AT_ONCE = 8  # trials, each of which waits for the node several times


class Worker:
    """Works on a queue while it holds the queue's lease."""

    def __init__(
        self, community: Community, terms: RelayTerms, database: Database, tank: Tank, pace: Pace
    ) -> None:
        self._community = community
        self._node = community.node
        self._database = database
        self._queue = Queue(database)
        self._limits = Limits(database, terms)
        self._tank = tank
        self._pace = pace
        self._lease = Lease(database, pace.lease)
        self._trial = Trial(community, terms, tank)
        self._outcomes = Outcomes(community, self._queue, pace)
        self._outbox = Outbox(community, self._queue, tank, self._lease, pace, wanted=self._require_wanted)
        self._said = ""

    def run(self, stop: threading.Event) -> None:
        """Works until told to stop; while another worker holds the lease, or the node is silent, it stands by."""
        began = False
        while not stop.is_set():
            try:
                if not self._lease.hold():
                    began = False
                    stop.wait(self._pace.lease / 5)
                elif not began:
                    self._tank.key()
                    self._outbox.offer_all()
                    began = True
                else:
                    self.step()
                self._say("")
            except LeaseLost:
                began = False
            except CercleError as problem:
                self._say(str(problem))
            except Exception:
                _log.exception("The relay goes on after an error")
            stop.wait(self._pace.poll)
        self._lease.let_go()

    def step(self) -> None:
        """One round of the work."""
        self._outcomes.settle()
        if self._outcomes.confirm():
            self._outbox.offer_all()
        self._outbox.push()
        self._send_next()

    def _send_next(self) -> None:
        actions = self._queue.next_up(self._pace.in_flight - len(self._queue.in_flight()))
        if not actions:
            return
        now = self._node.now()
        for action in actions:
            if is_late(action, now):
                self._queue.end(action.id, Status.Failed, too_late(action))
        level = self._tank.require_open()
        timely = [one for one in actions if not is_late(one, now)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            tried = list(pool.map(partial(self._tried, now=now), timely))
        sendable: list[tuple[Action, Estimate]] = []
        for action, result in zip(timely, tried, strict=True):
            if isinstance(result, Estimate):
                sendable.append((action, result))
            elif isinstance(result, NodeUnreachable):
                self._say(str(result))  # of this one; it is tried again
            else:
                self._queue.end(action.id, Status.Refused, result)
        if not self._outbox.send(sendable, level):
            self._say("The relay does not hold enough for all that is queued.")

    def _tried(self, action: Action, now: int) -> Estimate | CercleError:
        """What it costs to send a queued action, or why it is not sent."""
        try:
            if action.gas is not None:
                return self._trial.simulated(action)
            request = read(self._community.record, action.member, action.receiver, action.data)
            cost = self._trial.whole(request, now)
            with self._database.reading() as connection:
                self._limits.require_room(connection, action.member, now, cost.limit, actions=0)
            return cost
        except CercleError as problem:
            return problem

    def _require_wanted(self, action: Action) -> None:
        """Raises why an action that was sent, and not mined, is of no use any more."""
        if is_late(action, self._node.now()):
            raise too_late(action)
        self._trial.simulated(action)

    def _say(self, what: str) -> None:
        """What keeps the relay from working, once."""
        if what and what != self._said:
            _log.warning("%s", what)
        self._said = what
