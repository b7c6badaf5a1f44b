"""The relay's transactions: signed, written down, sent; offered again and replaced while they are not mined."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from eth_account.signers.local import LocalAccount
from hexbytes import HexBytes

from cercle.community import Community
from cercle.errors import CercleError, NodeUnreachable
from cercle.estimates import AccessList, Estimate
from cercle.relay.lease import Lease
from cercle.relay.queue import Queue
from cercle.relay.rows import Action, Attempt
from cercle.relay.states import Pace
from cercle.relay.tank import Level, Tank
from cercle.transactions import PLAIN_GAS, access_list_of, broadcast, nonce, transaction

_log = logging.getLogger(__name__)


class Outbox:
    """Sends as the relay's address. ``wanted(action)`` raises why an action is not to be sent any more."""

    def __init__(
        self,
        community: Community,
        queue: Queue,
        tank: Tank,
        lease: Lease,
        pace: Pace,
        wanted: Callable[[Action], object],
    ) -> None:
        self._node = community.node
        self._chain_id = community.record.chain_id
        self._queue = queue
        self._tank = tank
        self._lease = lease
        self._pace = pace
        self._wanted = wanted

    def send(self, tried: Sequence[tuple[Action, Estimate]], level: Level) -> bool:
        """Sends actions, of which the cost is known, under the next nonces. False if the relay does not hold
        enough for all of them: the others stay queued."""
        flying = [one.newest for one in self._queue.in_flight()]
        promised = sum(one.gas * one.highest for one in flying)
        highest = min(level.fees.highest, self._tank.highest_fee)
        tip = min(level.fees.tip, highest)
        number, height = self._next_nonce(flying), self._node.height()
        signed: list[Attempt] = []
        for action, cost in tried:
            promised += cost.limit * highest
            if promised > level.balance:
                break
            signed.append(
                self._signed(
                    action,
                    number + len(signed),
                    height,
                    gas=cost.limit,
                    access_list=cost.access_list,
                    highest=highest,
                    tip=tip,
                )
            )
        for attempt in signed:
            self._offer(attempt)
        return len(signed) == len(tried)

    def offer_all(self) -> None:
        """Hands everything that is on its way to the node again: what was signed may never have reached it."""
        height = self._node.height()
        for one in self._queue.in_flight():
            self._offer_again(one.newest, height)

    def push(self) -> None:
        """Looks after what should have been mined: offers it again, at a higher fee where the fee may be the reason,
        and puts an empty transaction in the place of what is of no use any more."""
        flying = self._queue.in_flight()
        late = [one for one in flying if time.time() - one.newest.at >= self._pace.stuck_after]
        if not late:
            return
        height, fees = self._node.height(), self._tank.level().fees
        for one in late:
            newest = one.newest
            mine = newest.sender == self._key.address
            # The others only wait for the first, as long as they offer enough.
            in_its_way = one is flying[0] or newest.highest < fees.base + fees.tip
            blocks_were_made = height > newest.height
            if not (mine and in_its_way and blocks_were_made and self._replace(one.action, newest, height)):
                self._offer_again(newest, height)

    def _replace(self, action: Action, newest: Attempt, height: int) -> bool:
        """The same nonce at a higher fee: 12.5 % more at least, as nodes ask. False above the highest fee."""
        fees, most = self._tank.level().fees, self._tank.highest_fee
        least = _more(newest.highest)
        if least > most:
            return False
        highest = min(max(fees.highest, least), most)
        tip = min(max(fees.tip, _more(newest.tip)), highest)
        empty = newest.empty or not self._is_wanted(action)
        gas, named = (PLAIN_GAS, []) if empty else (newest.gas, access_list_of(newest.raw))
        _log.warning(
            "Action %s is not mined yet: offered again, %s wei for a unit of gas", action.id, highest
        )
        signed = self._signed(
            action,
            newest.nonce,
            height,
            gas=gas,
            access_list=named,
            highest=highest,
            tip=tip,
            empty=empty,
        )
        self._offer(signed)
        return True

    def _is_wanted(self, action: Action) -> bool:
        try:
            self._wanted(action)
        except NodeUnreachable:
            return True
        except CercleError as problem:
            self._queue.give_up(action.id, problem)
            return False
        return True

    def _signed(
        self,
        action: Action,
        number: int,
        height: int,
        *,
        gas: int,
        access_list: AccessList,
        highest: int,
        tip: int,
        empty: bool = False,
    ) -> Attempt:
        """A signed transaction, written down. Raises ``LeaseLost``."""
        key = self._key
        to, data = (str(key.address), b"") if empty else (action.receiver, action.data)
        content = transaction(
            self._chain_id,
            number,
            to,
            data,
            gas=gas,
            highest=highest,
            tip=tip,
            access_list=access_list,
        )
        signed = key.sign_transaction(content)
        attempt = Attempt(
            action=action.id,
            sender=str(key.address),
            nonce=number,
            hash=HexBytes(signed.hash).to_0x_hex(),
            raw=HexBytes(signed.raw_transaction).to_0x_hex(),
            highest=highest,
            tip=tip,
            gas=gas,
            empty=empty,
            height=height,
            at=time.time(),
        )
        self._queue.sending(self._lease, attempt)
        return attempt

    def _offer_again(self, attempt: Attempt, height: int) -> None:
        self._queue.offered_again(attempt, height)
        self._offer(attempt)

    def _offer(self, attempt: Attempt) -> None:
        try:
            broadcast(self._node, attempt.raw, attempt.hash)
        except NodeUnreachable as problem:
            _log.warning("Transaction %s is offered again later: %s", attempt.hash, problem)

    def _next_nonce(self, flying: Sequence[Attempt]) -> int:
        mine = [one.nonce for one in flying if one.sender == self._key.address]
        if mine:
            return max(max(mine) + 1, nonce(self._node, str(self._key.address)))
        return nonce(self._node, str(self._key.address), "pending")

    @property
    def _key(self) -> LocalAccount:
        return self._tank.key()


def _more(fee: int) -> int:
    return fee + fee // 8 + 1
