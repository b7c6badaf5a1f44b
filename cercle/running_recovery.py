"""A recovery that is running against a member, whichever contract it runs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cercle.calls import Call
from cercle.community import Community
from cercle.states import WalletChangeKind

_OF_THE_NUMBER = (
    WalletChangeKind.Recovery,
    WalletChangeKind.ObjectedRecovery,
    WalletChangeKind.OverruledObjection,
)


@dataclass(frozen=True)
class RunningRecovery:
    """Somebody takes over a member's number, or their passkey account, from ``ready_at`` on and before ``ends_at``.

    ``by`` is the wallet or the passkey (``str(PublicKey)``) that gets it; ``can_object``: the member can still stop it.
    """

    of_account: bool
    by: str
    ready_at: datetime
    ends_at: datetime
    can_object: bool

    def objection(self, community: Community, member: int) -> Call:
        """The member's own objection."""
        if self.of_account:
            return community.accounts.object_to_recovery(str(community.members.get(member).wallet))
        return community.members.object_to_recovery(member)

    def finish(self, community: Community, member: int) -> Call:
        """Completes it; anyone may, once its delay is over."""
        if self.of_account:
            return community.accounts.finish_recovery(str(community.members.get(member).wallet))
        return community.members.finish_wallet_change(member)


def running_recovery(community: Community, member: int) -> RunningRecovery | None:
    """The recovery of a member's number or account that can be completed, now or later; None if there is none."""
    change, wallet = community.members.change(member), community.members.get(member).wallet
    if (
        change is not None
        and change.kind in _OF_THE_NUMBER
        and community.node.now() < change.ends_at.timestamp()
    ):
        can_object = change.kind is WalletChangeKind.Recovery
        return RunningRecovery(False, change.wallet, change.ready_at, change.ends_at, can_object)
    found = community.accounts.recovery(wallet) if wallet else None
    return RunningRecovery(True, str(found.key), found.ready_at, found.ends_at, True) if found else None
