"""What the catalogue holds, in Python: services and orders."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum

from .model_members import MembersModel, Problems

WHOLE = 10_000
LARGEST_STOCK = 2**32 - 1


class ServiceStatus(IntEnum):
    NONE = 0
    OPEN = 1
    PAUSED = 2
    CLOSED = 3


class OrderStatus(IntEnum):
    NONE = 0
    OPEN = 1
    FULFILLED = 2
    SETTLED = 3
    CANCELLED = 4
    REFUSED = 5
    EXPIRED = 6
    DISPUTED = 7
    ARBITRATED = 8


LIVE = (OrderStatus.OPEN, OrderStatus.FULFILLED, OrderStatus.DISPUTED)


@dataclass
class Service:
    id: int
    provider: int
    price: int
    stock: int
    limit: int
    fulfil_window: int
    confirm_window: int
    burn_share: int
    status: ServiceStatus = ServiceStatus.OPEN
    stopped: bool = False
    ordered: Counter[int] = field(default_factory=Counter)


@dataclass
class Order:
    member: int
    service: int
    status: OrderStatus
    until: int


@dataclass
class ServicesModel:
    people: MembersModel
    catalog: str
    arbitration_period: int
    services: dict[int, Service] = field(default_factory=dict)
    orders: dict[bytes, Order] = field(default_factory=dict)
    owed: Counter[int] = field(default_factory=Counter)

    def status_of(self, order_id: bytes) -> OrderStatus:
        order = self.orders.get(order_id)
        return order.status if order else OrderStatus.NONE

    # -- services

    def set_stock(self, problems: Problems, member: int, service: Service, stock: int) -> Problems:
        if service.provider != member:
            problems |= {"Catalog_NotTheProvider"}
        if not problems:
            service.stock = stock
        return problems

    def set_service_status(
        self, problems: Problems, member: int, service: Service, status: ServiceStatus
    ) -> Problems:
        if service.provider != member:
            problems |= {"Catalog_NotTheProvider"}
        if service.status == ServiceStatus.CLOSED or status == ServiceStatus.NONE:
            problems |= {"Catalog_ServiceStatus"}
        if not problems:
            service.status = status
        return problems

    def moderate(self, service: Service, stopped: bool) -> Problems:
        if service.status == ServiceStatus.CLOSED:
            return {"Catalog_ServiceStatus"}
        service.stopped = stopped
        return set()

    # -- orders

    def redeem(
        self, problems: Problems, now: int, order_id: bytes, member: int, service: Service, price: int
    ) -> Problems:
        wallet = self.people.members[member].wallet
        checks = {
            "Catalog_ServiceStatus": service.status != ServiceStatus.OPEN,
            "Catalog_ServiceStopped": service.stopped,
            "Catalog_OwnService": service.provider == member,
            "Catalog_PriceIs": service.price != price,
            "Catalog_OutOfStock": service.stock == 0,
            "Catalog_OrderExists": order_id in self.orders,
            "Catalog_LimitReached": 0 < service.limit <= service.ordered[member],
            "ERC20InsufficientBalance": wallet is not None and self.people.balances[wallet.address] < price,
        }
        problems |= {name for name, applies in checks.items() if applies}
        if not problems:
            assert wallet is not None
            service.stock -= 1
            service.ordered[member] += 1
            self.orders[order_id] = Order(member, service.id, OrderStatus.OPEN, now + service.fulfil_window)
            self.people.move(wallet.address, self.catalog, price)
        return problems

    def act(self, problems: Problems, now: int, action: str, member: int, order_id: bytes) -> Problems:
        """cancel, confirm, dispute (the redeemer), fulfil, refuse (the provider)."""
        needed = OrderStatus.FULFILLED if action in ("confirm", "dispute") else OrderStatus.OPEN
        order = self.orders.get(order_id)
        if order is None or order.status != needed:
            return problems | {"Catalog_OrderStatus"}
        service = self.services[order.service]
        if member != (service.provider if action in ("fulfil", "refuse") else order.member):
            problems |= {"Catalog_NotYourOrder"}
        if action in ("fulfil", "dispute") and now >= order.until:
            problems |= {"Catalog_TooLate"}
        if action in ("cancel", "refuse"):
            ended = OrderStatus.CANCELLED if action == "cancel" else OrderStatus.REFUSED
            return self._give_back(problems, now, order, ended)
        if action == "confirm":
            return self._end(problems, now, order, OrderStatus.SETTLED, 0)
        if not problems and action == "fulfil":
            order.status, order.until = OrderStatus.FULFILLED, now + service.confirm_window
        elif not problems:
            order.status, order.until = OrderStatus.DISPUTED, now + self.arbitration_period
        return problems

    def settle(self, now: int, order_id: bytes) -> Problems:
        if self.status_of(order_id) != OrderStatus.FULFILLED:
            return {"Catalog_OrderStatus"}
        order = self.orders[order_id]
        early = {"Catalog_TooEarly"} if now < order.until else set()
        return self._end(early, now, order, OrderStatus.SETTLED, 0)

    def expire(self, now: int, order_id: bytes) -> Problems:
        if self.status_of(order_id) not in (OrderStatus.OPEN, OrderStatus.DISPUTED):
            return {"Catalog_OrderStatus"}
        order = self.orders[order_id]
        early = {"Catalog_TooEarly"} if now < order.until else set()
        if order.status == OrderStatus.OPEN:
            return self._give_back(early, now, order, OrderStatus.EXPIRED)
        return self._end(early, now, order, OrderStatus.EXPIRED, self.services[order.service].price)

    def arbitrate(
        self, problems: Problems, now: int, arbiter: int, order_id: bytes, refund_share: int
    ) -> Problems:
        if self.status_of(order_id) != OrderStatus.DISPUTED:
            return problems | {"Catalog_OrderStatus"}
        order = self.orders[order_id]
        service = self.services[order.service]
        if arbiter in (order.member, service.provider):
            problems |= {"Catalog_ArbiterIsParty"}
        if refund_share > WHOLE:
            return problems | {"Catalog_BadShare"}
        if now >= order.until:
            problems |= {"Catalog_TooLate"}
        refunded = service.price * refund_share // WHOLE
        return self._end(problems, now, order, OrderStatus.ARBITRATED, refunded)

    def _give_back(self, problems: Problems, now: int, order: Order, status: OrderStatus) -> Problems:
        service = self.services[order.service]
        problems = self._end(problems, now, order, status, service.price)
        if not problems:
            service.stock = min(service.stock + 1, LARGEST_STOCK)
            service.ordered[order.member] -= 1
        return problems

    def _end(
        self, problems: Problems, now: int, order: Order, status: OrderStatus, refunded: int
    ) -> Problems:
        service = self.services[order.service]
        burnt = (service.price - refunded) * service.burn_share // WHOLE
        shares = {order.member: refunded, service.provider: service.price - refunded - burnt}
        if not problems:
            order.status, order.until = status, 0
            self.people.move(self.catalog, None, burnt)
            for member, amount in shares.items():
                self._pay(member, amount, now)
        return problems

    def _pay(self, member: int, amount: int, now: int) -> None:
        """At once, or kept until the member can be paid."""
        if self.people.payee(member, now):
            self.owed[member] += amount
        else:
            wallet = self.people.members[member].wallet
            assert wallet is not None
            self.people.move(self.catalog, wallet.address, amount)

    def collect_owed(self, member: int, now: int) -> Problems:
        problems = self.people.payee(member, now)
        if self.owed[member] == 0:
            problems |= {"Catalog_NothingOwed"}
        if not problems:
            self._pay(member, self.owed[member], now)
            self.owed[member] = 0
        return problems
