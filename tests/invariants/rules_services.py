"""What redeemers, providers and arbiters do with orders, and strangers try to."""

from collections.abc import Callable

from eth_abi import encode
from eth_utils import keccak

from .chance import MAYBE, PICK, SELDOM, one_of, step
from .model_services import OrderStatus, Service, ServiceStatus
from .rules_contributions import REASON
from .walk import Walk

SALTS = [bytes([number]) * 32 for number in range(1, 9)]
UNKNOWN = b"\x63" * 32
ACTIONS = {
    OrderStatus.OPEN: ["fulfil", "fulfil", "fulfil", "cancel", "refuse"],
    OrderStatus.FULFILLED: ["confirm", "dispute", "dispute"],
}
BY_THE_PROVIDER = ("fulfil", "refuse")


def any_in(*statuses: OrderStatus) -> Callable[[Walk], bool]:
    return lambda walk: any(order.status in statuses for order in walk.services.orders.values())


class ServiceRules(Walk):
    def service(self, pick: int) -> Service:
        services = list(self.services.services.values())
        return services[pick % len(services)]

    def order(self, pick: int, *preferred: OrderStatus) -> bytes:
        """One that was made, in a preferred state where there is one; or one nobody made."""
        fitting = [key for key, order in self.services.orders.items() if order.status in preferred]
        if fitting and pick % 8:
            return fitting[pick % len(fitting)]
        candidates = [*self.services.orders, UNKNOWN]
        return candidates[pick % len(candidates)]

    @step(weight=7, who=PICK, what=PICK, salt=PICK, signed=MAYBE, hostile=SELDOM, haggling=SELDOM)
    def redeem(self, who: int, what: int, salt: int, signed: bool, hostile: bool, haggling: bool) -> None:
        member, service = self.member(who), self.service(what)
        account = self.speaker(member, hostile, salt)
        price, chosen = service.price - haggling, SALTS[salt % len(SALTS)]
        message = {"memberId": member.id, "serviceId": service.id, "price": price, "salt": chosen}
        call = self.two_doors(
            account, signed, self.circle.catalog, "Redeem", message, service.id, price, chosen
        )
        key = keccak(encode(["uint32", "uint32", "bytes32"], [member.id, service.id, chosen]))
        problems = self.people.actor(member.id, account, signed)
        self.send(self.services.redeem(problems, self.moment, key, member.id, service, price), call)

    @step(
        when=any_in(OrderStatus.OPEN, OrderStatus.FULFILLED),
        weight=12,
        what=PICK,
        who=PICK,
        signed=MAYBE,
        hostile=SELDOM,
        strange=SELDOM,
    )
    def act(self, what: int, who: int, signed: bool, hostile: bool, strange: bool) -> None:
        fulfilled = any_in(OrderStatus.FULFILLED)(self) and who % 4
        key = self.order(what, OrderStatus.FULFILLED if fulfilled else OrderStatus.OPEN)
        order = self.services.orders.get(key)
        fitting = ACTIONS.get(self.services.status_of(key), ()) if what % 16 else ()
        actions = fitting or [action for several in ACTIONS.values() for action in several]
        action = actions[who % len(actions)]
        service_id = order.service if order else 0
        price = self.services.services[service_id].price if order else 0
        member = self.member(who)
        if order and not hostile:
            provider = self.services.services[service_id].provider
            member = self.people.members[provider if action in BY_THE_PROVIDER else order.member]
        account = self.speaker(member, strange, who)
        extra = (REASON,) if action == "dispute" else ()
        message = {"memberId": member.id, "orderId": key, "serviceId": service_id, "price": price}
        if extra:
            message["reason"] = REASON
        call = self.two_doors(account, signed, self.circle.catalog, action.capitalize(), message, key, *extra)
        by_wallet = action != "fulfil"
        asked = self.people.holder if by_wallet else self.people.actor
        problems = asked(member.id, account, signed)
        self.send(self.services.act(problems, self.moment, action, member.id, key), call)

    @step(when=any_in(OrderStatus.FULFILLED), weight=2, what=PICK)
    def settle(self, what: int) -> None:
        key = self.order(what, OrderStatus.FULFILLED)
        problems = self.services.settle(self.moment, key)
        self.send(problems, lambda: self.circle.catalog.settle(key, sender=self.start.strangers[0]))

    @step(when=any_in(OrderStatus.OPEN, OrderStatus.DISPUTED), weight=2, what=PICK)
    def expire(self, what: int) -> None:
        key = self.order(what, OrderStatus.OPEN, OrderStatus.DISPUTED)
        problems = self.services.expire(self.moment, key)
        self.send(problems, lambda: self.circle.catalog.expire(key, sender=self.start.strangers[0]))

    @step(when=lambda walk: walk.services.owed.total() > 0, who=PICK)
    def collect_owed(self, who: int) -> None:
        waiting = [member for member, amount in self.services.owed.items() if amount]
        member = waiting[who % len(waiting)] if waiting else self.member(who).id
        problems = self.services.collect_owed(member, self.moment)
        sender = self.start.strangers[0]
        self.send(problems, lambda: self.circle.catalog.collectOwed(member, sender=sender))

    @step(
        when=any_in(OrderStatus.DISPUTED),
        weight=3,
        what=PICK,
        who=PICK,
        share=one_of([0, 3333, 5000, 10_000, 10_001]),
    )
    def arbitrate(self, what: int, who: int, share: int) -> None:
        """Everybody has the role in a walk: what is asked is whether the member acts and is a side."""
        key, arbiter = self.order(what, OrderStatus.DISPUTED), self.member(who)
        account = self.speaker(arbiter, who % 8 == 0, who)
        problems = self.people.actor(arbiter.id, account, False)
        self.send(
            self.services.arbitrate(problems, self.moment, arbiter.id, key, share),
            lambda: self.circle.catalog.arbitrate(arbiter.id, key, share, REASON, sender=account),
        )

    @step(what=PICK, who=PICK, stock=one_of([0, 1, 2, 2**32 - 1]), hostile=SELDOM)
    def set_stock(self, what: int, who: int, stock: int, hostile: bool) -> None:
        service = self.service(what)
        member = self.member(who) if hostile else self.people.members[service.provider]
        account = self.speaker(member, hostile, who)
        problems = self.people.actor(member.id, account, False)
        self.send(
            self.services.set_stock(problems, member.id, service, stock),
            lambda: self.circle.catalog.setStock(member.id, service.id, stock, sender=account),
        )

    @step(what=PICK, who=PICK, status=one_of([0, 1, 1, 1, 1, 1, 2, 3]), hostile=SELDOM)
    def set_service_status(self, what: int, who: int, status: int, hostile: bool) -> None:
        service = self.service(what)
        member = self.member(who) if hostile else self.people.members[service.provider]
        account = self.speaker(member, hostile, who)
        problems = self.people.actor(member.id, account, False)
        self.send(
            self.services.set_service_status(problems, member.id, service, ServiceStatus(status)),
            lambda: self.circle.catalog.setServiceStatus(member.id, service.id, status, sender=account),
        )

    @step(what=PICK, stopped=SELDOM)
    def moderate(self, what: int, stopped: bool) -> None:
        service = self.service(what)
        self.send(
            self.services.moderate(service, stopped),
            lambda: self.circle.catalog.moderate(service.id, stopped, sender=self.circle.admin),
        )
