"""Services, and the orders for them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from cercle import counted
from cercle.calls import Call
from cercle.errors import InputProblem
from cercle.noun import Noun
from cercle.states import OrderStatus, ServiceStatus
from cercle.texts import Text
from cercle.units import to_base_units, to_time, to_tokens


@dataclass(frozen=True)
class ServiceTerms:
    """What is decided when a service is listed; only the stock changes later."""

    provider: int
    price: Decimal
    stock: int
    fulfil_window: timedelta
    confirm_window: timedelta
    limit: int | None = None
    burn_share: Decimal = Decimal(0)  # 0 … 1

    def as_tuple(self) -> tuple[int, ...]:
        """The contract's struct."""
        return (
            self.provider,
            to_base_units(self.price),
            self.stock,
            self.limit or 0,
            int(self.fulfil_window.total_seconds()),
            int(self.confirm_window.total_seconds()),
            int(self.burn_share * 10_000),
        )


@dataclass(frozen=True)
class Service:
    """A service as the chain has it now."""

    id: int
    terms: ServiceTerms
    status: ServiceStatus  # as the provider wants it
    stopped: bool  # by the community


@dataclass(frozen=True)
class Order:
    """An order as the chain has it now. ``deadline`` ends the present state; None when the order has ended."""

    id: bytes
    member: int
    service: int
    provider: int
    price: Decimal
    status: OrderStatus
    time: datetime
    deadline: datetime | None


