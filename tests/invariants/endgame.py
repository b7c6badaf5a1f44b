"""Invariant 26: wherever a walk ends, everything can be settled, and the contracts emptied."""

from .checks import CheckedWalk
from .model_contributions import OWED
from .model_members import Change
from .model_services import LIVE, OrderStatus
from .walk import BLOCK


class SettledWalk(CheckedWalk):
    """A walk that settles everything at its end; nobody but a stranger and the members' wallets is needed."""

    def settle_everything(self) -> None:
        self.wait_until_nobody_is_frozen()
        self.end_orders()
        self.collect_what_was_kept()
        self.pay_or_lapse()
        self.empty_budgets()
        self.check(all_that_lives=True, whole=True)
        self.check_nothing_is_left()

    def wait_until_nobody_is_frozen(self) -> None:
        changes = [m.ends_at for m in self.people.members.values() if m.change != Change.NONE]
        self.moment = max(self.moment, *changes, 0) if changes else self.moment

    def end_orders(self) -> None:
        live = {key: order for key, order in self.services.orders.items() if order.status in LIVE}
        self.moment = max([self.moment, *(order.until for order in live.values())])
        stranger = self.start.strangers[-1]
        for key, order in live.items():
            if order.status == OrderStatus.FULFILLED:
                problems, end = self.services.settle(self.moment, key), self.circle.catalog.settle
            else:
                problems, end = self.services.expire(self.moment, key), self.circle.catalog.expire
            assert not problems, f"26: an order that cannot end: {problems}"
            self.send(problems, lambda end=end, key=key: end(key, sender=stranger))

    def collect_what_was_kept(self) -> None:
        stranger, collect = self.start.strangers[-1], self.circle.catalog.collectOwed
        for member in [member for member, amount in self.services.owed.items() if amount]:
            problems = self.services.collect_owed(member, self.moment)
            assert not problems, f"26: a payment kept that cannot be collected: {problems}"
            self.send(problems, lambda member=member: collect(member, sender=stranger))

    def pay_or_lapse(self) -> None:
        """Who has a wallet is paid, if there is time; the rest is freed."""
        model = self.contributions
        owed = {key: c for key, c in model.contributions.items() if c.status in OWED}
        for key, c in sorted(owed.items(), key=lambda item: model.claim_times(item[1])):
            opens, lapses = model.claim_times(c)
            self.moment = max(self.moment, opens)
            wallet = self.people.members[c.member].wallet
            if wallet is None or self.moment >= lapses:
                continue
            problems = model.claim(self.people.payee(c.member, self.moment), self.moment, c.member, [key])
            assert not problems, f"26: a reward that cannot be paid: {problems}"
            claim = self.circle.registry.claim
            self.send(
                problems,
                lambda key=key, c=c, wallet=wallet, claim=claim: claim(c.member, [key], sender=wallet),
            )
        waiting = {key: c for key, c in owed.items() if c.status in OWED}
        if waiting:
            self.moment = max(self.moment, *(model.claim_times(c)[1] for c in waiting.values()))
            ids = list(waiting)
            problems = model.lapse(self.moment, ids)
            assert not problems, f"26: a reward that cannot be freed: {problems}"
            self.send(problems, lambda: self.circle.registry.lapse(ids, sender=self.start.strangers[-1]))

    def empty_budgets(self) -> None:
        admin, treasury = self.circle.admin, str(self.circle.treasury.address)
        for programme in self.contributions.programmes.values():
            assert programme.reserved == 0, "26: something is still reserved"
            amount = programme.available
            problems = self.contributions.withdraw_budget(programme, treasury, amount)
            withdraw = self.circle.escrow.withdraw
            self.send(problems, lambda p=programme.id, a=amount, w=withdraw: w(p, a, sender=admin))
        self.moment += BLOCK

    def check_nothing_is_left(self) -> None:
        """Nothing but what was sent by plain transfer, which belongs to nobody."""
        for contract in (self.circle.escrow, self.circle.catalog):
            address = str(contract.address)
            assert self.circle.token.balanceOf(address) == self.people.stray[address], "26: empty"
