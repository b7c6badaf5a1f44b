"""What the chain says of each thing: typed records, of which lists, counts and pages are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from cercle.states import (
    SERVICE_NAMES,
    STOPPED_SERVICE,
    ContributionStatus,
    OrderStatus,
    ProgrammeStatus,
    ServiceStatus,
    WalletChangeKind,
)
from cercle.units import to_tokens


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
