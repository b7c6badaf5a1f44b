"""The signature doors: which signatures each function of the contracts takes, from whom, and what they sign.

The one place that knows it: actions are built with it, and whoever sends what others have signed rebuilds it here.
What is signed are the function's own arguments, by their names in ``typed_data.TYPES``, and what ``_SHOWN`` adds, so
that a person reads the price of an order and not a bare id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ape.contracts import ContractInstance

from cercle.typed_data import DOMAINS, TYPES

MEMBER = "the member's wallet"
RECOVERY_KEY = "the member's recovery key"
ITSELF = "the contract that is called"  # a passkey account


@dataclass(frozen=True)
class Consent:
    """A signature that a function takes: over what, by whom (``MEMBER``, ``RECOVERY_KEY``, ``ITSELF``, or the argument
    that holds the address), and the argument in which it comes."""

    primary_type: str
    by: str = MEMBER
    argument: str = "signature"


SIGNED: Mapping[tuple[str, str], tuple[Consent, ...]] = {
    ("MemberRegistry", "activate"): (
        Consent("Activate", "inviteKey", "inviteSignature"),
        Consent("Join", "wallet", "walletSignature"),
    ),
    ("MemberRegistry", "acceptCharterBySig"): (Consent("AcceptCharter"),),
    ("MemberRegistry", "setAutoCollectBySig"): (Consent("AutoCollect"),),
    ("MemberRegistry", "startRotationBySig"): (
        Consent("Rotate"),
        Consent("BindWallet", "wallet", "walletSignature"),
    ),
    ("MemberRegistry", "objectToRecoveryBySig"): (Consent("ObjectToRecovery"),),
    ("MemberRegistry", "recoverWithKey"): (
        Consent("RecoverWithKey", RECOVERY_KEY, "keySignature"),
        Consent("BindWallet", "wallet", "walletSignature"),
    ),
    ("ContributionRegistry", "submitBySig"): (Consent("Submit"),),
    ("ContributionRegistry", "withdrawBySig"): (Consent("Withdraw"),),
    ("ContributionRegistry", "claimBySig"): (Consent("Claim"),),
    ("ContributionRegistry", "attestBySig"): (Consent("Attest"),),
    ("ContributionRegistry", "recordBySig"): (Consent("Records"),),
    ("ContributionRegistry", "challengeBySig"): (Consent("Challenge"),),
    ("ServiceCatalog", "redeemBySig"): (Consent("Redeem"),),
    ("ServiceCatalog", "cancelBySig"): (Consent("Cancel"),),
    ("ServiceCatalog", "confirmBySig"): (Consent("Confirm"),),
    ("ServiceCatalog", "disputeBySig"): (Consent("Dispute"),),
    ("ServiceCatalog", "fulfilBySig"): (Consent("Fulfil"),),
    ("ServiceCatalog", "refuseBySig"): (Consent("Refuse"),),
    ("RewardRounds", "attestBySig"): (Consent("AttestRound"),),
    ("RewardRounds", "claimBySig"): (Consent("ClaimRounds"),),
    ("CommunityToken", "permit"): (Consent("Permit", "owner"),),
    ("MemberAccount", "execute"): (Consent("Execute", ITSELF),),
}


def message(contract: ContractInstance, primary_type: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """What is signed, from a function's arguments by name; without the deadline unless it is among them."""
    values = {**args, **_shown(contract, primary_type, args)}
    return {field: values[field] for field, _ in TYPES[primary_type] if field in values}


def domain_name(contract: ContractInstance, contract_name: str) -> str:
    """The EIP-712 name of a contract; a community's token has the name the community gave it."""
    return DOMAINS.get(contract_name) or str(contract.name())


def _shown(contract: ContractInstance, primary_type: str, args: Mapping[str, Any]) -> dict[str, Any]:
    look_up = _SHOWN.get(primary_type)
    return look_up(contract, args) if look_up else {}


def _of_contribution(registry: ContractInstance, args: Mapping[str, Any]) -> dict[str, Any]:
    known = registry.contributionInfo(args["id"])
    return {"memberId": known.memberId, "programmeId": known.programmeId, "units": known.units}


def _of_order(catalog: ContractInstance, args: Mapping[str, Any]) -> dict[str, Any]:
    known = catalog.orderInfo(args["orderId"])
    return {"serviceId": known.serviceId, "price": known.price}


def _of_recovery(members: ContractInstance, args: Mapping[str, Any]) -> dict[str, Any]:
    change = members.walletChange(args["memberId"])
    return {"newWallet": str(change.wallet), "readyAt": change.readyAt}


def _of_permit(token: ContractInstance, args: Mapping[str, Any]) -> dict[str, Any]:
    return {"nonce": token.nonces(args["owner"])}


def _of_round(rounds: ContractInstance, args: Mapping[str, Any]) -> dict[str, Any]:
    terms = args["terms"]
    of = {"programmeId": terms["programmeId"], "root": terms["root"], "total": terms["total"]}
    return {**of, "roundId": rounds.roundId(tuple(terms.values()))}


def _of_entries(rounds: ContractInstance, args: Mapping[str, Any]) -> dict[str, Any]:
    def share(entry: Mapping[str, Any]) -> dict[str, Any]:
        return {"roundId": rounds.roundId(tuple(entry["terms"].values())), "amount": entry["amount"]}

    return {"shares": [share(entry) for entry in args["entries"]]}


_SHOWN: Mapping[str, Callable[[ContractInstance, Mapping[str, Any]], dict[str, Any]]] = {
    "Challenge": _of_contribution,
    "Cancel": _of_order,
    "Confirm": _of_order,
    "Dispute": _of_order,
    "Fulfil": _of_order,
    "Refuse": _of_order,
    "ObjectToRecovery": _of_recovery,
    "Permit": _of_permit,
    "AttestRound": _of_round,
    "ClaimRounds": _of_entries,
}
