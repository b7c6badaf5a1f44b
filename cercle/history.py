"""What happened, read from the contracts' events and kept as typed records.

For lists and counts; balances, and what is about to be signed, are read from the chain itself. Reads only what is new
since the last time, and starts again from nothing when the chain is no longer the one it knew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from eth_utils.address import to_checksum_address

from cercle.events import Event, decode_logs
from cercle.lifeline import Lifeline, Period, Summary
from cercle.node import Node
from cercle.states import (
    SERVICE_NAMES,
    STOPPED_SERVICE,
    ContributionStatus,
    OrderStatus,
    Outcome,
    ProgrammeStatus,
    ServiceStatus,
    WalletChangeKind,
)
from cercle.units import to_time, to_tokens, to_units

STEP = 50_000  # blocks asked for at once


@dataclass
class ProgrammeRecord:
    """A programme as it was opened, and how it stands."""

    id: int
    rate: int  # base units for 0.01 unit
    quorum: int
    challenge_window: timedelta
    cap: Decimal | None  # units a member and period
    cap_period: timedelta
    claim_within: timedelta
    document: bytes
    status: ProgrammeStatus = ProgrammeStatus.Open
    validators: set[int] = field(default_factory=set)
    paid: Decimal = Decimal(0)

    @property
    def tokens_per_unit(self) -> Decimal:
        """What one unit is worth."""
        return to_tokens(self.rate * 100)


@dataclass
class ContributionRecord:
    """A contribution and everything that was decided on it."""

    id: bytes
    member: int
    programme: int
    units: Decimal
    evidence: bytes
    submitted_at: datetime
    status: ContributionStatus = ContributionStatus.Pending
    decided_at: datetime | None = None
    approvals: set[int] = field(default_factory=set)
    rejections: set[int] = field(default_factory=set)
    challenge: bytes | None = None
    reward: Decimal = Decimal(0)

    @property
    def moment(self) -> datetime:
        """When it counts as having happened: when it was submitted."""
        return self.submitted_at


@dataclass
class ServiceRecord:
    """A service's immutable terms, and whether it takes orders."""

    id: int
    provider: int
    price: Decimal
    limit: int | None
    fulfil_window: timedelta
    confirm_window: timedelta
    burn_share: Decimal  # 0 … 1
    document: bytes
    stock: int
    status: ServiceStatus = ServiceStatus.Open
    stopped: bool = False

    @property
    def takes_orders(self) -> bool:
        """Whether neither its provider nor the community has stopped it."""
        return self.status is ServiceStatus.Open and not self.stopped

    @property
    def state_name(self) -> str:
        """Whether it takes orders, in words."""
        over = self.status is ServiceStatus.Closed
        return STOPPED_SERVICE if self.stopped and not over else SERVICE_NAMES[self.status]


@dataclass
class OrderRecord:
    """An order, from the redemption to its end."""

    id: bytes
    member: int
    service: int
    provider: int
    price: Decimal
    ordered_at: datetime
    status: OrderStatus = OrderStatus.Open
    changed_at: datetime | None = None
    dispute: bytes | None = None
    refunded: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    burnt: Decimal = Decimal(0)

    @property
    def moment(self) -> datetime:
        """When it counts as having happened: when it was ordered."""
        return self.ordered_at


@dataclass
class RoundRecord:
    """A round as it was announced; ``open_from`` once it is approved."""

    programme: int
    token: str
    open_from: datetime | None = None


@dataclass(frozen=True)
class ShareRecord:
    """A share of a round that a member collected; ``amount`` in the smallest unit of the round's token."""

    round: bytes
    member: int
    programme: int
    token: str
    amount: int
    opened_at: datetime
    collected_at: datetime

    @property
    def moment(self) -> datetime:
        """When it counts as having happened: when it was collected."""
        return self.collected_at


Happening = ContributionRecord | OrderRecord | ShareRecord


@dataclass
class MemberRecord:
    """A member who has joined."""

    id: int
    wallet: str
    joined_at: datetime
    referrer: int | None


@dataclass(frozen=True)
class WalletChangeRecord:
    """A change of a member's wallet that was started and not ended, and when it can be completed."""

    member: int
    kind: WalletChangeKind
    started_at: datetime
    ready_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class AccountRecoveryRecord:
    """A recovery of a passkey account that was started and not ended, and when it can be completed."""

    account: str
    started_at: datetime
    ready_at: datetime
    ends_at: datetime


