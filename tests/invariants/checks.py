"""The invariants of README.md, checked after each step, and the chain compared with the model."""

from collections.abc import Mapping
from typing import Any

from hypothesis.stateful import invariant

from tests.contracts.circle import CAP

from .model_contributions import OWED, ProgrammeStatus, Status
from .model_members import Change
from .model_services import LIVE, OrderStatus
from .rules_people import PeopleRules
from .rules_services import ServiceRules
from .views import ask

# Every so many steps a walk looks at what should not have changed, too.
LOOK_AROUND = 8

CONTRIBUTION_MOVES = {
    Status.NONE: {Status.PENDING, Status.ACCEPTED, Status.WITHDRAWN},
    Status.PENDING: {Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN},
    Status.ACCEPTED: {Status.PAID, Status.CHALLENGED, Status.LAPSED},
    Status.CHALLENGED: {Status.UPHELD, Status.REVOKED, Status.PAID, Status.LAPSED},
    Status.UPHELD: {Status.PAID, Status.LAPSED},
}
ORDER_MOVES = {
    OrderStatus.NONE: {OrderStatus.OPEN},
    OrderStatus.OPEN: {
        OrderStatus.FULFILLED,
        OrderStatus.CANCELLED,
        OrderStatus.REFUSED,
        OrderStatus.EXPIRED,
    },
    OrderStatus.FULFILLED: {OrderStatus.SETTLED, OrderStatus.DISPUTED},
    OrderStatus.DISPUTED: {OrderStatus.ARBITRATED, OrderStatus.EXPIRED},
}


