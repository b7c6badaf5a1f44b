"""What the members' registry and the token hold, in Python: people, their wallets and their tokens.

Every action of the model answers with the names of the errors it may be refused with, and takes effect where
there is none. Several reasons may apply at once: which one the contract names first is not the model's business.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum

from ape.api import AccountAPI

Problems = set[str]


class Policy(IntEnum):
    MEMBERS_ONLY = 0
    OPEN = 1
    CLOSED = 2


class Change(IntEnum):
    NONE = 0
    ROTATION = 1
    RECOVERY = 2
    OBJECTED = 3


@dataclass
class Member:
    id: int
    wallet: AccountAPI | None = None
    suspended: bool = False
    left: bool = False
    auto_collect: bool = False
    change: Change = Change.NONE
    next_wallet: AccountAPI | None = None
    ready_at: int = 0
    ends_at: int = 0
    recovery_from: int = 0

    def is_frozen(self, now: int) -> bool:
        """Whether payments wait for the end of a recovery."""
        return self.change in (Change.RECOVERY, Change.OBJECTED) and now < self.ends_at

    def end_change(self) -> None:
        self.change, self.next_wallet, self.ready_at, self.ends_at = Change.NONE, None, 0, 0


@dataclass
class MembersModel:
    rotation_delay: int
    recovery_delay: int
    recovery_window: int
    recovery_cooldown: int
    issuance_limit: int
    issuance_period: int
    members: dict[int, Member] = field(default_factory=dict)
    member_of: dict[str, int] = field(default_factory=dict)
    balances: Counter[str] = field(default_factory=Counter)
    issued: Counter[int] = field(default_factory=Counter)
    burnt: int = 0
    stray: Counter[str] = field(default_factory=Counter)
    policy: Policy = Policy.MEMBERS_ONLY

    @property
    def supply(self) -> int:
        return self.issued.total() - self.burnt

    # -- who may act, and who can be paid

    def actor(self, member_id: int, account: AccountAPI, signed: bool) -> Problems:
        member = self.members.get(member_id)
        if member is None or member.wallet is None:
            return {"Members_NotActivated"}
        if member.suspended or member.left:
            return {"Members_MayNotAct"}
        return self._is_wallet(member, account, signed)

    def holder(self, member_id: int, account: AccountAPI, signed: bool) -> Problems:
        """Who is asked for their wallet only, whether they may act or not."""
        member = self.members.get(member_id)
        if member is None or member.wallet is None:
            return {"Members_NotActivated"}
        return self._is_wallet(member, account, signed)

    @staticmethod
    def _is_wallet(member: Member, account: AccountAPI, signed: bool) -> Problems:
        if member.wallet == account:
            return set()
        return {"Signature_Invalid" if signed else "Members_NotTheWallet"}

    def payee(self, member_id: int, now: int) -> Problems:
        member = self.members.get(member_id)
        if member is None or member.wallet is None:
            return {"Members_NotActivated"}
        return {"Members_PaymentsWait"} if member.is_frozen(now) else set()

    # -- changes of wallet

    def activate(self, member_id: int, wallet: AccountAPI) -> Problems:
        member = self.members[member_id]
        if member.wallet is not None:
            return {"Members_AlreadyActivated"}
        self._bind(member, wallet)
        return set()

    def _bind(self, member: Member, wallet: AccountAPI) -> None:
        member.wallet = wallet
        self.member_of[wallet.address] = member.id

    def start_rotation(self, member: Member, account: AccountAPI, wallet: AccountAPI, now: int) -> Problems:
        problems = self.actor(member.id, account, False)
        if member.change != Change.NONE and now < member.ends_at:
            problems |= {"Members_ChangePending"}
        if not problems:
            self._start(member, Change.ROTATION, wallet, now + self.rotation_delay)
        return problems

    def start_recovery(self, member: Member, wallet: AccountAPI, now: int) -> Problems:
        problems: Problems = set()
        if member.wallet is None:
            problems |= {"Members_NotActivated"}
        if member.is_frozen(now):
            problems |= {"Members_ChangePending"}
        if now < member.recovery_from:
            problems |= {"Members_CoolingDown"}
        if not problems:
            self._start(member, Change.RECOVERY, wallet, now + self.recovery_delay)
            member.recovery_from = member.ends_at + self.recovery_cooldown
        return problems

    def _start(self, member: Member, change: Change, wallet: AccountAPI, ready_at: int) -> None:
        member.change, member.next_wallet = change, wallet
        member.ready_at, member.ends_at = ready_at, ready_at + self.recovery_window

    def object(self, member: Member, account: AccountAPI) -> Problems:
        problems = self._is_wallet(member, account, False)
        if member.change != Change.RECOVERY:
            problems |= {"Members_NoChange"}
        if not problems:
            member.change = Change.OBJECTED
        return problems

    def finish_change(self, member: Member, now: int) -> Problems:
        if member.change in (Change.NONE, Change.OBJECTED):
            return {"Members_NoChange"}
        if now < member.ready_at:
            return {"Members_ChangeNotReady"}
        if now >= member.ends_at:
            return {"Members_ChangeEnded"}
        if member.change == Change.ROTATION and member.suspended:
            return {"Members_MayNotAct"}
        assert member.next_wallet is not None
        self._bind(member, member.next_wallet)
        member.end_change()
        return set()

    # -- tokens

    def issue(self, to: str, amount: int, now: int) -> Problems:
        period = now // self.issuance_period
        if self.issued[period] + amount > self.issuance_limit:
            return {"Token_IssuanceLimit"}
        self.issued[period] += amount
        self.balances[to] += amount
        return set()

    def move(self, sender: str, receiver: str | None, amount: int) -> None:
        """A transfer, or a burn where the receiver is None."""
        assert self.balances[sender] >= amount
        self.balances[sender] -= amount
        if receiver is None:
            self.burnt += amount
        else:
            self.balances[receiver] += amount

    def transfer(self, sender: str, receiver: str, amount: int, systems: tuple[str, ...]) -> Problems:
        between = sender in self.member_of and receiver in self.member_of
        allowed = self.policy == Policy.OPEN or (self.policy == Policy.MEMBERS_ONLY and between)
        problems = set() if allowed or receiver in systems else {"Token_TransferRefused"}
        if amount > self.balances[sender]:
            problems |= {"ERC20InsufficientBalance"}
        if not problems:
            self.move(sender, receiver, amount)
            self.stray[receiver] += amount if receiver in systems else 0
        return problems
