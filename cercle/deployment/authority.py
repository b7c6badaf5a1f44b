"""The role table as calls to the AccessManager."""

from __future__ import annotations

from collections.abc import Mapping

from ape.contracts import ContractInstance

from cercle.access import MANAGER
from cercle.accounts import address_of
from cercle.calls import Call
from cercle.config_models import CommunityConfig
from cercle.node import Node
from cercle.roles import ADMIN, BY_NAME, ROLES
from cercle.texts import Text


def guardian_id(config: CommunityConfig, role: str) -> int:
    """The role that may cancel what a role announced; 0 (administration) where the table names none."""
    name = BY_NAME[role].guardian and (config.roles[role].guardian or BY_NAME[role].guardian)
    return BY_NAME[name].id if name else ADMIN.id


def holders(node: Node, config: CommunityConfig) -> dict[str, dict[str, int]]:
    """By role: the delay of each holder's address."""
    return {
        role.name: {
            address_of(node, holder): config.roles[role.name].delay
            for holder in config.roles[role.name].holders
        }
        for role in ROLES
    }


def role_table(
    node: Node, config: CommunityConfig, manager: ContractInstance, addresses: Mapping[str, str]
) -> Call:
    """Says which role calls what, names the roles, sets the guardians and gives every role but administration."""
    calls: list[bytes] = []
    held = holders(node, config)
    for role in ROLES:
        if role is ADMIN:
            continue
        calls.append(manager.labelRole.encode_input(role.id, role.name))
        for contract, selectors in role.selectors.items():
            calls.append(manager.setTargetFunctionRole.encode_input(addresses[contract], selectors, role.id))
        if role.guardian:
            calls.append(manager.setRoleGuardian.encode_input(role.id, guardian_id(config, role.name)))
        for holder, delay in held[role.name].items():
            calls.append(manager.grantRole.encode_input(role.id, holder, delay))
    return Call(manager, MANAGER, "multicall", (calls,), Text("Give the roles to their holders."))


def hand_over(node: Node, config: CommunityConfig, manager: ContractInstance, deployer: str) -> Call:
    """Gives the administration to its holders and takes it from the deployer, at once."""
    calls = [
        manager.grantRole.encode_input(ADMIN.id, holder, delay)
        for holder, delay in holders(node, config)[ADMIN.name].items()
    ]
    calls.append(manager.renounceRole.encode_input(ADMIN.id, deployer))
    return Call(
        manager,
        MANAGER,
        "multicall",
        (calls,),
        Text("Hand the administration over; the deployer keeps nothing."),
    )