class History:
    """The community's past. ``refresh()`` before reading; safe to share between threads."""

    def __init__(self, node: Node, addresses: list[str], first_block: int) -> None:
        self._node = node
        self._addresses = addresses
        self._first_block = first_block
        self._lock = threading.Lock()
        self._times: dict[int, datetime] = {}
        self._forget()

    def _forget(self) -> None:
        self._next_block = self._first_block
        self._last_hash = ""
        self.members: dict[int, MemberRecord] = {}
        self.programmes: dict[int, ProgrammeRecord] = {}
        self.contributions: dict[bytes, ContributionRecord] = {}
        self.services: dict[int, ServiceRecord] = {}
        self.orders: dict[bytes, OrderRecord] = {}
        self.wallet_changes: dict[int, WalletChangeRecord] = {}
        self.account_recoveries: dict[str, AccountRecoveryRecord] = {}
        self.rounds: dict[bytes, RoundRecord] = {}
        self.shares: list[ShareRecord] = []
        self.owed: dict[int, Decimal] = {}  # kept in the catalogue for members who could not be paid
        self.feed: list[tuple[datetime, Event]] = []

    def member(self, number: int) -> MemberRecord | None:
        """A member who has joined."""
        return self.members.get(number)

    def contribution(self, id: bytes) -> ContributionRecord | None:
        """A contribution by id."""
        return self.contributions.get(id)

    def order(self, id: bytes) -> OrderRecord | None:
        """An order by id."""
        return self.orders.get(id)

    def submissions(self, member: int) -> list[ContributionRecord]:
        """Everything that was ever submitted or recorded under a member's number, in the chain's order."""
        return [one for one in self.contributions.values() if one.member == member]

    def orders_with(self, member: int) -> list[OrderRecord]:
        """The orders in which a member is a side, in the chain's order."""
        return [one for one in self.orders.values() if member in (one.member, one.provider)]

    def shares_collected(self, member: int) -> list[ShareRecord]:
        """The shares of rounds that a member collected, in the chain's order."""
        return [one for one in self.shares if one.member == member]

    def lifeline(self, member: int) -> Lifeline:
        """Everything that ever happened to a member."""
        gave, ordered = tuple(self.submissions(member)), tuple(self.orders_with(member))
        return Lifeline(member, gave, ordered, tuple(self.shares_collected(member)))

    def summary_of(self, member: int, period: Period) -> Summary:
        """What a member gave and received in a period, added up."""
        return self.lifeline(member).during(period).summary()

    def happened_to(self, member: int, period: Period, most: int) -> list[Happening]:
        """What happened to a member in a period, the newest first."""
        return self.lifeline(member).during(period).everything[:most]

    def first_day_of(self, member: int) -> date | None:
        """The first day (UTC) on which something happened to a member."""
        return min((one.moment.date() for one in self.lifeline(member).everything), default=None)

    def refresh(self) -> History:
        """Reads what is new. Raises ``NodeUnreachable``."""
        with self._lock:
            if self._last_hash and self._block(self._next_block - 1).get("hash") != self._last_hash:
                self._forget()
            head = self._node.height()
            while self._next_block <= head:
                last = min(head, self._next_block + STEP - 1)
                self._read(self._next_block, last)
                self._last_hash = str(self._block(last)["hash"])
                self._next_block = last + 1
        return self

    def _read(self, first: int, last: int) -> None:
        query = {"fromBlock": hex(first), "toBlock": hex(last), "address": self._addresses}
        logs = self._node.request("eth_getLogs", query)
        for log in logs:
            if "blockTimestamp" in log:
                self._times[int(log["blockNumber"], 16)] = to_time(int(log["blockTimestamp"], 16))
        for event in decode_logs(logs):
            moment = self._time(event.block)
            handler = _HANDLERS.get(event.name)
            if handler is not None:
                handler(self, event, moment)
                self.feed.append((moment, event))

    def _time(self, block: int) -> datetime:
        if block not in self._times:
            self._times[block] = to_time(int(self._block(block)["timestamp"], 16))
        return self._times[block]

    def _block(self, number: int) -> dict[str, Any]:
        return self._node.request("eth_getBlockByNumber", hex(number), False) or {}


def _joined(history: History, event: Event, moment: datetime) -> None:
    member = event["memberId"]
    history.members[member] = MemberRecord(member, event["wallet"], moment, event["referrer"] or None)


