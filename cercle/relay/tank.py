"""Whether the relay can send: its key, what it holds, what the network asks, and for how long that is enough."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from eth_account.signers.local import LocalAccount

from cercle.community import Community
from cercle.config_models import RelayTerms
from cercle.errors import CercleError, ConfigProblem, NodeUnreachable, RelayClosed
from cercle.relay.gas_only import other_powers
from cercle.relay.key import open_key
from cercle.relay.states import Health
from cercle.relay.tables import Database
from cercle.relay.usage import DAY, spent_since
from cercle.texts import Text
from cercle.transactions import GWEI, Fees, fees_now
from cercle.units import to_base_units, to_tokens

_MONTH = 30 * DAY
_LONG = 24.0  # months that need no counting
_TRY_LATER = Text("Try again in a few minutes; nothing is lost.")
_LATER = Text(
    "If you have a wallet of your own, you can pay the few cents yourself. Otherwise come back later: nothing that you "
    "earned is lost, and the community's office sees this."
)


@dataclass(frozen=True)
class Level:
    """What the relay holds, wei, and what the network asks."""

    balance: int
    fees: Fees


class Tank:
    """The relay's purse. What it knows of the chain is at most ``fresh`` seconds old."""

    def __init__(self, community: Community, terms: RelayTerms, database: Database, fresh: float) -> None:
        self._record = community.record
        self._node = community.node
        self._terms = terms
        self._database = database
        self._fresh = fresh
        self._lock = threading.Lock()
        self._key: LocalAccount | None = None
        self._known: tuple[float, Level] | None = None

    def key(self) -> LocalAccount:
        """The relay's key. Raises ``ConfigProblem`` if there is none, or if it may do more than pay for gas."""
        with self._lock:
            if self._key is None:
                key = open_key(self._node, self._record, self._terms)
                with self._node.answering():
                    powers = list(other_powers(self._record, str(key.address)))
                if powers:
                    raise ConfigProblem(powers[0], Text("Use an account that is used for nothing else."))
                self._key = key
            return self._key

    def level(self) -> Level:
        """What there is and what is asked. Raises ``NodeUnreachable``, and as ``key``."""
        known = self._known
        if known is None or time.monotonic() - known[0] > self._fresh:
            address = str(self.key().address)
            balance = int(self._node.request("eth_getBalance", address, "latest"), 16)
            known = (time.monotonic(), Level(balance, fees_now(self._node, self._record.chain_id)))
            self._known = known
        return known[1]

    def require_open(self) -> Level:
        """Raises ``RelayClosed`` with the reason and what to do, while nothing can be sent for anybody."""
        try:
            level = self.level()
        except NodeUnreachable as problem:
            raise RelayClosed(Text("The network cannot be reached just now."), _TRY_LATER) from problem
        except CercleError as problem:
            raise RelayClosed(problem.problem, problem.next_step) from problem
        if level.balance < to_base_units(self._terms.floor):
            raise RelayClosed(
                Text("The community's gas tank is empty: it cannot pay for anything just now."), _LATER
            )
        if level.fees.base + level.fees.tip > self.highest_fee:
            raise RelayClosed(Text("The network asks more just now than the community wants to pay."), _LATER)
        return level

    @property
    def highest_fee(self) -> int:
        """The most that is paid for a unit of gas, wei."""
        return self._terms.highest_fee * GWEI

    def months_left(self) -> float | None:
        """How long the balance lasts at the pace of the last thirty days; None if nothing was sent in them."""
        now = self._node.now()
        spent, first = spent_since(self._database, now - _MONTH)
        if first is None or not spent:
            return None
        for_a_month = spent * GWEI * _MONTH / min(max(now - first, DAY), _MONTH)
        left = self.level().balance - to_base_units(self._terms.floor)
        return max(left, 0) / for_a_month

    def health(self) -> Health:
        """How the relay does, in plain words."""
        try:
            level, months = self.require_open(), self.months_left()
        except CercleError as problem:
            return Health(False, self._balance(), None, problem.problem, problem.next_step)
        balance = to_tokens(level.balance)
        facts = {"balance": round(balance, 2), "coin": self._coin(), "enough": _for_how_long(months)}
        return Health(True, balance, months, Text("The relay is open, with {balance} {coin}{enough}.", facts))

    def _balance(self) -> Decimal:
        return to_tokens(self._known[1].balance) if self._known else Decimal(0)

    def _coin(self) -> str:
        return str(self._node.provider.network.ecosystem.fee_token_symbol)


def _for_how_long(months: float | None) -> Text:
    if months is None:
        return Text("")
    if months > _LONG:
        return Text(": enough for more than two years at last month's pace")
    if months >= 2:
        return Text(": enough for about {months} months at last month's pace", {"months": int(months)})
    return Text(
        ": enough for about {time} at last month's pace", {"time": timedelta(days=max(1, int(months * 30)))}
    )
