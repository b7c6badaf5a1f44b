"""The receipt of an erasure: what was destroyed, what stays and why, signed so that nobody can change it later.

Format: canonical JSON ``{receipt, hash, signer, signature}``. ``hash`` is the keccak256 of the canonical JSON of
``receipt``; ``signature`` is EIP-712 over the member's number and that hash by an account of the community's office.
It names the person by number only, and of what was destroyed the documents' hashes, which are on the chain anyway.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from eth_utils.crypto import keccak
from pydantic import BaseModel, ConfigDict, ValidationError

from cercle.documents import Bilingual, ContractSignatureCheck, HashText, canonical_json, is_signed_by
from cercle.errors import InputProblem
from cercle.texts import Text


class Destroyed(BaseModel):
    """How much a place held and holds no longer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    held: Bilingual
    count: int
    documents: tuple[HashText, ...] = ()


class Stays(BaseModel):
    """What a place still holds, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    what: Bilingual


class ErasureReceipt(BaseModel):
    """What is signed. ``asked_at`` is empty where the member asked elsewhere, in a letter say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["erasure receipt"] = "erasure receipt"
    community: str
    chain_id: int
    registry: str
    member: int
    asked_at: str | None
    erased_at: str
    destroyed: tuple[Destroyed, ...]
    stays: tuple[Stays, ...]

    @property
    def hash(self) -> str:
        """The keccak256 of its canonical JSON."""
        return "0x" + keccak(canonical_json(self.model_dump(mode="json"))).hex()

    def typed_data(self) -> dict[str, Any]:
        """What the office signs (EIP-712)."""
        domain = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
        fields = {"memberId": "uint32", "receipt": "bytes32"}
        return {
            "types": {
                name: [{"name": field, "type": kind} for field, kind in types.items()]
                for name, types in {"EIP712Domain": domain, "ErasureReceipt": fields}.items()
            },
            "primaryType": "ErasureReceipt",
            "domain": {
                "name": "Cercle erasure receipts",
                "version": "1",
                "chainId": self.chain_id,
                "verifyingContract": self.registry,
            },
            "message": {"memberId": self.member, "receipt": bytes.fromhex(self.hash[2:])},
        }


@dataclass(frozen=True)
class SignedReceipt:
    """A receipt with its signature, as it lies in a file."""

    receipt: ErasureReceipt
    signer: str
    signature: bytes

    def to_json(self) -> bytes:
        """The file's content."""
        return canonical_json(
            {
                "receipt": self.receipt.model_dump(mode="json"),
                "hash": self.receipt.hash,
                "signer": self.signer,
                "signature": "0x" + self.signature.hex(),
            }
        )


def read_receipt(content: bytes, contract_check: ContractSignatureCheck | None = None) -> SignedReceipt:
    """A receipt from its file, its hash and signature checked; whose account signed is for the caller to judge.

    Raises ``InputProblem`` for what is no receipt, was changed, or was signed by nobody it names.
    """
    try:
        file = json.loads(content)
        receipt = ErasureReceipt.model_validate(file["receipt"])
        found = SignedReceipt(receipt, str(file["signer"]), bytes.fromhex(str(file["signature"])[2:]))
        written = file["hash"]
    except (ValueError, ValidationError, KeyError, TypeError):
        raise InputProblem(
            Text("This is no receipt of an erasure."), Text("Name the .json file that was handed out.")
        ) from None
    if written != receipt.hash or not is_signed_by(
        found.signer, receipt.typed_data(), found.signature, contract_check
    ):
        raise InputProblem(
            Text("This receipt was changed after it was signed."),
            Text("Ask for the file that was handed out; the office keeps a copy."),
        )
    return found


def receipt_text(signed: SignedReceipt, language: str) -> str:
    """The same to read."""
    receipt = signed.receipt
    facts = {"community": receipt.community, "member": receipt.member, "date": receipt.erased_at[:10]}
    lines = [Text("Receipt: erasure of member {member} of {community} on {date}", facts).in_(language), ""]
    if receipt.asked_at:
        lines += [Text("Asked for on {date}.", {"date": receipt.asked_at[:10]}).in_(language), ""]
    lines.append(Text("Destroyed").in_(language))
    for one in receipt.destroyed:
        lines.append(f"  {one.count} × {getattr(one.held, language)}")
        lines += [f"      {document}" for document in one.documents]
    lines += ["", Text("What stays, and why").in_(language)]
    for what in dict.fromkeys(getattr(one.what, language) for one in receipt.stays):
        lines.append(f"  - {what}")
    lines += ["", f"{Text('Reference').in_(language)}: {receipt.hash}"]
    lines.append(f"{Text('Signed by').in_(language)}: {signed.signer}")
    return "\n".join(lines) + "\n"