def _wallet_changed(history: History, event: Event, moment: datetime) -> None:
    history.members[event["memberId"]].wallet = event["to"]
    history.wallet_changes.pop(event["memberId"], None)  # a recovery key moves without a start


def _wallet_change_started(history: History, event: Event, moment: datetime) -> None:
    member, kind = event["memberId"], WalletChangeKind(event["kind"])
    times = to_time(event["readyAt"]), to_time(event["endsAt"])
    history.wallet_changes[member] = WalletChangeRecord(member, kind, moment, *times)


def _wallet_change_cancelled(history: History, event: Event, moment: datetime) -> None:
    history.wallet_changes.pop(event["memberId"], None)


def _account_recovery_started(history: History, event: Event, moment: datetime) -> None:
    account, times = event["account"], (to_time(event["readyAt"]), to_time(event["endsAt"]))
    history.account_recoveries[account] = AccountRecoveryRecord(account, moment, *times)


def _account_recovery_ended(history: History, event: Event, moment: datetime) -> None:
    history.account_recoveries.pop(event["account"])


def _programme_opened(history: History, event: Event, moment: datetime) -> None:
    rate, quorum, window, cap, cap_period, claim_within = event["terms"]
    history.programmes[event["programmeId"]] = ProgrammeRecord(
        id=event["programmeId"],
        rate=rate,
        quorum=quorum,
        challenge_window=timedelta(seconds=window),
        cap=to_units(cap) if cap else None,
        cap_period=timedelta(days=cap_period),
        claim_within=timedelta(days=claim_within),
        document=event["document"],
    )


def _programme_status(history: History, event: Event, moment: datetime) -> None:
    history.programmes[event["programmeId"]].status = ProgrammeStatus(event["status"])


def _seated(history: History, event: Event, moment: datetime) -> None:
    history.programmes[event["programmeId"]].validators.add(event["validatorId"])


def _unseated(history: History, event: Event, moment: datetime) -> None:
    history.programmes[event["programmeId"]].validators.discard(event["validatorId"])


def _submitted(history: History, event: Event, moment: datetime) -> None:
    programme = history.programmes[event["programmeId"]]
    history.contributions[event["id"]] = ContributionRecord(
        id=event["id"],
        member=event["memberId"],
        programme=programme.id,
        units=to_units(event["units"]),
        evidence=event["evidence"],
        submitted_at=moment,
        reward=to_tokens(programme.rate * event["units"]),
    )


def _attested(history: History, event: Event, moment: datetime) -> None:
    contribution = history.contributions[event["id"]]
    outcome = Outcome(event["outcome"])
    votes = contribution.approvals if outcome.in_favour else contribution.rejections
    votes.add(event["validatorId"])
    _decided(contribution, outcome.status, moment)


def _decided(contribution: ContributionRecord, status: ContributionStatus, moment: datetime) -> None:
    if status != contribution.status:
        contribution.status, contribution.decided_at = status, moment


def _paid(history: History, event: Event, moment: datetime) -> None:
    contribution = history.contributions[event["id"]]
    _decided(contribution, ContributionStatus.Paid, moment)
    history.programmes[contribution.programme].paid += to_tokens(event["amount"])


def _withdrawn(history: History, event: Event, moment: datetime) -> None:
    # An id may be barred before anything was submitted under it.
    if contribution := history.contributions.get(event["id"]):
        _decided(contribution, ContributionStatus.Withdrawn, moment)


def _challenged(history: History, event: Event, moment: datetime) -> None:
    contribution = history.contributions[event["id"]]
    contribution.challenge = event["reason"]
    _decided(contribution, ContributionStatus.Challenged, moment)


def _resolved(history: History, event: Event, moment: datetime) -> None:
    status = ContributionStatus.Upheld if event["upheld"] else ContributionStatus.Revoked
    _decided(history.contributions[event["id"]], status, moment)


def _lapsed(history: History, event: Event, moment: datetime) -> None:
    _decided(history.contributions[event["id"]], ContributionStatus.Lapsed, moment)


def _offered(history: History, event: Event, moment: datetime) -> None:
    provider, price, stock, limit, fulfil, confirm, burn = event["terms"]
    history.services[event["serviceId"]] = ServiceRecord(
        id=event["serviceId"],
        provider=provider,
        price=to_tokens(price),
        limit=limit or None,
        fulfil_window=timedelta(seconds=fulfil),
        confirm_window=timedelta(seconds=confirm),
        burn_share=Decimal(burn) / 10_000,
        document=event["document"],
        stock=stock,
    )


