"""What members sign: EIP-712 data of every action that has a signature door, as the contracts define it."""

from __future__ import annotations

from typing import Any

Field = tuple[str, str]

DOMAINS = {
    "MemberRegistry": "Cercle members",
    "ContributionRegistry": "Cercle contributions",
    "ServiceCatalog": "Cercle services",
    "MemberAccount": "Cercle account",
    "RewardRounds": "Cercle rounds",
}

_ORDER: tuple[Field, ...] = (
    ("memberId", "uint32"),
    ("orderId", "bytes32"),
    ("serviceId", "uint32"),
    ("price", "uint96"),
    ("deadline", "uint256"),
)

TYPES: dict[str, tuple[Field, ...]] = {
    "Activate": (
        ("memberId", "uint32"),
        ("wallet", "address"),
        ("referrer", "uint32"),
        ("deadline", "uint256"),
    ),
    "Join": (
        ("memberId", "uint32"),
        ("wallet", "address"),
        ("charter", "uint8"),
        ("recoveryKey", "address"),
        ("deadline", "uint256"),
    ),
    "BindWallet": (("memberId", "uint32"), ("wallet", "address"), ("deadline", "uint256")),
    "AcceptCharter": (("memberId", "uint32"), ("version", "uint8"), ("deadline", "uint256")),
    "AutoCollect": (("memberId", "uint32"), ("on", "bool"), ("counter", "uint16"), ("deadline", "uint256")),
    "Rotate": (("memberId", "uint32"), ("wallet", "address"), ("counter", "uint16"), ("deadline", "uint256")),
    "ObjectToRecovery": (
        ("memberId", "uint32"),
        ("newWallet", "address"),
        ("readyAt", "uint40"),
        ("deadline", "uint256"),
    ),
    "RecoverWithKey": (
        ("memberId", "uint32"),
        ("wallet", "address"),
        ("nextRecoveryKey", "address"),
        ("deadline", "uint256"),
    ),
    "Submit": (
        ("memberId", "uint32"),
        ("programmeId", "uint16"),
        ("units", "uint32"),
        ("evidence", "bytes32"),
        ("deadline", "uint256"),
    ),
    "Withdraw": (
        ("memberId", "uint32"),
        ("programmeId", "uint16"),
        ("evidence", "bytes32"),
        ("deadline", "uint256"),
    ),
    "Claim": (("memberId", "uint32"), ("ids", "bytes32[]"), ("deadline", "uint256")),
    "Vote": (("id", "bytes32"), ("units", "uint32")),
    "Attest": (
        ("validatorId", "uint32"),
        ("programmeId", "uint16"),
        ("approve", "bool"),
        ("votes", "Vote[]"),
        ("deadline", "uint256"),
    ),
    "Record": (("memberId", "uint32"), ("units", "uint32"), ("evidence", "bytes32")),
    "Records": (
        ("validatorId", "uint32"),
        ("programmeId", "uint16"),
        ("records", "Record[]"),
        ("deadline", "uint256"),
    ),
    "Challenge": (
        ("validatorId", "uint32"),
        ("id", "bytes32"),
        ("memberId", "uint32"),
        ("programmeId", "uint16"),
        ("units", "uint32"),
        ("reason", "bytes32"),
        ("deadline", "uint256"),
    ),
    "Share": (("roundId", "bytes32"), ("amount", "uint128")),
    "ClaimRounds": (("memberId", "uint32"), ("shares", "Share[]"), ("deadline", "uint256")),
    "AttestRound": (
        ("validatorId", "uint32"),
        ("programmeId", "uint16"),
        ("roundId", "bytes32"),
        ("root", "bytes32"),
        ("total", "uint128"),
        ("deadline", "uint256"),
    ),
    "Redeem": (
        ("memberId", "uint32"),
        ("serviceId", "uint32"),
        ("price", "uint96"),
        ("salt", "bytes32"),
        ("deadline", "uint256"),
    ),
    "Dispute": (*_ORDER[:-1], ("reason", "bytes32"), _ORDER[-1]),
    "Cancel": _ORDER,
    "Confirm": _ORDER,
    "Fulfil": _ORDER,
    "Refuse": _ORDER,
    "Permit": (
        ("owner", "address"),
        ("spender", "address"),
        ("value", "uint256"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    ),
    "Call": (("target", "address"), ("value", "uint256"), ("data", "bytes")),
    "Execute": (("calls", "Call[]"), ("nonce", "uint256"), ("deadline", "uint256")),
}

_DOMAIN: tuple[Field, ...] = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
)
_NESTED = {"Attest": "Vote", "Records": "Record", "Execute": "Call", "ClaimRounds": "Share"}


def typed_data(
    contract: str,
    address: str,
    chain_id: int,
    primary_type: str,
    message: dict[str, Any],
    *,
    domain: str | None = None,
) -> dict[str, Any]:
    """The EIP-712 data of an action, as ``eth_signTypedData_v4`` takes it.

    ``contract`` is a key of ``DOMAINS``, unless ``domain`` says the contract's EIP-712 name; ``message`` has the fields
    of ``TYPES[primary_type]``, bytes32 as bytes.
    """
    used = {"EIP712Domain": _DOMAIN, primary_type: TYPES[primary_type]}
    if nested := _NESTED.get(primary_type):
        used[nested] = TYPES[nested]
    return {
        "types": {
            name: [{"name": field, "type": kind} for field, kind in fields] for name, fields in used.items()
        },
        "domain": {
            "name": domain or DOMAINS[contract],
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": address,
        },
        "primaryType": primary_type,
        "message": message,
    }
