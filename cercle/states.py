"""The contracts' enums, in their order (a test compares them with the ABI), and what people call each state."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class ContributionStatus(IntEnum):
    """``IContributionRegistry.Status``."""

    None_ = 0
    Pending = 1
    Accepted = 2
    Paid = 3
    Rejected = 4
    Withdrawn = 5
    Challenged = 6
    Upheld = 7
    Revoked = 8
    Lapsed = 9


class ProgrammeStatus(IntEnum):
    """``IContributionRegistry.ProgrammeStatus``."""

    None_ = 0
    Open = 1
    Paused = 2
    Closed = 3


class Outcome(IntEnum):
    """``IContributionRegistry.Outcome``: what a vote did."""

    Approved = 0
    Opposed = 1
    Accepted = 2
    Rejected = 3

    @property
    def in_favour(self) -> bool:
        """Whether the vote was for the contribution."""
        return self in (Outcome.Approved, Outcome.Accepted)

    @property
    def status(self) -> ContributionStatus:
        """Where the contribution stands after it."""
        decided = {
            Outcome.Accepted: ContributionStatus.Accepted,
            Outcome.Rejected: ContributionStatus.Rejected,
        }
        return decided.get(self, ContributionStatus.Pending)


class Reason(IntEnum):
    """``IContributionRegistry.Reason``."""

    State = 0
    Units = 1
    AlreadyVoted = 2
    OwnContribution = 3
    Cap = 4
    Budget = 5
    Window = 6
    Lapsed = 7
    NotEnrolled = 8
    NotTheMember = 9
    KnownToPredecessor = 10
    NoUnits = 11


class ServiceStatus(IntEnum):
    """``IServiceCatalog.ServiceStatus``."""

    None_ = 0
    Open = 1
    Paused = 2
    Closed = 3


class OrderStatus(IntEnum):
    """``IServiceCatalog.OrderStatus``."""

    None_ = 0
    Open = 1
    Fulfilled = 2
    Settled = 3
    Cancelled = 4
    Refused = 5
    Expired = 6
    Disputed = 7
    Arbitrated = 8


class RoundStatus(IntEnum):
    """``IRewardRounds.Status``."""

    None_ = 0
    Announced = 1
    Funded = 2
    Approved = 3
    Cancelled = 4
    Ended = 5


class RoundReason(IntEnum):
    """``IRewardRounds.Reason``."""

    State = 0
    NotOpen = 1
    Over = 2
    Collected = 3
    Total = 4


class WalletChangeKind(IntEnum):
    """``IMemberRegistry.ChangeKind``."""

    None_ = 0
    Rotation = 1
    Recovery = 2
    ObjectedRecovery = 3
    OverruledObjection = 4


class TransferPolicy(IntEnum):
    """``ICommunityToken.TransferPolicy``."""

    MembersOnly = 0
    Open = 1
    Closed = 2


class MemberFlag(IntFlag):
    """The ``FLAG_…`` bits of ``MemberRegistry``."""

    Suspended = 1
    Left = 2
    Institution = 4
    AutoCollect = 8
    Recovery = 16


CONTRIBUTION_NAMES = {
    ContributionStatus.None_: "unknown",
    ContributionStatus.Pending: "waiting for approval",
    ContributionStatus.Accepted: "accepted",
    ContributionStatus.Paid: "collected",
    ContributionStatus.Rejected: "rejected",
    ContributionStatus.Withdrawn: "withdrawn",
    ContributionStatus.Challenged: "challenged",
    ContributionStatus.Upheld: "upheld after a challenge",
    ContributionStatus.Revoked: "revoked after a challenge",
    ContributionStatus.Lapsed: "lapsed",
}
PROGRAMME_NAMES = {
    ProgrammeStatus.None_: "unknown",
    ProgrammeStatus.Open: "open",
    ProgrammeStatus.Paused: "paused",
    ProgrammeStatus.Closed: "closed",
}
SERVICE_NAMES = {
    ServiceStatus.None_: "unknown",
    ServiceStatus.Open: "open",
    ServiceStatus.Paused: "paused",
    ServiceStatus.Closed: "closed",
}
STOPPED_SERVICE = "stopped by the community"
ORDER_NAMES = {
    OrderStatus.None_: "unknown",
    OrderStatus.Open: "ordered",
    OrderStatus.Fulfilled: "rendered, to be confirmed",
    OrderStatus.Settled: "settled",
    OrderStatus.Cancelled: "cancelled",
    OrderStatus.Refused: "refused by the provider",
    OrderStatus.Expired: "refunded after its time",
    OrderStatus.Disputed: "in dispute",
    OrderStatus.Arbitrated: "decided by an arbiter",
}
ROUND_NAMES = {
    RoundStatus.None_: "unknown",
    RoundStatus.Announced: "announced, not paid in",
    RoundStatus.Funded: "waiting for approval",
    RoundStatus.Approved: "approved",
    RoundStatus.Cancelled: "cancelled",
    RoundStatus.Ended: "over",
}
CHANGE_NAMES = {
    WalletChangeKind.None_: "none",
    WalletChangeKind.Rotation: "move to a new wallet",
    WalletChangeKind.Recovery: "recovery",
    WalletChangeKind.ObjectedRecovery: "recovery objected to",
    WalletChangeKind.OverruledObjection: "recovery confirmed against an objection",
}