def _service_status(history: History, event: Event, moment: datetime) -> None:
    history.services[event["serviceId"]].status = ServiceStatus(event["status"])


def _service_moderated(history: History, event: Event, moment: datetime) -> None:
    history.services[event["serviceId"]].stopped = event["stopped"]


def _stock_set(history: History, event: Event, moment: datetime) -> None:
    history.services[event["serviceId"]].stock = event["stock"]


def _redeemed(history: History, event: Event, moment: datetime) -> None:
    service = history.services[event["serviceId"]]
    service.stock -= 1
    history.orders[event["orderId"]] = OrderRecord(
        id=event["orderId"],
        member=event["memberId"],
        service=service.id,
        provider=service.provider,
        price=to_tokens(event["price"]),
        ordered_at=moment,
        changed_at=moment,
    )


def _fulfilled(history: History, event: Event, moment: datetime) -> None:
    order = history.orders[event["orderId"]]
    order.status, order.changed_at = OrderStatus.Fulfilled, moment


def _disputed(history: History, event: Event, moment: datetime) -> None:
    order = history.orders[event["orderId"]]
    order.status, order.changed_at, order.dispute = OrderStatus.Disputed, moment, event["reason"]


def _ended(history: History, event: Event, moment: datetime) -> None:
    order = history.orders[event["orderId"]]
    never_rendered = order.status is OrderStatus.Open
    order.status, order.changed_at = OrderStatus(event["status"]), moment
    order.refunded, order.paid = to_tokens(event["refunded"]), to_tokens(event["paid"])
    order.burnt = to_tokens(event["burnt"])
    if never_rendered:
        history.services[order.service].stock += 1


def _round_announced(history: History, event: Event, moment: datetime) -> None:
    _, token, *_ = event["terms"]
    history.rounds[event["roundId"]] = RoundRecord(event["programmeId"], str(to_checksum_address(token)))


def _round_attested(history: History, event: Event, moment: datetime) -> None:
    if event["openFrom"]:
        history.rounds[event["roundId"]].open_from = to_time(event["openFrom"])


def _round_claimed(history: History, event: Event, moment: datetime) -> None:
    id, member, amount = event["roundId"], event["memberId"], event["amount"]
    round = history.rounds[id]
    assert round.open_from is not None
    history.shares.append(
        ShareRecord(id, member, round.programme, round.token, amount, round.open_from, moment)
    )


def _kept(history: History, event: Event, moment: datetime) -> None:
    member = event["memberId"]
    history.owed[member] = history.owed.get(member, Decimal(0)) + to_tokens(event["amount"])


def _collected(history: History, event: Event, moment: datetime) -> None:
    history.owed.pop(event["memberId"])


_HANDLERS: dict[str, Callable[[History, Event, datetime], None]] = {
    "MemberActivated": _joined,
    "WalletChanged": _wallet_changed,
    "WalletChangeStarted": _wallet_change_started,
    "WalletChangeCancelled": _wallet_change_cancelled,
    "AccountRecoveryStarted": _account_recovery_started,
    "AccountRecoveryObjected": _account_recovery_ended,
    "AccountRecoveryCancelled": _account_recovery_ended,
    "AccountRecovered": _account_recovery_ended,
    "ProgrammeOpened": _programme_opened,
    "ProgrammeStatusSet": _programme_status,
    "Seated": _seated,
    "Unseated": _unseated,
    "ContributionSubmitted": _submitted,
    "ContributionAttested": _attested,
    "ContributionPaid": _paid,
    "ContributionWithdrawn": _withdrawn,
    "ContributionChallenged": _challenged,
    "ChallengeResolved": _resolved,
    "ContributionLapsed": _lapsed,
    "ServiceOffered": _offered,
    "ServiceStatusSet": _service_status,
    "ServiceModerated": _service_moderated,
    "StockSet": _stock_set,
    "Redeemed": _redeemed,
    "OrderFulfilled": _fulfilled,
    "OrderDisputed": _disputed,
    "OrderEnded": _ended,
    "RoundAnnounced": _round_announced,
    "RoundAttested": _round_attested,
    "RoundClaimed": _round_claimed,
    "PaymentKept": _kept,
    "OwedCollected": _collected,
}
