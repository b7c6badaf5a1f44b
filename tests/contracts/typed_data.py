"""What members sign: every EIP-712 type of the contracts, written out a second time, and how a test signs one.

The table is independent of the contracts and of the package: a type that drifts makes signatures invalid.
"""

from typing import Any

from ape.api import AccountAPI
from ape.contracts import ContractInstance
from eth_account.messages import SignableMessage, encode_typed_data

TYPES: dict[str, str] = {
    # members
    "Activate": "uint32 memberId,address wallet,uint32 referrer,uint256 deadline",
    "Join": "uint32 memberId,address wallet,uint8 charter,address recoveryKey,uint256 deadline",
    "BindWallet": "uint32 memberId,address wallet,uint256 deadline",
    "AcceptCharter": "uint32 memberId,uint8 version,uint256 deadline",
    "AutoCollect": "uint32 memberId,bool on,uint16 counter,uint256 deadline",
    "Rotate": "uint32 memberId,address wallet,uint16 counter,uint256 deadline",
    "ObjectToRecovery": "uint32 memberId,address newWallet,uint40 readyAt,uint256 deadline",
    "RecoverWithKey": "uint32 memberId,address wallet,address nextRecoveryKey,uint256 deadline",
    # contributions
    "Submit": "uint32 memberId,uint16 programmeId,uint32 units,bytes32 evidence,uint256 deadline",
    "Withdraw": "uint32 memberId,uint16 programmeId,bytes32 evidence,uint256 deadline",
    "Claim": "uint32 memberId,bytes32[] ids,uint256 deadline",
    "Vote": "bytes32 id,uint32 units",
    "Attest": "uint32 validatorId,uint16 programmeId,bool approve,Vote[] votes,uint256 deadline",
    "Record": "uint32 memberId,uint32 units,bytes32 evidence",
    "Records": "uint32 validatorId,uint16 programmeId,Record[] records,uint256 deadline",
    "Challenge": (
        "uint32 validatorId,bytes32 id,uint32 memberId,uint16 programmeId,uint32 units,"
        "bytes32 reason,uint256 deadline"
    ),
    # services
    "Redeem": "uint32 memberId,uint32 serviceId,uint96 price,bytes32 salt,uint256 deadline",
    "Cancel": "uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline",
    "Confirm": "uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline",
    "Dispute": (
        "uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,bytes32 reason,uint256 deadline"
    ),
    "Fulfil": "uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline",
    "Refuse": "uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline",
    # accounts
    "Call": "address target,uint256 value,bytes data",
    "Execute": "Call[] calls,uint256 nonce,uint256 deadline",
    # rounds
    "Share": "bytes32 roundId,uint128 amount",
    "ClaimRounds": "uint32 memberId,Share[] shares,uint256 deadline",
    "AttestRound": (
        "uint32 validatorId,uint16 programmeId,bytes32 roundId,bytes32 root,uint128 total,uint256 deadline"
    ),
    # token
    "Permit": "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline",
}


def _fields(type_name: str) -> list[dict[str, str]]:
    return [
        dict(zip(("type", "name"), field.split(" "), strict=True)) for field in TYPES[type_name].split(",")
    ]


def _types(primary_type: str) -> dict[str, list[dict[str, str]]]:
    """The primary type and those its fields are made of."""
    found = {primary_type: _fields(primary_type)}
    for field in found[primary_type]:
        nested = field["type"].removesuffix("[]")
        if nested in TYPES:
            found |= _types(nested)
    return found


def domain_of(contract: ContractInstance) -> dict[str, Any]:
    """The contract's own EIP-712 domain (ERC-5267)."""
    domain = contract.eip712Domain()
    return {
        "name": domain.name,
        "version": domain.version,
        "chainId": domain.chainId,
        "verifyingContract": domain.verifyingContract,
    }


def typed_message(domain: dict[str, Any], primary_type: str, message: dict[str, Any]) -> SignableMessage:
    return encode_typed_data(domain, _types(primary_type), message)


def full_message(
    contract: ContractInstance, primary_type: str, message: dict[str, Any], **domain_changes: Any
) -> dict[str, Any]:
    """What is signed, whole, as a passkey's challenge is made of it."""
    return {
        "types": _types(primary_type),
        "domain": domain_of(contract) | domain_changes,
        "primaryType": primary_type,
        "message": message,
    }


def sign(
    account: AccountAPI,
    contract: ContractInstance,
    primary_type: str,
    message: dict[str, Any],
    **domain_changes: Any,
) -> bytes:
    """The account's 65-byte signature; `domain_changes` (chainId=…) make one for another place."""
    domain = domain_of(contract) | domain_changes
    signature = account.sign_message(typed_message(domain, primary_type, message))
    assert signature is not None
    return signature.encode_rsv()
