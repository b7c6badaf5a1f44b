"""People with a passkey account: their devices, what they sign, and how anybody sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ape
from ape.api import AccountAPI, ReceiptAPI
from ape.contracts import ContractInstance

from tests.authenticator import Authenticator

from ..circle import Circle, in_an_hour, join_message
from ..typed_data import full_message

Call = tuple[str, int, bytes]


def pair(device: Authenticator) -> tuple[bytes, bytes]:
    """A device's public key as the contracts take it."""
    return device.key.x, device.key.y


def keys_of(account: ContractInstance) -> list[tuple[bytes, bytes]]:
    return [(bytes(key.x), bytes(key.y)) for key in account.passkeys()]


def call(contract: ContractInstance, method: str, *args: Any) -> Call:
    """A call of a batch."""
    return str(contract.address), 0, bytes(getattr(contract, method).encode_input(*args))


@dataclass
class Holder:
    """Somebody with an account and the device that opens it; `id` once they are a member."""

    account: ContractInstance
    device: Authenticator
    id: int = 0

    @property
    def address(self) -> str:
        return str(self.account.address)

    def sign(
        self, contract: ContractInstance, primary_type: str, message: dict[str, Any], **domain: Any
    ) -> bytes:
        """The account's signature for a contract, the account itself included."""
        data = full_message(contract, primary_type, message, **domain)
        return self.device.sign(data, self.address, ape.chain.chain_id)

    def signed_batch(
        self, calls: Sequence[Call], nonce: int | None = None, deadline: int | None = None, **domain: Any
    ) -> tuple[Sequence[Call], int, int, bytes]:
        """All the arguments of `execute`."""
        nonce = self.account.nextNonce() if nonce is None else nonce
        deadline = in_an_hour() if deadline is None else deadline
        parts = [dict(zip(("target", "value", "data"), each, strict=True)) for each in calls]
        message = {"calls": parts, "nonce": nonce, "deadline": deadline}
        return calls, nonce, deadline, self.sign(self.account, "Execute", message, **domain)

    def execute(self, sender: AccountAPI, *calls: Call) -> ReceiptAPI:
        """The device signs a batch and somebody sends it."""
        return self.account.execute(*self.signed_batch(calls), sender=sender)


def account_at(address: str) -> ContractInstance:
    return ape.project.MemberAccount.at(address)


def open_account(circle: Circle, sender: AccountAPI, device: Authenticator | None = None) -> Holder:
    """A new device and its account, deployed by somebody."""
    device = device or Authenticator()
    circle.accounts.createAccount(pair(device), sender=sender)
    return Holder(account_at(circle.accounts.accountOf(pair(device))), device)


def join(circle: Circle, holder: Holder) -> Holder:
    """Makes the account a member, by its signature."""
    holder.id, deadline = circle.members.enrolled() + 1, in_an_hour()
    consent = holder.sign(circle.members, "Join", join_message(holder.id, holder.account, deadline))
    circle.members.admit(holder.id, [(holder.address, False, consent)], deadline, sender=circle.admin)
    return holder
