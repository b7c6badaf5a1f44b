"""Wallets that are contracts, passkey accounts among them, say by themselves which signatures they accept (ERC-1271)."""

from __future__ import annotations

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from cercle.documents import ContractSignatureCheck
from cercle.errors import CercleError, NodeUnreachable
from cercle.node import Node

_SELECTOR = keccak(text="isValidSignature(bytes32,bytes)")[:4]
_ACCEPTED = _SELECTOR + bytes(28)  # the magic value is the selector


def accepted_on(node: Node, gas: int | None = None) -> ContractSignatureCheck:
    """Asks a wallet on this chain, which may use ``gas`` at most. The check raises ``NodeUnreachable``; a contract that
    reverts accepts nothing."""

    def check(wallet: str, digest: bytes, signature: bytes) -> bool:
        try:
            asked = _SELECTOR + encode(["bytes32", "bytes"], [digest, signature])
            answer = node.call(wallet, asked, gas=gas)
        except NodeUnreachable:
            raise
        except CercleError:
            return False
        return answer == _ACCEPTED

    return check
