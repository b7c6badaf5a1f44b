"""Members: numbers first, wallets later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from cercle import counted
from cercle.calls import Call
from cercle.errors import InputProblem
from cercle.noun import Noun
from cercle.states import MemberFlag, WalletChangeKind
from cercle.texts import Text
from cercle.typed_data import typed_data
from cercle.units import to_time

NOBODY = "0x0000000000000000000000000000000000000000"


@dataclass(frozen=True)
class Member:
    """A member as the chain has them now. ``wallet`` and ``since`` are None until they have joined."""

    id: int
    wallet: str | None
    since: datetime | None
    referrer: int | None
    charter: int
    flags: MemberFlag
    counter: int

    @property
    def has_joined(self) -> bool:
        """Whether a wallet is bound."""
        return self.wallet is not None

    @property
    def may_act(self) -> bool:
        """Whether they have joined, are not suspended and have not left."""
        return self.has_joined and not self.flags & (MemberFlag.Suspended | MemberFlag.Left)


@dataclass(frozen=True)
class WalletChange:
    """A change of wallet under way."""

    wallet: str
    ready_at: datetime
    ends_at: datetime
    kind: WalletChangeKind


@dataclass(frozen=True)
class Admission:
    """A known wallet to enrol, with its signature of ``Members.join_data``."""

    wallet: str
    consent: bytes
    institution: bool = False


class Members(Noun):
    """Who belongs to the community."""

    contract_name: ClassVar[str] = "MemberRegistry"

    @property
    def enrolled(self) -> int:
        """How many numbers were given out: members 1 … enrolled."""
        return int(self.contract.enrolled())

    def get(self, member: int) -> Member:
        """A member by number. ``InputProblem`` if the number was never given out."""
        if not 0 < member <= self.enrolled:
            raise InputProblem(
                Text("There is no member {member}.", {"member": member}),
                Text("Check the number in the directory."),
            )
        info = self.contract.memberInfo(member)
        joined = info.wallet != NOBODY
        return Member(
            id=member,
            wallet=str(info.wallet) if joined else None,
            since=to_time(info.since) if joined else None,
            referrer=info.referrer or None,
            charter=info.charter,
            flags=MemberFlag(info.flags),
            counter=info.counter,
        )

    def of(self, wallet: str) -> int | None:
        """The member whose wallet this is now; None if it speaks for nobody."""
        member = int(self.contract.memberOf(wallet))
        return member if member and self.get(member).wallet == wallet else None

    def change(self, member: int) -> WalletChange | None:
        """The change of wallet under way, if any."""
        info = self.contract.walletChange(member)
        if info.kind == WalletChangeKind.None_:
            return None
        return WalletChange(
            str(info.wallet), to_time(info.readyAt), to_time(info.endsAt), WalletChangeKind(info.kind)
        )

    def join_data(
        self, member: int, wallet: str, deadline: int, recovery_key: str = NOBODY
    ) -> dict[str, object]:
        """What a wallet signs to join under a number and the charter in force; deadline in seconds."""
        version, _ = self.contract.charter()
        message = {"memberId": member, "wallet": wallet, "charter": version, "recoveryKey": recovery_key}
        return self._typed_data("Join", {**message, "deadline": deadline})

    def invite_data(self, member: int, wallet: str, referrer: int, deadline: int) -> dict[str, object]:
        """What the key of an invitation signs for a wallet; deadline in seconds."""
        message = {"memberId": member, "wallet": wallet, "referrer": referrer, "deadline": deadline}
        return self._typed_data("Activate", message)

    def bind_wallet_data(self, member: int, wallet: str, deadline: int) -> dict[str, object]:
        """What a new wallet signs for a rotation or a recovery; deadline in seconds."""
        return self._typed_data("BindWallet", {"memberId": member, "wallet": wallet, "deadline": deadline})

    def _typed_data(self, primary_type: str, message: dict[str, object]) -> dict[str, object]:
        return typed_data(
            self.contract_name,
            str(self.contract.address),
            self._community.node.chain_id,
            primary_type,
            message,
        )

    # -- joining ----------------------------------------------------------------------------------

    def open_cohort(self, first: int, root: bytes, size: int, deadline: datetime) -> Call:
        """Gives the next ``size`` numbers, from ``first`` on, to a wave of invitations under a Merkle root."""
        return self._call(
            "openCohort",
            first,
            root,
            size,
            int(deadline.timestamp()),
            sentence=Text(
                "Invite {members} until {deadline}.", {"members": counted.members(size), "deadline": deadline}
            ),
        )

    def close_cohort(self, cohort: int) -> Call:
        """Stops the invitations of a wave that were not used."""
        return self._call("closeCohort", cohort, sentence=Text("Close wave {cohort}.", {"cohort": cohort}))

    def admit(self, first: int, admissions: Sequence[Admission], deadline: int) -> Call:
        """Enrols known wallets under the numbers from ``first`` on; deadline of their consents in seconds."""
        rows = [(one.wallet, one.institution, one.consent) for one in admissions]
        return self._call(
            "admit",
            first,
            rows,
            deadline,
            sentence=Text("Admit {members}.", {"members": counted.members(len(rows))}),
        )

    def activate(
        self,
        *,
        cohort: int,
        member: int,
        invite_key: str,
        wallet: str,
        proof: Sequence[bytes],
        deadline: int,
        referrer: int = 0,
        recovery_key: str = NOBODY,
        invite_signature: bytes = b"",
        wallet_signature: bytes = b"",
    ) -> Call:
        """Binds a wallet to an invited member. A signature may be empty where its signer sends the call."""
        version, _ = self.contract.charter()
        activation = (cohort, member, referrer, version, invite_key, wallet, recovery_key, deadline)
        return self._call(
            "activate",
            activation,
            list(proof),
            invite_signature,
            wallet_signature,
            sentence=Text("Join as member {member}.", {"member": member}),
        )

    def reinvite(self, member: int, invite_key: str) -> Call:
        """Gives a member who never joined a new invitation, which works after the recovery delay."""
        return self._call(
            "reinvite", member, invite_key, sentence=Text("Invite member {member} again.", {"member": member})
        )

    # -- the member's own choices -----------------------------------------------------------------

    def accept_charter(self, member: int, version: int) -> Call:
        """Accepts the charter in force."""
        return self._both_doors(
            "acceptCharter",
            member,
            version,
            sentence=Text("Accept version {version} of the charter.", {"version": version}),
        )

    def set_auto_collect(self, member: int, on: bool) -> Call:
        """Lets anyone send the member's claims, or no longer."""
        counter = self.get(member).counter
        return self._call(
            "setAutoCollect",
            member,
            on,
            sentence=Text("Turn on auto-collect.") if on else Text("Turn off auto-collect."),
            door=self._door("setAutoCollectBySig", member, on, counter),
        )

    def leave(self, member: int) -> Call:
        """Leaves the community. What is owed is still paid."""
        return self._call("leaveCommunity", member, sentence=Text("Leave the community."))

    def come_back(self, member: int) -> Call:
        """Comes back under the same number."""
        return self._call("comeBack", member, sentence=Text("Come back to the community."))

    # -- the admins -------------------------------------------------------------------------------

    def suspend(self, member: int, reason: bytes) -> Call:
        """Stops a member from acting, never from being paid. ``reason`` is a document's hash."""
        return self._call(
            "setSuspended",
            member,
            True,
            reason,
            sentence=Text("Suspend member {member}.", {"member": member}),
        )

    def reinstate(self, member: int, reason: bytes) -> Call:
        """Lets a suspended member act again."""
        return self._call(
            "setSuspended",
            member,
            False,
            reason,
            sentence=Text("Reinstate member {member}.", {"member": member}),
        )

    def start_recovery(self, member: int, wallet: str, deadline: int, consent: bytes) -> Call:
        """Starts moving a member to a new wallet, which signed ``bind_wallet_data``."""
        return self._call(
            "startRecovery",
            member,
            wallet,
            deadline,
            consent,
            sentence=Text(
                "Start moving member {member} to the wallet {wallet}.", {"member": member, "wallet": wallet}
            ),
        )

    def cancel_recovery(self, member: int) -> Call:
        """Stops a recovery."""
        return self._call(
            "cancelRecovery",
            member,
            sentence=Text("Stop the recovery of member {member}.", {"member": member}),
        )

    def object_to_recovery(self, member: int) -> Call:
        """The member's own wallet stops a recovery."""
        return self._both_doors(
            "objectToRecovery",
            member,
            sentence=Text("Object to the recovery of your wallet."),
        )

    def start_rotation(self, member: int, wallet: str, deadline: int, consent: bytes) -> Call:
        """The member starts moving to a new wallet, which signed ``bind_wallet_data``. The signature door takes
        the same deadline for both wallets."""
        counter = self.get(member).counter
        return self._call(
            "startRotation",
            member,
            wallet,
            deadline,
            consent,
            sentence=Text("Start moving to the wallet {wallet}.", {"wallet": wallet}),
            door=replace(
                self._door("startRotationBySig", member, wallet, counter, after=(consent,)), deadline=deadline
            ),
        )

    def cancel_rotation(self, member: int) -> Call:
        """The member stays with the wallet they have."""
        return self._call("cancelRotation", member, sentence=Text("Keep your present wallet."))

    def finish_wallet_change(self, member: int) -> Call:
        """Completes a change of wallet whose delay is over; anyone may."""
        return self._call(
            "finishWalletChange",
            member,
            sentence=Text("Finish the change of wallet of member {member}.", {"member": member}),
        )
