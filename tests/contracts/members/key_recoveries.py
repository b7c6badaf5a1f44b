"""Recoveries with a recovery key, as the tests sign and send them."""

from dataclasses import dataclass, field, replace
from typing import Any

from ape.api import AccountAPI, ReceiptAPI

from ..circle import Circle, Person, in_an_hour
from ..typed_data import sign
from .invitations import consent


@dataclass(frozen=True)
class KeyRecovery:
    """All that `recoverWithKey` is told, both parties having signed when it is sent."""

    person: Person
    key: AccountAPI
    wallet: AccountAPI
    next_key: str
    deadline: int = field(default_factory=in_an_hour)

    @property
    def message(self) -> dict[str, Any]:
        return {
            "memberId": self.person.id,
            "wallet": self.wallet.address,
            "nextRecoveryKey": self.next_key,
            "deadline": self.deadline,
        }

    def signatures(self, circle: Circle) -> tuple[bytes, bytes]:
        """The key's, and the new wallet's."""
        return (
            sign(self.key, circle.members, "RecoverWithKey", self.message),
            consent(circle, self.person.id, self.wallet, self.deadline),
        )

    def send(
        self, circle: Circle, sender: AccountAPI, signatures: tuple[bytes, bytes] | None = None
    ) -> ReceiptAPI:
        """Sends it, with signatures made before where they are given."""
        by_key, by_wallet = signatures or self.signatures(circle)
        return circle.members.recoverWithKey(
            self.person.id, self.wallet, self.next_key, self.deadline, by_key, by_wallet, sender=sender
        )

    def but(self, **changes: Any) -> "KeyRecovery":
        """The same with something changed."""
        return replace(self, **changes)
