"""What the relay pays for: these functions of the community's contracts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak
from hexbytes import HexBytes

from cercle.contracts import NAMES
from cercle.decoded import Decoded, decode_call
from cercle.doors import SIGNED
from cercle.errors import RelayRefused
from cercle.record import DeploymentRecord
from cercle.relay.rows import Order
from cercle.texts import Text

ACCOUNT = "MemberAccount"
_TOKEN, _CATALOG, _MEMBERS = "CommunityToken", "ServiceCatalog", "MemberRegistry"

# Anyone may send these, without a signature; each does good to the member it names, or to the sides of an order.
BY_ANYONE = {
    (_MEMBERS, "finishWalletChange"),
    ("ContributionRegistry", "claim"),  # takes effect for members who turned auto-collect on
    (_CATALOG, "collectOwed"),
    (_CATALOG, "settle"),
    (_CATALOG, "expire"),
    ("MemberAccountFactory", "createAccount"),
    ("MemberAccountFactory", "finishRecovery"),
}
# What a member's account may send, besides the direct door of what has a signature door: the rest of what members do.
_BY_ACCOUNT = {
    (ACCOUNT, "addPasskey"),
    (ACCOUNT, "removePasskey"),
    ("MemberAccountFactory", "objectToRecovery"),
    (_MEMBERS, "leaveCommunity"),
    (_MEMBERS, "comeBack"),
    (_MEMBERS, "cancelRotation"),
    (_CATALOG, "offer"),
    (_CATALOG, "setStock"),
    (_CATALOG, "setServiceStatus"),
    (_TOKEN, "approve"),
}
_DIRECT = {(name, method.removesuffix("BySig")) for name, method in SIGNED if method.endswith("BySig")}
_EXECUTE = (ACCOUNT, "execute")
_ACTING_AS = ("memberId", "validatorId")


@dataclass(frozen=True)
class Request:
    """Something the relay would pay for; ``inner`` are the calls of an account's batch, with their receivers."""

    order: Order
    call: Decoded
    inner: tuple[tuple[str, Decoded], ...] = ()


def read(record: DeploymentRecord, member: int, receiver: str, data: bytes) -> Request:
    """What a call asks for a member, read from its bytes alone. ``RelayRefused`` for what the relay does not pay for,
    or what is another member's."""
    call = decode_call(_contract_at(record, receiver) or ACCOUNT, data)
    function = (call.contract_name, call.method) if call else None
    if call is None or function not in {*SIGNED, *BY_ANYONE}:
        raise _not_paid_for()
    inner = tuple(_inner(record, receiver, one) for one in call.args["calls"]) if function == _EXECUTE else ()
    for one in (call, *(decoded for _, decoded in inner)) if function not in BY_ANYONE else ():
        _require_own(member, one.args)
        _require_for_services(record, one)
    order = Order(
        member=member,
        receiver=receiver,
        data=data,
        content=keccak(HexBytes(receiver) + data).hex(),
        name=f"{call.contract_name}.{call.method}",
        once=function not in BY_ANYONE or call.method == "createAccount",
        deadline=flat(call.args).get("deadline"),
    )
    return Request(order, call, inner)


def flat(args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by name, those inside a struct among the others."""
    found = dict(args)
    for one in args.values():
        found |= one if isinstance(one, dict) else {}
    return found


def _inner(record: DeploymentRecord, account: str, call: Mapping[str, Any]) -> tuple[str, Decoded]:
    target = str(call["target"])
    name = ACCOUNT if target.lower() == account.lower() else _contract_at(record, target)
    decoded = decode_call(name, call["data"]) if name and not call["value"] else None
    if decoded is None or (decoded.contract_name, decoded.method) not in _BY_ACCOUNT | _DIRECT:
        raise _not_paid_for()
    return target, decoded


def _contract_at(record: DeploymentRecord, receiver: str) -> str | None:
    known = {name: address for name, address in record.addresses.items() if name in NAMES and name != ACCOUNT}
    return next((name for name, address in known.items() if address.lower() == receiver.lower()), None)


def _require_for_services(record: DeploymentRecord, call: Decoded) -> None:
    spender = call.args.get("spender")
    if spender is not None and spender != record.addresses[_CATALOG]:
        raise RelayRefused(
            Text(
                "The community pays for an allowance to its own services only, not to {spender}.",
                {"spender": spender},
            ),
            Text("Send this from a wallet of your own."),
        )


def _require_own(member: int, args: Mapping[str, Any]) -> None:
    for name in _ACTING_AS:
        acting = flat(args).get(name)
        if acting not in (None, member):
            facts = {"acting": str(acting), "member": str(member)}
            raise RelayRefused(
                Text("This is an action of member {acting}, not of member {member}.", facts),
                Text("Log in as that member."),
            )


def _not_paid_for() -> RelayRefused:
    return RelayRefused(
        Text("This is nothing that the community pays for."), Text("Send it from a wallet of your own.")
    )
