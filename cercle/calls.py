"""An action, before anybody sends or signs it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ape.contracts import ContractInstance

from cercle.doors import domain_name
from cercle.errors import InputProblem
from cercle.privacy.readable import refuse_words
from cercle.texts import Text
from cercle.typed_data import typed_data


@dataclass(frozen=True)
class Door:
    """The signature door of an action: the contract's function, its arguments before deadline and signature, what is
    signed (without the deadline), and the arguments that come after the signature. ``deadline`` is set where something
    that is in these arguments was signed with the same one already."""

    method: str
    args: tuple[Any, ...]
    primary_type: str
    message: dict[str, Any]
    after: tuple[Any, ...] = ()
    deadline: int | None = None


@dataclass(frozen=True)
class Call:
    """An action: built once, sent by any signer from a script, the console or the dashboard.

    ``sentence`` says to a person what sending it does.
    """

    contract: ContractInstance
    contract_name: str
    method: str
    args: tuple[Any, ...]
    sentence: Text
    door: Door | None = None

    def __post_init__(self) -> None:
        # Here and not where it is sent: no call with a readable text in it can exist, whoever builds it.
        refuse_words(f"{self.contract_name}.{self.method}", self.args)

    @property
    def to(self) -> str:
        """The contract's address."""
        return str(self.contract.address)

    @property
    def data(self) -> bytes:
        """The transaction's data."""
        return bytes(getattr(self.contract, self.method).encode_input(*self.args))

    def typed_data(self, chain_id: int, deadline: int) -> dict[str, Any]:
        """What the member's wallet signs; ``deadline`` in seconds, at most a day ahead of the chain's clock.

        Raises ``InputProblem`` for an action that has the direct door only.
        """
        door = self._door()
        message = {**door.message, "deadline": deadline}
        name = domain_name(self.contract, self.contract_name)
        return typed_data(self.contract_name, self.to, chain_id, door.primary_type, message, domain=name)

    def signed(self, deadline: int, signature: bytes) -> Call:
        """The same action through its signature door, which anyone may send."""
        door = self._door()
        args = (*door.args, deadline, signature, *door.after)
        return replace(self, method=door.method, args=args, door=None)

    def _door(self) -> Door:
        if self.door is None:
            raise InputProblem(
                Text("{method} cannot be sent by signature.", {"method": self.method}),
                Text("Send it from the member's own wallet."),
            )
        return self.door
