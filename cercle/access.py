"""The community's AccessManager: who may call what, at once or after a delay."""

from __future__ import annotations

from dataclasses import dataclass

from ape.contracts import ContractInstance

from cercle.calls import Call
from cercle.contracts import access_manager
from cercle.texts import Text

MANAGER = "AccessManager"


def manager_at(address: str) -> ContractInstance:
    """A deployed AccessManager."""
    return access_manager().at(address, fetch_from_explorer=False)


@dataclass(frozen=True)
class Permission:
    """Whether somebody may send a restricted call: ``at_once``, or announced ``delay`` seconds ahead, or neither."""

    at_once: bool
    delay: int


def permission(manager: ContractInstance, caller: str, call: Call) -> Permission:
    """What the AccessManager says about a caller and a restricted call."""
    at_once, delay = manager.canCall(caller, call.to, call.data[:4])
    return Permission(bool(at_once), int(delay))


def ready_at(manager: ContractInstance, caller: str, call: Call) -> int:
    """When an announced call may be sent, seconds; 0 if it was not announced, or too long ago, or sent already."""
    return int(manager.getSchedule(manager.hashOperation(caller, call.to, call.data)))


def announcement(manager: ContractInstance, call: Call) -> Call:
    """Announces a restricted call; once the delay of the caller's role is over, the caller sends the call itself."""
    return Call(
        contract=manager,
        contract_name=MANAGER,
        method="schedule",
        args=(call.to, call.data, 0),
        sentence=Text("Announce: {action}", {"action": call.sentence}),
    )
