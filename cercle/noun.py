"""What the noun classes share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ape.contracts import ContractInstance

from cercle.calls import Call, Door
from cercle.decoded import first_arguments
from cercle.doors import SIGNED, message
from cercle.privacy.lint import lint
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
        call = Call(self.contract, self.contract_name, method, args, sentence, door)
        lint(self._community, call)
        return call

    def _both_doors(self, method: str, *args: Any, sentence: Text) -> Call:
        """An action whose two doors take the same arguments."""
        return self._call(method, *args, sentence=sentence, door=self._door(f"{method}BySig", *args))

    def _door(self, method: str, *args: Any, after: tuple[Any, ...] = ()) -> Door:
        """The signature door of an action: its arguments before the deadline, and those after the signature."""
        consent, *_ = SIGNED[self.contract_name, method]
        known = first_arguments(self.contract_name, method, *args)
        shown = message(self.contract, consent.primary_type, known)
        return Door(method, args, consent.primary_type, shown, after)