class CheckedWalk(PeopleRules, ServiceRules):
    """A walk that looks, after each step, at what the model says has changed and at all the money the contracts
    hold; every few steps at everything that is not final; and at the end at everything."""

    def __init__(self) -> None:
        super().__init__()
        self.steps_checked = 0
        self.checked: dict[tuple[str, Any], str] = {}
        self.seen_contributions: dict[bytes, Any] = {}
        self.seen_orders: dict[bytes, Any] = {}
        self.seen_balances: dict[str, int] = {}
        self.seen_owed: dict[int, int] = {}
        self.terms: dict[int, Any] = {}

    @invariant()
    def everything_holds(self) -> None:
        if self.unchecked:
            self.sound = False
            self.check(all_that_lives=self.steps_checked % LOOK_AROUND == 0)
            self.steps_checked += 1
            self.sound, self.unchecked = True, False

    def changed(self, kind: str, models: Mapping[Any, Any], every: bool) -> list[Any]:
        """The keys of what the model has changed since it was compared with the chain, or of every one."""
        now = {(kind, key): repr(model) for key, model in models.items()}
        changed = [key for key in models if every or self.checked.get((kind, key)) != now[kind, key]]
        self.checked |= now
        return changed

    def check(self, all_that_lives: bool, whole: bool = False) -> None:
        circle, people, every = self.circle, self.people, all_that_lives
        final_c = {k for k, seen in self.seen_contributions.items() if seen.status not in CONTRIBUTION_MOVES}
        final_o = {k for k, seen in self.seen_orders.items() if seen.status not in ORDER_MOVES}
        live_c = {k: c for k, c in self.contributions.contributions.items() if whole or k not in final_c}
        live_o = {k: o for k, o in self.services.orders.items() if whole or k not in final_o}
        contributions = self.changed("contribution", live_c, every)
        orders = self.changed("order", live_o, every)
        owed = self.changed("owed", {each: self.services.owed[each] for each in people.members}, every)
        programmes = list(self.contributions.programmes)
        services = self.changed("service", self.services.services, every)
        holders = {*self.changed("balance", people.balances, every), *map(str, self.systems)}
        members = self.changed("member", people.members, every)
        groups: dict[str, list[tuple[Any, ...]]] = {
            "budgets": [(circle.escrow.budgetOf, each) for each in programmes],
            "programmes": [(circle.registry.programmeInfo, each) for each in programmes],
            "contributions": [(circle.registry.contributionInfo, each) for each in contributions],
            "services": [(circle.catalog.serviceInfo, each) for each in services],
            "orders": [(circle.catalog.orderInfo, each) for each in orders],
            "times": [(circle.registry.claimTimes, each) for each in contributions],
            "owed": [(circle.catalog.owed, each) for each in owed],
            "deadlines": [(circle.catalog.orderDeadline, each) for each in orders],
            "balances": [(circle.token.balanceOf, each) for each in holders],
            "members": [(circle.members.memberInfo, each) for each in members],
            "supply": [(circle.token.totalSupply,)],
            "wallets": [(circle.members.memberOf, each) for each in people.member_of] if whole else [],
            "ordered": [
                (circle.catalog.ordersOf, service, member)
                for service in (services if whole else [])
                for member in people.members
            ],
        }
        answers = iter(ask(self.start.multicall, [each for group in groups.values() for each in group]))
        seen = {name: [next(answers) for _ in group] for name, group in groups.items()}

        self.check_members(dict(zip(members, seen["members"], strict=True)), seen["wallets"])
        self.check_programmes(dict(zip(programmes, seen["programmes"], strict=True)))
        self.check_contributions(dict(zip(contributions, seen["contributions"], strict=True)))
        for key, times in zip(contributions, seen["times"], strict=True):
            assert tuple(times) == self.contributions.claim_times(self.contributions.get(key)), "16: when"
        self.check_services(dict(zip(services, seen["services"], strict=True)))
        self.check_orders(dict(zip(orders, zip(seen["orders"], seen["deadlines"], strict=True), strict=True)))
        self.seen_balances |= dict(zip(holders, seen["balances"], strict=True))
        self.seen_owed |= dict(zip(owed, seen["owed"], strict=True))
        self.check_money(dict(zip(programmes, seen["budgets"], strict=True)), *seen["supply"])
        if whole:
            ordered = [
                s.ordered[m] if s.limit else 0
                for s in self.services.services.values()
                for m in people.members
            ]
            assert seen["ordered"] == ordered, "20: orders counted against a limit"

    # -- money

    @property
    def systems(self) -> tuple[str, str]:
        return str(self.circle.escrow.address), str(self.circle.catalog.address)

    def check_money(self, budgets: dict[int, Any], supply: int) -> None:
        escrow, catalog = (self.seen_balances[system] for system in self.systems)
        assert escrow >= sum(b.available + b.reserved for b in budgets.values()), "1: escrow solvent"
        for number, budget in budgets.items():
            programme = self.contributions.programmes[number]
            assert (budget.available, budget.reserved) == (programme.available, programme.reserved)
            out = programme.paid + programme.withdrawn
            assert programme.funded == budget.available + budget.reserved + out, "2: budgets balance"
            owed = sum(
                c.units * programme.rate
                for c in self.seen_contributions.values()
                if c.programmeId == number and c.status in OWED
            )
            assert budget.reserved == owed, "3: reserved is owed"
        prices = sum(o.price for o in self.seen_orders.values() if o.status in LIVE)
        assert catalog >= prices + sum(self.seen_owed.values()), "4: catalogue solvent"
        assert self.seen_owed == {member: self.services.owed[member] for member in self.seen_owed}
        assert self.seen_balances == dict(self.people.balances), "5, 7, 8: every token where the model has it"
        assert sum(self.seen_balances.values()) == supply == self.people.supply <= CAP, "6: supply"

    # -- members

    def check_members(self, members: dict[int, Any], wallets: list[int]) -> None:
        for number, seen in members.items():
            member = self.people.members[number]
            expected = member.wallet.address if member.wallet else "0x" + 40 * "0"
            assert seen.wallet == expected, "24: the wallet bound now"
            frozen = 16 if member.change in (Change.RECOVERY, Change.OBJECTED) else 0
            flags = member.suspended + 2 * member.left + 8 * member.auto_collect + frozen
            assert seen.flags == flags
        if wallets:
            assert wallets == [*self.people.member_of.values()], "24: one wallet, one member, for ever"

    # -- contributions

    def check_programmes(self, programmes: dict[int, Any]) -> None:
        self.programmes_now = programmes
        for number, seen in programmes.items():
            model = self.contributions.programmes[number]
            assert (seen.status, seen.seatCount) == (model.status, len(model.numbers))
            assert seen.seats == model.mask(model.active), "17: seats are their validators' for ever"
            enough = seen.seats.bit_count() >= seen.quorum or seen.status == ProgrammeStatus.CLOSED
            assert enough, "17: seats for a quorum"
            terms = tuple(seen)[:6]
            assert self.terms.setdefault(number, terms) == terms, "18: terms"

    def check_contributions(self, contributions: dict[bytes, Any]) -> None:
        for key, seen in contributions.items():
            model, before = self.contributions.get(key), self.seen_contributions.get(key)
            facts = (seen.memberId, seen.programmeId, seen.units, seen.status)
            assert facts == (model.member, model.programme, model.units, model.status)
            old_status = Status(before.status) if before else Status.NONE
            if seen.status != old_status:
                assert seen.status in CONTRIBUTION_MOVES.get(old_status, ()), "9, 10: a move that is allowed"
            if before and before.memberId:
                same = (seen.memberId, seen.programmeId, seen.units)
                assert same == (before.memberId, before.programmeId, before.units), "11: identity"
                assert before.approvals & ~seen.approvals == 0, "13: votes stay"
                assert before.rejections & ~seen.rejections == 0, "13: votes stay"
            self.check_votes(seen, old_status)
            self.seen_contributions[key] = seen
        for programme in self.contributions.programmes.values():
            if programme.cap:
                assert max(programme.used.values(), default=0) <= programme.cap, "15: cap"

    def check_votes(self, seen: Any, old_status: Status) -> None:
        if not seen.memberId:
            return  # a tombstone
        programme = self.programmes_now[seen.programmeId]
        model = self.contributions.programmes[seen.programmeId]
        votes = seen.approvals | seen.rejections
        if seen.memberId in model.numbers:
            assert votes & model.mask([seen.memberId]) == 0, "12: nobody decides on their own"
        assert seen.approvals & seen.rejections == 0, "13: one seat, one vote"
        deciding = {Status.ACCEPTED: seen.approvals, Status.REJECTED: seen.rejections}
        if seen.status != old_status and seen.status in deciding:
            active = deciding[seen.status] & programme.seats
            assert active.bit_count() >= programme.quorum, "14: quorum at decision"

    # -- orders

    def check_services(self, services: dict[int, Any]) -> None:
        for number, seen in services.items():
            model = self.services.services[number]
            assert seen.stock == model.stock, "19: stock never oversold"
            assert (seen.status, seen.stopped) == (model.status, model.stopped)
            terms = (
                seen.providerId,
                seen.price,
                seen.limit,
                seen.fulfilWindow,
                seen.confirmWindow,
                seen.burnShare,
            )
            assert terms == (
                *(model.provider, model.price, model.limit),
                *(model.fulfil_window, model.confirm_window, model.burn_share),
            ), "18: terms of a service"

    def check_orders(self, orders: dict[bytes, tuple[Any, int]]) -> None:
        for key, (seen, deadline) in orders.items():
            model, before = self.services.orders[key], self.seen_orders.get(key)
            service = self.services.services[model.service]
            assert (seen.status, deadline) == (model.status, model.until)
            old_status = OrderStatus(before.status) if before else OrderStatus.NONE
            if seen.status != old_status:
                assert seen.status in ORDER_MOVES.get(old_status, ()), "21: a move that is allowed"
            terms = (seen.memberId, seen.serviceId, seen.price, seen.providerId, seen.burnShare)
            assert terms == (
                *(model.member, service.id, service.price),
                *(service.provider, service.burn_share),
            ), "22: own terms"
            assert seen.memberId != seen.providerId, "23: provider and redeemer are two"
            self.seen_orders[key] = seen
