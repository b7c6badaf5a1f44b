"""Whether the relay's address holds gas and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from cercle.access import MANAGER, manager_at
from cercle.contracts import at
from cercle.record import DeploymentRecord
from cercle.roles import ROLES
from cercle.texts import Text


def other_powers(record: DeploymentRecord, address: str) -> Iterator[Text]:
    """Yields what the address may do besides paying for gas: a thief of the relay's key could do that, too."""
    manager = manager_at(record.addresses[MANAGER])
    for role in ROLES:
        if manager.hasRole(role.id, address)[0]:
            yield Text(
                "The relay's account {address} holds the role {role}.",
                {"address": address, "role": role.name},
            )
    member = int(at("MemberRegistry", record.addresses["MemberRegistry"]).memberOf(address))
    if member:
        yield Text(
            "The relay's account {address} is the wallet of member {member}.",
            {"address": address, "member": member},
        )
    if at("CommunityToken", record.addresses["CommunityToken"]).treasury() == address:
        yield Text("The relay's account {address} is the treasury.", {"address": address})
