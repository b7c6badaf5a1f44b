"""What became of what was sent, by the chain's own word: receipts, nonces, and blocks that are gone again."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from cercle.community import Community
from cercle.errors import CercleError, NodeUnreachable, RelayRefused
from cercle.relay import stored
from cercle.relay.queue import Queue
from cercle.relay.rows import Action
from cercle.relay.states import Pace
from cercle.texts import Text
from cercle.transactions import nonce

_SURELY_FINAL = 256  # blocks, where a node does not say which are
_FINAL_HERE = 8  # blocks, on a chain of this computer


class Outcomes:
    """Follows what was sent until nothing can change it."""

    def __init__(self, community: Community, queue: Queue, pace: Pace) -> None:
        self._node = community.node
        self._queue = queue
        self._pace = pace
        self._missing_since: dict[int, float] = {}
        self._looked = 0.0

    def settle(self) -> None:
        """Takes note of what was mined."""
        flying = [one.action for one in self._queue.in_flight()]
        # The nonces first: between two looks a transaction may be mined, but never the other way.
        used = {sender: nonce(self._node, sender) for sender in {one.sender for one in flying} if sender}
        for action in flying:
            if action.nonce is not None and action.nonce < used[str(action.sender)]:
                self._settle(action)

    def _settle(self, action: Action) -> None:
        for attempt in reversed(self._queue.attempts(action.id)):
            receipt = self._node.receipt(attempt.hash)
            if receipt is not None:
                self._missing_since.pop(action.id, None)
                self._queue.mined(action.id, receipt, self._problem(action, attempt.empty, receipt))
                return
        # The node may be behind itself; only after a while was the nonce surely used by something else.
        since = self._missing_since.setdefault(action.id, time.monotonic())
        if time.monotonic() - since >= self._pace.lost_after:
            del self._missing_since[action.id]
            self._queue.to_send_anew(action.id)

    def _problem(self, action: Action, empty: bool, receipt: dict[str, Any]) -> CercleError | None:
        if empty and action.problem is not None:
            return stored.load(action.problem)
        if receipt["status"]:
            return None
        try:
            self._node.call(action.receiver, action.data, action.sender, gas=action.gas)
        except CercleError as problem:
            if not isinstance(problem, NodeUnreachable):
                return problem
        return RelayRefused(
            Text("The contract refused this at the last moment: something changed meanwhile."),
            Text("Reload to see the present state, and try again."),
        )

    def confirm(self) -> bool:
        """Looks whether the blocks of what was mined lately are still there. Returns whether one is gone: what was in
        it is on its way again, and to be offered again."""
        if time.monotonic() - self._looked < self._pace.fresh:
            return False
        self._looked = time.monotonic()
        blocks: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for action in self._queue.not_final():
            blocks[int(action.block or 0), str(action.block_hash)].append(action.id)
        final, gone = self._final_height() if blocks else 0, False
        for (number, block_hash), actions in blocks.items():
            block = self._node.request("eth_getBlockByNumber", hex(number), False)
            if block is None or block["hash"] != block_hash:
                gone = True
                for action_id in actions:
                    self._queue.undone(action_id)
            elif number <= final:
                self._queue.final(actions)
        return gone

    def _final_height(self) -> int:
        if self._node.is_local:
            return self._node.height() - _FINAL_HERE
        try:
            block = self._node.request("eth_getBlockByNumber", "finalized", False)
        except NodeUnreachable:
            block = None
        return int(block["number"], 16) if block else self._node.height() - _SURELY_FINAL