class Services(Noun):
    """What tokens are redeemed for. Lists come from ``community.history.services`` and ``.orders``."""

    contract_name: ClassVar[str] = "ServiceCatalog"

    @staticmethod
    def order_id(member: int, service: int, salt: bytes) -> bytes:
        """The id of an order."""
        return bytes(keccak(encode(["uint32", "uint32", "bytes32"], [member, service, salt])))

    def get(self, service: int) -> Service:
        """A service by number. ``InputProblem`` if there is none."""
        info = self.contract.serviceInfo(service)
        if info.status == ServiceStatus.None_:
            raise InputProblem(Text("There is no service {service}.", {"service": service}))
        terms = ServiceTerms(
            provider=info.providerId,
            price=to_tokens(info.price),
            stock=info.stock,
            fulfil_window=timedelta(seconds=info.fulfilWindow),
            confirm_window=timedelta(seconds=info.confirmWindow),
            limit=info.limit or None,
            burn_share=Decimal(info.burnShare) / 10_000,
        )
        return Service(service, terms, ServiceStatus(info.status), info.stopped)

    def order(self, order: bytes) -> Order:
        """An order by id. ``InputProblem`` if there is none."""
        info = self.contract.orderInfo(order)
        if info.status == OrderStatus.None_:
            raise InputProblem(Text("There is no order {id}.", {"id": "0x" + order.hex()}))
        deadline = int(self.contract.orderDeadline(order))
        return Order(
            id=order,
            member=info.memberId,
            service=info.serviceId,
            provider=info.providerId,
            price=to_tokens(info.price),
            status=OrderStatus(info.status),
            time=to_time(info.time),
            deadline=to_time(deadline) if deadline else None,
        )

    # -- services ---------------------------------------------------------------------------------

    def list(self, terms: ServiceTerms, document: bytes) -> Call:
        """An admin lists a service for a provider; ``document`` is the hash of its text."""
        return self._call(
            "list",
            terms.as_tuple(),
            document,
            sentence=Text("List a service at {price}.", {"price": counted.tokens(terms.price)}),
        )

    def offer(self, member: int, terms: ServiceTerms, document: bytes) -> Call:
        """A member offers a service of their own, where the community allows it."""
        return self._call(
            "offer",
            member,
            terms.as_tuple(),
            document,
            sentence=Text("Offer a service at {price}.", {"price": counted.tokens(terms.price)}),
        )

    def set_stock(self, member: int, service: int, stock: int) -> Call:
        """The provider says how many may be ordered now; places given back are added."""
        return self._call(
            "setStock",
            member,
            service,
            stock,
            sentence=Text(
                "Set the stock of service {service} to {stock}.", {"service": service, "stock": stock}
            ),
        )

    def set_status(self, member: int, service: int, status: ServiceStatus) -> Call:
        """The provider opens, pauses or closes (for good) a service."""
        return self._call(
            "setServiceStatus",
            member,
            service,
            int(status),
            sentence=Text("Change whether service {service} takes orders.", {"service": service}),
        )

    def moderate(self, service: int, stopped: bool) -> Call:
        """The community stops a service, or takes that back; the provider's own wish stays as it is."""
        return self._call(
            "moderate",
            service,
            stopped,
            sentence=Text("Change whether service {service} takes orders.", {"service": service}),
        )

    # -- orders -----------------------------------------------------------------------------------

    def redeem(self, member: int, service: int, price: Decimal, salt: bytes | None = None) -> Call:
        """Orders a service at a price the member has seen. Needs an allowance to the catalogue."""
        return self._both_doors(
            "redeem",
            member,
            service,
            to_base_units(price),
            salt or secrets.token_bytes(32),
            sentence=Text(
                "Order service {service} for {price}.", {"service": service, "price": counted.tokens(price)}
            ),
        )

    def cancel(self, member: int, order: bytes) -> Call:
        """The redeemer takes an order back before it is fulfilled."""
        return self._on_order("cancel", member, order, "Cancel the order, and get {price} back.")

    def confirm(self, member: int, order: bytes) -> Call:
        """The redeemer confirms that the service was rendered."""
        return self._on_order("confirm", member, order, "Confirm the service, and settle {price}.")

    def fulfil(self, member: int, order: bytes) -> Call:
        """The provider says that the service was rendered."""
        return self._on_order("fulfil", member, order, "Mark the order of {price} as rendered.")

    def refuse(self, member: int, order: bytes) -> Call:
        """The provider refuses an order; the price goes back."""
        return self._on_order("refuse", member, order, "Refuse the order, and give {price} back.")

    def dispute(self, member: int, order: bytes, reason: bytes) -> Call:
        """The redeemer reports a problem; ``reason`` is a document's hash."""
        return self._on_order("dispute", member, order, "Report a problem with an order of {price}.", reason)

    def _on_order(self, method: str, member: int, order: bytes, sentence: str, *more: bytes) -> Call:
        door = self._door(f"{method}BySig", member, order, *more)
        price = counted.tokens(to_tokens(door.message["price"]))
        return self._call(method, *door.args, sentence=Text(sentence, {"price": price}), door=door)

    def settle(self, order: bytes) -> Call:
        """Pays the provider once the time to confirm is over; anyone may."""
        return self._call("settle", order, sentence=Text("Settle an order."))

    def expire(self, order: bytes) -> Call:
        """Refunds what was not fulfilled, or not decided, in time; anyone may."""
        return self._call("expire", order, sentence=Text("Refund an order after its time."))

    def owed(self, member: int) -> Decimal:
        """Tokens kept for a member whose payments waited."""
        return to_tokens(self.contract.owed(member))

    def collect_owed(self, member: int) -> Call:
        """Pays a member what was kept for them; anyone may."""
        return self._call(
            "collectOwed",
            member,
            sentence=Text("Collect what was kept for member {member}.", {"member": member}),
        )

    def arbitrate(self, arbiter: int, order: bytes, refund_share: Decimal, reason: bytes) -> Call:
        """An arbiter splits a disputed price; ``refund_share`` 0 … 1 goes back to the redeemer."""
        return self._call(
            "arbitrate",
            arbiter,
            order,
            int(refund_share * 10_000),
            reason,
            sentence=Text("Decide a dispute: {share} % go back.", {"share": refund_share * 100}),
        )
