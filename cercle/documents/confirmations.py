"""What a beneficiary signs below a piece of evidence: yes, this happened."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils.address import is_checksum_address
from eth_utils.crypto import keccak
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, field_validator

from cercle.documents.attendances import FIELDS, Attendance
from cercle.documents.canonical import hash_text
from cercle.documents.models import HashText, MemberId

ContractSignatureCheck = Callable[[str, bytes, bytes], bool]
"""(wallet, 32-byte digest, signature) -> whether the wallet, a contract, accepts it (ERC-1271)."""


def confirmation_typed_data(
    chain_id: int, registry_address: str, beneficiary: int, evidence: bytes | str
) -> dict[str, Any]:
    """Returns the EIP-712 message by which a beneficiary (a member id) says: yes, this happened.

    `evidence` is the hash of the evidence document. A wallet signs it by eth_signTypedData_v4.
    """
    fields = (("beneficiary", "uint32"), ("evidence", "bytes32"))
    message = {"beneficiary": beneficiary, "evidence": hash_text(evidence)}
    return _typed_data(chain_id, registry_address, "Confirmation", fields, message)


def attendance_typed_data(
    chain_id: int, registry_address: str, member: int, attendance: Attendance
) -> dict[str, Any]:
    """Returns the EIP-712 message by which a member says that they attended a gathering."""
    return _typed_data(chain_id, registry_address, "Attendance", FIELDS, attendance.message(member))


def _typed_data(
    chain_id: int,
    registry_address: str,
    primary_type: str,
    fields: Sequence[tuple[str, str]],
    message: dict[str, Any],
) -> dict[str, Any]:
    types = {"EIP712Domain": _DOMAIN, primary_type: fields}
    return {
        "types": {
            name: [{"name": field, "type": kind} for field, kind in rows] for name, rows in types.items()
        },
        "primaryType": primary_type,
        "domain": {
            "name": "Cercle confirmations",
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": registry_address,
        },
        "message": message,
    }


_DOMAIN = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
)


def is_signed_by(
    wallet: str,
    typed_data: dict[str, Any],
    signature: bytes,
    contract_check: ContractSignatureCheck | None = None,
) -> bool:
    """Returns whether a wallet signed an EIP-712 message.

    An ordinary signature (ECDSA) is tried first. When it is not one of this wallet, `contract_check`, if
    given, is asked whether the wallet is a contract that accepts it. Nothing is raised for a bad one.
    """
    message = encode_typed_data(full_message=typed_data)
    # Whatever is wrong with a signature that somebody sent (length, curve point, v), it is not theirs.
    with suppress(Exception):
        if Account.recover_message(message, signature=signature) == wallet:
            return True
    if contract_check is None:
        return False
    digest = keccak(b"\x19" + message.version + message.header + message.body)
    return contract_check(wallet, digest, signature)


class Confirmation(BaseModel):
    """A beneficiary's signature below a piece of evidence; `at` is when it was received, and is not signed.

    What was signed is the evidence's hash or, at a gathering, the attendance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    beneficiary: MemberId
    evidence: HashText
    wallet: str
    signature: Annotated[str, StringConstraints(pattern=r"^0x([0-9a-f]{2})+$", max_length=20_002)]
    at: AwareDatetime
    attendance: Attendance | None = None

    @field_validator("wallet")
    @classmethod
    def _wallet_has_a_right_checksum(cls, wallet: str) -> str:
        if not is_checksum_address(wallet):
            raise ValueError(f"{wallet} is not an address with a right checksum (EIP-55)")
        return wallet

    def verify(
        self, chain_id: int, registry_address: str, contract_check: ContractSignatureCheck | None = None
    ) -> bool:
        """Returns whether `wallet` signed this, as `is_signed_by`; the caller checks that it is the beneficiary's."""
        if self.attendance is None:
            typed = confirmation_typed_data(chain_id, registry_address, self.beneficiary, self.evidence)
        else:
            typed = attendance_typed_data(chain_id, registry_address, self.beneficiary, self.attendance)
        return is_signed_by(self.wallet, typed, bytes.fromhex(self.signature[2:]), contract_check)
