"""What the noun classes share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ape.contracts import ContractInstance

from cercle.calls import Call, Door
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community


class Noun:
    """One contract's view of a community."""

    contract_name: ClassVar[str]

    def __init__(self, community: Community) -> None:
        self._community = community
        self.contract: ContractInstance = community.contract(self.contract_name)

    def _call(self, method: str, *args: Any, sentence: Text, door: Door | None = None) -> Call:
        return Call(self.contract, self.contract_name, method, args, sentence, door)

    def _both_doors(
        self,
        method: str,
        message: dict[str, Any],
        *,
        primary_type: str,
        sentence: Text,
        shown: dict[str, Any] | None = None,
    ) -> Call:
        """An action whose two doors take the same arguments: the values of ``message`` in their order.

        ``shown`` is what is signed where that says more than the arguments.
        """
        args = tuple(message.values())
        return self._call(
            method,
            *args,
            sentence=sentence,
            door=Door(f"{method}BySig", args, primary_type, shown or message),
        )
