"""What the contracts say, many views in one call: a walk asks some fifty after each step."""

from collections.abc import Iterable
from typing import Any

import ape
from ape.api import AccountAPI
from ape.contracts import ContractContainer
from ape_ethereum.multicall import Call
from ape_ethereum.multicall.constants import MULTICALL3_CODE, MULTICALL3_CONTRACT_TYPE
from ethpm_types import ContractType
from hexbytes import HexBytes

Question = tuple[Any, ...]


def deploy_multicall(deployer: AccountAPI) -> str:
    """Multicall3 on the test chain, which has none; its address."""
    code = HexBytes(MULTICALL3_CODE)
    # PUSH2 length, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN: what follows is the code.
    creation = b"\x61" + len(code).to_bytes(2) + b"\x80\x60\x0a\x5f\x39\x5f\xf3" + code
    contract_type = ContractType.model_validate(
        MULTICALL3_CONTRACT_TYPE | {"deploymentBytecode": {"bytecode": "0x" + creation.hex()}}
    )
    return str(deployer.deploy(ContractContainer(contract_type)).address)


def ask(multicall: str, questions: Iterable[Question]) -> list[Any]:
    """The answers to questions, each a view and its arguments, all at the same moment."""
    call = Call(address=multicall, supported_chains=[ape.chain.chain_id])
    for view, *arguments in questions:
        call.add(view, *arguments, allowFailure=False)
    return list(call())
