"""Whether the chain is as the YAML, the role table and the build say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ape.contracts import ContractInstance
from eth_abi.abi import decode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hexbytes import HexBytes

from cercle import counted
from cercle.access import MANAGER, manager_at
from cercle.config_models import CommunityConfig
from cercle.contracts import at
from cercle.deployment.authority import guardian_id, holders
from cercle.deployment.comparison import fixed_terms, programme_differences, service_differences
from cercle.deployment.terms import documents, transfer_policy
from cercle.documents import DocumentError, DocumentStore
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.relay.gas_only import other_powers
from cercle.relay.key import relay_address
from cercle.roles import ROLES
from cercle.texts import Text

_GRANTED = keccak(text="RoleGranted(uint64,address,uint32,uint48,bool)")
_BLOCKS_AT_ONCE = 50_000


def findings(node: Node, config: CommunityConfig, record: DeploymentRecord) -> Iterator[Text]:
    """Yields everything that is not as it should be. Raises ``WrongNetwork`` for another chain or other code."""
    record.check(node)
    yield from (difference.text for difference in fixed_terms(node, config, record))
    yield from _policy(config, record)
    yield from _roles(node, config, record)
    yield from _programmes(config, record)
    yield from _services(config, record)
    yield from _documents(config, record)
    relay = relay_address(node, record, config.relay)
    yield from other_powers(record, relay) if relay else ()


# -- roles ------------------------------------------------------------------------------------------------------


def _roles(node: Node, config: CommunityConfig, record: DeploymentRecord) -> Iterator[Text]:
    manager = manager_at(record.addresses[MANAGER])
    yield from _functions(manager, record.addresses)
    expected = holders(node, config)
    found = present_holders(node, manager, record.first_block)
    names = {role.id: role.name for role in ROLES}
    for role in ROLES:
        guardian = guardian_id(config, role.name)
        if manager.getRoleGuardian(role.id) != guardian or manager.getRoleAdmin(role.id) != 0:
            yield Text(
                "The guardian or the administrator of {role} is not as it should be.", {"role": role.name}
            )
        for holder, delay in expected[role.name].items():
            facts = {"role": role.name, "holder": holder, "delay": str(delay)}
            if found.get((role.id, holder)) is None:
                yield Text("{holder} should hold {role} and does not.", facts)
            elif found[role.id, holder] != delay:
                yield Text(
                    "{holder} holds {role} with a delay of {found} s instead of {delay} s.",
                    {**facts, "found": str(found[role.id, holder])},
                )
    for role_id, holder in found:
        name = names.get(role_id, str(role_id))
        if holder not in expected.get(name, {}):
            kind = (
                Text("The deployer {holder} still holds {role}.", {"holder": holder, "role": name})
                if holder == record.deployer
                else Text("{holder} holds {role} and should not.", {"holder": holder, "role": name})
            )
            yield kind


def _functions(manager: ContractInstance, addresses: Mapping[str, str]) -> Iterator[Text]:
    for role in ROLES:
        for contract, functions in role.functions.items():
            for function, selector in zip(functions, role.selectors[contract], strict=True):
                if manager.getTargetFunctionRole(addresses[contract], selector) != role.id:
                    facts = {"function": f"{contract}.{function}", "role": role.name}
                    yield Text("{function} is not restricted to {role}.", facts)
    for contract, address in addresses.items():
        if contract != MANAGER and manager.isTargetClosed(address):
            yield Text("{contract} is closed to everybody who holds a role.", {"contract": contract})


def present_holders(node: Node, manager: ContractInstance, first_block: int) -> dict[tuple[int, str], int]:
    """The delay of everybody who holds a role now, whoever gave it to them, by (role id, address)."""
    ever: set[tuple[int, str]] = set()
    for start in range(first_block, node.height() + 1, _BLOCKS_AT_ONCE):
        asked = {
            "address": str(manager.address),
            "topics": [HexBytes(_GRANTED).to_0x_hex()],
            "fromBlock": hex(start),
            "toBlock": hex(start + _BLOCKS_AT_ONCE - 1),
        }
        for log in node.request("eth_getLogs", asked):
            role_id, account = (bytes(HexBytes(topic)) for topic in log["topics"][1:3])
            ever.add((int.from_bytes(role_id), to_checksum_address(decode(["address"], account)[0])))
    holding: dict[tuple[int, str], int] = {}
    for role_number, holder in sorted(ever):
        is_member, delay = manager.hasRole(role_number, holder)
        if is_member:
            holding[role_number, str(holder)] = int(delay)
    return holding


# -- programmes, services, texts --------------------------------------------------------------------------------


def _policy(config: CommunityConfig, record: DeploymentRecord) -> Iterator[Text]:
    if at("CommunityToken", record.addresses["CommunityToken"]).transferPolicy() != transfer_policy(config):
        yield Text("The token's transfer policy is not “{policy}”.", {"policy": config.token.transfers})


def _programmes(config: CommunityConfig, record: DeploymentRecord) -> Iterator[Text]:
    registry = at("ContributionRegistry", record.addresses["ContributionRegistry"])
    for key, programme in config.programmes.items():
        if key not in record.programmes:
            yield Text("The programme {key} was not opened.", {"key": key})
            continue
        yield from (difference.text for difference in programme_differences(record, key, programme))
        wanted = {member_id(record, seat) for seat in programme.seats}
        number = record.programmes[key]
        for validator in sorted(wanted):
            if not registry.seatOf(number, validator).active:
                yield Text("Member {member} has no seat on {key}.", {"member": str(validator), "key": key})
        seats = int(registry.programmeInfo(number).seats).bit_count()
        if seats > len(wanted):
            yield Text(
                "{key} has {seats} that the YAML does not name.",
                {"key": key, "seats": counted.seats(seats - len(wanted))},
            )


def _services(config: CommunityConfig, record: DeploymentRecord) -> Iterator[Text]:
    for key, service in config.services.items():
        if key not in record.services:
            yield Text("The service {key} was not listed.", {"key": key})
            continue
        provider = member_id(record, service.provider)
        yield from (difference.text for difference in service_differences(record, key, service, provider))


def _documents(config: CommunityConfig, record: DeploymentRecord) -> Iterator[Text]:
    charter = at("MemberRegistry", record.addresses["MemberRegistry"]).charter()
    store = DocumentStore(record.files.documents)
    for name, document in documents(config).items():
        if name == "charter" and bytes(charter.document) != document.hash:
            yield Text("The charter on chain is not the YAML's.")
        try:
            store.get(document.hash)
        except DocumentError as problem:
            yield Text("{name}: {problem}", {"name": name, "problem": str(problem)})


def member_id(record: DeploymentRecord, member: str | int) -> int:
    """The id that a member reference of the YAML stands for; 0 for a founder who is not enrolled."""
    return member if isinstance(member, int) else record.founders.get(member, 0)
