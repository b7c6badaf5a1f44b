"""How each event changes what is known. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from eth_utils.address import to_checksum_address

from cercle.events import Event
from cercle.records import (
    AccountRecoveryRecord,
    ContributionRecord,
    MemberRecord,
    OrderRecord,
    ProgrammeRecord,
    RoundRecord,
    ServiceRecord,
    ShareRecord,
    WalletChangeRecord,
)
from cercle.states import (
    ContributionStatus,
    OrderStatus,
    Outcome,
    ProgrammeStatus,
    ServiceStatus,
    WalletChangeKind,
)
from cercle.units import to_time, to_tokens, to_units


@dataclass(eq=False)
class Known:
    """What the events so far add up to; ``feed`` has them all, with the time of each."""

    members: dict[int, MemberRecord] = field(default_factory=dict)
    programmes: dict[int, ProgrammeRecord] = field(default_factory=dict)
    contributions: dict[bytes, ContributionRecord] = field(default_factory=dict)
    services: dict[int, ServiceRecord] = field(default_factory=dict)
    orders: dict[bytes, OrderRecord] = field(default_factory=dict)
    wallet_changes: dict[int, WalletChangeRecord] = field(default_factory=dict)
    account_recoveries: dict[str, AccountRecoveryRecord] = field(default_factory=dict)
    rounds: dict[bytes, RoundRecord] = field(default_factory=dict)
    shares: list[ShareRecord] = field(default_factory=list)
    owed: dict[int, Decimal] = field(
        default_factory=dict
    )  # kept in the catalogue for members who could not be paid
    feed: list[tuple[datetime, Event]] = field(default_factory=list)

    def fold(self, event: Event, moment: datetime) -> None:
        """Takes in the next event, which happened at ``moment``; one that changes nothing here is left out."""
        if handler := _HANDLERS.get(event.name):
            handler(self, event, moment)
            self.feed.append((moment, event))


def _joined(known: Known, event: Event, moment: datetime) -> None:
    member = event["memberId"]
    known.members[member] = MemberRecord(member, event["wallet"], moment, event["referrer"] or None)


def _wallet_changed(known: Known, event: Event, moment: datetime) -> None:
    known.members[event["memberId"]].wallet = event["to"]
    known.wallet_changes.pop(event["memberId"], None)  # a recovery key moves without a start


def _wallet_change_started(known: Known, event: Event, moment: datetime) -> None:
    member, kind = event["memberId"], WalletChangeKind(event["kind"])
    times = to_time(event["readyAt"]), to_time(event["endsAt"])
    known.wallet_changes[member] = WalletChangeRecord(member, kind, moment, *times)


def _wallet_change_cancelled(known: Known, event: Event, moment: datetime) -> None:
    known.wallet_changes.pop(event["memberId"], None)


def _account_recovery_started(known: Known, event: Event, moment: datetime) -> None:
    account, times = event["account"], (to_time(event["readyAt"]), to_time(event["endsAt"]))
    known.account_recoveries[account] = AccountRecoveryRecord(account, moment, *times)


def _account_recovery_ended(known: Known, event: Event, moment: datetime) -> None:
    known.account_recoveries.pop(event["account"])


def _programme_opened(known: Known, event: Event, moment: datetime) -> None:
    rate, quorum, window, cap, cap_period, claim_within = event["terms"]
    known.programmes[event["programmeId"]] = ProgrammeRecord(
        id=event["programmeId"],
        rate=rate,
        quorum=quorum,
        challenge_window=timedelta(seconds=window),
        cap=to_units(cap) if cap else None,
        cap_period=timedelta(days=cap_period),
        claim_within=timedelta(days=claim_within),
        document=event["document"],
    )


def _programme_status(known: Known, event: Event, moment: datetime) -> None:
    known.programmes[event["programmeId"]].status = ProgrammeStatus(event["status"])


def _seated(known: Known, event: Event, moment: datetime) -> None:
    known.programmes[event["programmeId"]].validators.add(event["validatorId"])


def _unseated(known: Known, event: Event, moment: datetime) -> None:
    known.programmes[event["programmeId"]].validators.discard(event["validatorId"])


def _submitted(known: Known, event: Event, moment: datetime) -> None:
    programme = known.programmes[event["programmeId"]]
    known.contributions[event["id"]] = ContributionRecord(
        id=event["id"],
        member=event["memberId"],
        programme=programme.id,
        units=to_units(event["units"]),
        evidence=event["evidence"],
        submitted_at=moment,
        reward=to_tokens(programme.rate * event["units"]),
    )


def _attested(known: Known, event: Event, moment: datetime) -> None:
    contribution = known.contributions[event["id"]]
    outcome = Outcome(event["outcome"])
    votes = contribution.approvals if outcome.in_favour else contribution.rejections
    votes.add(event["validatorId"])
    _decided(contribution, outcome.status, moment)


def _decided(contribution: ContributionRecord, status: ContributionStatus, moment: datetime) -> None:
    if status != contribution.status:
        contribution.status, contribution.decided_at = status, moment


def _paid(known: Known, event: Event, moment: datetime) -> None:
    contribution = known.contributions[event["id"]]
    _decided(contribution, ContributionStatus.Paid, moment)
    known.programmes[contribution.programme].paid += to_tokens(event["amount"])


def _withdrawn(known: Known, event: Event, moment: datetime) -> None:
    # An id may be barred before anything was submitted under it.
    if contribution := known.contributions.get(event["id"]):
        _decided(contribution, ContributionStatus.Withdrawn, moment)


def _challenged(known: Known, event: Event, moment: datetime) -> None:
    contribution = known.contributions[event["id"]]
    contribution.challenge = event["reason"]
    _decided(contribution, ContributionStatus.Challenged, moment)


def _resolved(known: Known, event: Event, moment: datetime) -> None:
    status = ContributionStatus.Upheld if event["upheld"] else ContributionStatus.Revoked
    _decided(known.contributions[event["id"]], status, moment)


def _lapsed(known: Known, event: Event, moment: datetime) -> None:
    _decided(known.contributions[event["id"]], ContributionStatus.Lapsed, moment)


def _offered(known: Known, event: Event, moment: datetime) -> None:
    provider, price, stock, limit, fulfil, confirm, burn = event["terms"]
    known.services[event["serviceId"]] = ServiceRecord(
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


def _service_status(known: Known, event: Event, moment: datetime) -> None:
    known.services[event["serviceId"]].status = ServiceStatus(event["status"])


def _service_moderated(known: Known, event: Event, moment: datetime) -> None:
    known.services[event["serviceId"]].stopped = event["stopped"]


def _stock_set(known: Known, event: Event, moment: datetime) -> None:
    known.services[event["serviceId"]].stock = event["stock"]


def _redeemed(known: Known, event: Event, moment: datetime) -> None:
    service = known.services[event["serviceId"]]
    service.stock -= 1
    known.orders[event["orderId"]] = OrderRecord(
        id=event["orderId"],
        member=event["memberId"],
        service=service.id,
        provider=service.provider,
        price=to_tokens(event["price"]),
        ordered_at=moment,
        changed_at=moment,
    )


def _fulfilled(known: Known, event: Event, moment: datetime) -> None:
    order = known.orders[event["orderId"]]
    order.status, order.changed_at = OrderStatus.Fulfilled, moment


def _disputed(known: Known, event: Event, moment: datetime) -> None:
    order = known.orders[event["orderId"]]
    order.status, order.changed_at, order.dispute = OrderStatus.Disputed, moment, event["reason"]


def _ended(known: Known, event: Event, moment: datetime) -> None:
    order = known.orders[event["orderId"]]
    never_rendered = order.status is OrderStatus.Open
    order.status, order.changed_at = OrderStatus(event["status"]), moment
    order.refunded, order.paid = to_tokens(event["refunded"]), to_tokens(event["paid"])
    order.burnt = to_tokens(event["burnt"])
    if never_rendered:
        known.services[order.service].stock += 1


def _round_announced(known: Known, event: Event, moment: datetime) -> None:
    _, token, *_ = event["terms"]
    known.rounds[event["roundId"]] = RoundRecord(event["programmeId"], str(to_checksum_address(token)))


def _round_attested(known: Known, event: Event, moment: datetime) -> None:
    if event["openFrom"]:
        known.rounds[event["roundId"]].open_from = to_time(event["openFrom"])


def _round_claimed(known: Known, event: Event, moment: datetime) -> None:
    id, member, amount = event["roundId"], event["memberId"], event["amount"]
    round = known.rounds[id]
    assert round.open_from is not None
    known.shares.append(
        ShareRecord(id, member, round.programme, round.token, amount, round.open_from, moment)
    )


def _kept(known: Known, event: Event, moment: datetime) -> None:
    member = event["memberId"]
    known.owed[member] = known.owed.get(member, Decimal(0)) + to_tokens(event["amount"])


def _collected(known: Known, event: Event, moment: datetime) -> None:
    known.owed.pop(event["memberId"])


_HANDLERS: dict[str, Callable[[Known, Event, datetime], None]] = {
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
