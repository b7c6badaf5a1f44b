"""What members do with their wallets and tokens, and what admins do; strangers and time."""

from tests.contracts.circle import DAY, HOUR
from tests.contracts.members.invitations import answer, consent

from .chance import MAYBE, PICK, SELDOM, one_of, step
from .model_contributions import Status
from .model_members import Change, Policy, Problems
from .model_services import LIVE
from .rules_contributions import REASON, ContributionRules
from .walk import Walk

AMOUNT = one_of([1, 300, 1000, 5000])
UNLIMITED = 2**256 - 1


def can_activate(walk: Walk) -> bool:
    return any(member.wallet is None for member in walk.people.members.values())


def is_changing(walk: Walk) -> bool:
    changes = [m for m in walk.people.members.values() if m.change in (Change.ROTATION, Change.RECOVERY)]
    return any(member.ready_at <= walk.moment < member.ends_at for member in changes)


def is_recovering(walk: Walk) -> bool:
    return any(member.change == Change.RECOVERY for member in walk.people.members.values())


class PeopleRules(ContributionRules):
    # -- members

    @step(who=PICK, suspended=one_of([True, False, False]))
    def suspend(self, who: int, suspended: bool) -> None:
        member, problems = self.member(who), set[str]()
        if member.wallet is None:
            problems = {"Members_NotActivated"}
        elif member.suspended == suspended:
            problems = {"Members_AlreadySo"}
        else:
            member.suspended = suspended
        admin = self.circle.admin
        self.send(
            problems, lambda: self.circle.members.setSuspended(member.id, suspended, REASON, sender=admin)
        )

    @step(who=PICK, back=one_of([True, True, False]), hostile=SELDOM)
    def leave_or_come_back(self, who: int, back: bool, hostile: bool) -> None:
        member = self.member(who)
        account = self.speaker(member, hostile, who)
        problems: Problems = set() if account == member.wallet else {"Members_NotTheWallet"}
        if member.left != back:
            problems |= {"Members_AlreadySo"}
        if not problems:
            member.left = not back
        method = self.circle.members.comeBack if back else self.circle.members.leaveCommunity
        self.send(problems, lambda: method(member.id, sender=account))

    @step(who=PICK, on=MAYBE, hostile=SELDOM)
    def set_auto_collect(self, who: int, on: bool, hostile: bool) -> None:
        member = self.member(who)
        account = self.speaker(member, hostile, who)
        problems = self.people.actor(member.id, account, False)
        if member.auto_collect == on:
            problems |= {"Members_AlreadySo"}
        if not problems:
            member.auto_collect = on
        self.send(problems, lambda: self.circle.members.setAutoCollect(member.id, on, sender=account))

    @step(
        when=can_activate,
    )
    def activate(self) -> None:
        """The member who was invited and had no wallet yet; a second time it is refused."""
        if not self.spare:
            return
        (member_id, invitation), wallet = next(iter(self.start.invitations.items())), self.spare[-1]
        response = answer(self.circle, invitation, wallet, deadline=self.moment + HOUR)
        problems = self.people.activate(member_id, wallet)
        self.send(problems, lambda: response.send(self.circle, self.start.strangers[0]))
        if not problems:
            self.open_purse(self.spare.pop())

    def open_purse(self, wallet) -> None:
        self.send(set(), lambda: self.circle.token.approve(self.circle.catalog, UNLIMITED, sender=wallet))

    @step(weight=2, who=PICK, recovery=MAYBE, hostile=SELDOM)
    def start_wallet_change(self, who: int, recovery: bool, hostile: bool) -> None:
        member = self.member(who)
        orders = [order for order in self.services.orders.values() if order.status in LIVE]
        if orders and recovery:
            member = self.people.members[
                orders[who % len(orders)].member
            ]  # who may have to wait for a refund
        if not self.spare:
            return
        wallet, deadline = self.spare[-1], self.moment + HOUR
        account = self.circle.admin if recovery else self.speaker(member, hostile, who)
        bind = consent(self.circle, member.id, wallet, deadline)
        members = self.circle.members
        if recovery:
            problems = self.people.start_recovery(member, wallet, self.moment)
        else:
            problems = self.people.start_rotation(member, account, wallet, self.moment)
        start = members.startRecovery if recovery else members.startRotation
        self.send(problems, lambda: start(member.id, wallet, deadline, bind, sender=account))
        if not problems:
            self.spare.pop()

    @step(when=is_recovering, who=PICK, hostile=SELDOM)
    def object_to_recovery(self, who: int, hostile: bool) -> None:
        member = self.member(who)
        account = self.speaker(member, hostile, who)
        problems = self.people.object(member, account)
        self.send(problems, lambda: self.circle.members.objectToRecovery(member.id, sender=account))

    @step(when=is_changing, weight=2, who=PICK)
    def finish_wallet_change(self, who: int) -> None:
        changing = [m for m in self.people.members.values() if m.change != Change.NONE]
        member = changing[who % len(changing)] if changing else self.member(who)
        problems = self.people.finish_change(member, self.moment)
        sender = self.start.strangers[0]
        self.send(problems, lambda: self.circle.members.finishWalletChange(member.id, sender=sender))
        if not problems:
            self.open_purse(member.wallet)

    # -- tokens

    @step(who=PICK, to=PICK, amount=AMOUNT)
    def transfer(self, who: int, to: int, amount: int) -> None:
        """Any wallet, bound now, before or never, to any other."""
        systems = (str(self.circle.escrow.address), str(self.circle.catalog.address))
        accounts = [*self.start.strangers, *(m.wallet for m in self.people.members.values() if m.wallet)]
        sender = accounts[who % len(accounts)]
        receivers = [*(account.address for account in accounts), *systems]
        receiver = receivers[to % len(receivers)]
        problems = self.people.transfer(sender.address, receiver, amount, systems)
        self.send(problems, lambda: self.circle.token.transfer(receiver, amount, sender=sender))

    @step(who=PICK, by=PICK, amount=AMOUNT)
    def take_from_another(self, who: int, by: int, amount: int) -> None:
        """Invariant 7: without an allowance nobody moves another's tokens."""
        victim, thief = self.member(who), self.start.strangers[by % len(self.start.strangers)]
        if victim.wallet is None:
            return
        self.send(
            {"ERC20InsufficientAllowance"},
            lambda: self.circle.token.transferFrom(victim.wallet, thief, amount, sender=thief),
        )

    @step(policy=one_of(list(Policy)))
    def set_transfer_policy(self, policy: Policy) -> None:
        self.people.policy = policy
        self.send(set(), lambda: self.circle.token.setTransferPolicy(policy, sender=self.circle.admin))

    @step(amount=AMOUNT)
    def mint(self, amount: int) -> None:
        problems = self.people.issue(str(self.circle.treasury.address), amount, self.moment)
        self.send(problems, lambda: self.circle.token.mint(amount, sender=self.circle.admin))

    @step(weight=2, where=PICK, who=PICK, amount=AMOUNT)
    def fund(self, where: int, who: int, amount: int) -> None:
        programme, treasury = self.programme(where), self.circle.treasury
        problems = self.contributions.fund(set(), str(treasury.address), programme, amount)
        self.send(problems, lambda: self.circle.escrow.fund(programme.id, amount, sender=treasury))

    # -- programmes

    @step(where=PICK, amount=AMOUNT)
    def withdraw_budget(self, where: int, amount: int) -> None:
        programme, admin = self.programme(where), self.circle.admin
        problems = self.contributions.withdraw_budget(programme, str(self.circle.treasury.address), amount)
        self.send(problems, lambda: self.circle.escrow.withdraw(programme.id, amount, sender=admin))

    @step(weight=3, where=PICK, who=PICK, up=MAYBE)
    def seat_or_unseat(self, where: int, who: int, up: bool) -> None:
        programme, validator = self.programme(where), self.member(who).id
        pending = [c for c in self.contributions.contributions.values() if c.status == Status.PENDING]
        voters = sorted({voter for c in pending for voter in c.approvals if c.programme == programme.id})
        if voters and not up:
            validator = voters[who % len(voters)]  # whose votes must not count any more
        problems = (self.contributions.seat if up else self.contributions.unseat)(programme, validator)
        method = self.circle.registry.seat if up else self.circle.registry.unseat
        self.send(problems, lambda: method(programme.id, validator, sender=self.circle.admin))

    @step(where=PICK, action=one_of(["pauseProgramme"] + ["resumeProgramme"] * 3))
    def pause_or_resume(self, where: int, action: str) -> None:
        programme = self.programme(where)
        problems = self.contributions.set_status(programme, action, self.moment)
        method = getattr(self.circle.registry, action)
        self.send(problems, lambda: method(programme.id, sender=self.circle.admin))

    @step(where=PICK, sure=SELDOM)
    def close(self, where: int, sure: bool) -> None:
        if sure:
            programme = self.programme(where)
            problems = self.contributions.set_status(programme, "closeProgramme", self.moment)
            method = self.circle.registry.closeProgramme
            self.send(problems, lambda: method(programme.id, sender=self.circle.admin))

    # -- strangers, and time

    @step(weight=2, what=PICK, who=PICK)
    def reach_for_what_is_restricted(self, what: int, who: int) -> None:
        circle = self.circle
        senders = [*self.start.strangers, *(m.wallet for m in self.people.members.values() if m.wallet)]
        sender = senders[who % len(senders)]
        member = self.member(who).id
        calls = [
            lambda: circle.escrow.withdraw(1, 1, sender=sender),
            lambda: circle.token.mint(1, sender=sender),
            lambda: circle.token.mintToBudget(1, 1, sender=sender),
            lambda: circle.token.setTransferPolicy(1, sender=sender),
            lambda: circle.token.addSystemContract(circle.members, sender=sender),
            lambda: circle.members.setSuspended(member, True, REASON, sender=sender),
            lambda: circle.members.startRecovery(member, sender, 0, b"", sender=sender),
            lambda: circle.members.cancelRecovery(member, sender=sender),
            lambda: circle.members.overruleObjection(member, sender=sender),
            lambda: circle.registry.seat(1, member, sender=sender),
            lambda: circle.registry.unseat(1, member, sender=sender),
            lambda: circle.registry.closeProgramme(1, sender=sender),
            lambda: circle.catalog.moderate(1, True, sender=sender),
        ]
        books = [
            lambda: circle.escrow.reserve(1, 1, sender=sender),
            lambda: circle.escrow.free(1, 1, sender=sender),
            lambda: circle.escrow.release(1, sender, 1, sender=sender),
        ]
        if what % 4 == 0:
            self.send({"Escrow_OnlyRegistry"}, books[what // 4 % len(books)])
        else:
            self.send({"AccessManagedUnauthorized"}, calls[what // 4 % len(calls)])

    @step(weight=2, by=one_of([HOUR, 6 * HOUR, DAY]))
    def wait(self, by: int) -> None:
        self.moment += by

    @step(weight=3, which=PICK, beside=one_of([-1, 0, 1]))
    def wait_for_a_deadline(self, which: int, beside: int) -> None:
        """The next transaction happens just before, at or just after the second at which something changes."""
        deadlines = self.deadlines()[:6]
        if deadlines:
            self.moment = max(self.moment, deadlines[which % len(deadlines)] + beside)
