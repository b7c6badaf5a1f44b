"""What `ape run check` holds deployed code against: the build, immutables left out (cercle/bytecode.py)."""

from dataclasses import fields

import ape
import pytest
from ape.contracts import ContractContainer, ContractInstance
from ethpm_types import ContractType

from cercle.bytecode import same_code

from .circle import RECOVERY_COOLDOWN, RECOVERY_DELAY, RECOVERY_WINDOW, ROTATION_DELAY

DELAYS = (ROTATION_DELAY, RECOVERY_DELAY, RECOVERY_WINDOW, RECOVERY_COOLDOWN, 0)
CALLER, ORIGIN = 0x33, 0x32
PUSH1, PUSH32 = 0x60, 0x7F


def built(contract: ContractInstance) -> bytes:
    return bytes(contract.contract_type.get_runtime_bytecode())


def deployed(contract: ContractInstance) -> bytes:
    return bytes(ape.chain.provider.get_code(contract.address))


def first(opcode: int, code: bytes) -> int:
    """Where an instruction stands first, what others push left out."""
    position = 0
    while code[position] != opcode:
        width = code[position] - PUSH1 + 1 if PUSH1 <= code[position] <= PUSH32 else 0
        position += 1 + width
    return position


def changed(code: bytes, position: int, value: int) -> bytes:
    assert code[position] != value
    return code[:position] + bytes([value]) + code[position + 1 :]


def tampered_members() -> ContractContainer:
    """The member registry, but whoever began the transaction passes for its sender."""
    honest = ape.project.MemberRegistry.contract_type
    creation, runtime = honest.get_deployment_bytecode(), bytes(honest.get_runtime_bytecode())
    start = bytes(creation).index(runtime)
    code = changed(bytes(creation), start + first(CALLER, runtime), ORIGIN)
    content = {"contractName": "MemberRegistry", "abi": [one.model_dump(mode="json") for one in honest.abi]}
    return ContractContainer(
        ContractType.model_validate({**content, "deploymentBytecode": {"bytecode": "0x" + code.hex()}})
    )


def test_every_contract_deployed__is_the_one_built(circle):
    contracts = [getattr(circle, field.name) for field in fields(circle)]
    contracts = [one for one in contracts if isinstance(one, ContractInstance)]
    assert len(contracts) == 9
    for contract in contracts:
        assert same_code(built(contract), deployed(contract)), contract


def test_no_contract__passes_for_another(circle):
    assert not same_code(built(circle.members), deployed(circle.token))


def test_tampered_contract__deployed_with_the_same_arguments__is_not_the_one_built(circle, stranger):
    honest = stranger.account.deploy(ape.project.MemberRegistry, circle.manager, DELAYS)
    tampered = stranger.account.deploy(tampered_members(), circle.manager, DELAYS)
    assert same_code(built(circle.members), deployed(honest))
    assert len(deployed(tampered)) == len(deployed(honest))
    assert not same_code(built(circle.members), deployed(tampered))


@pytest.mark.parametrize("opcode", [0x54, 0x55, 0x57, 0xF1, 0xFA])
def test_one_instruction_changed__anywhere__is_seen(circle, opcode):
    code = deployed(circle.catalog)
    assert not same_code(built(circle.catalog), changed(code, first(opcode, code), 0x00))


def test_code_cut_short_or_longer__is_seen(circle):
    code, build = deployed(circle.rounds), built(circle.rounds)
    assert not same_code(build, code[:-60])
    assert not same_code(build, code[:100] + code)
    assert not same_code(build, b"")


def test_immutables_and_the_compilers_note__may_differ(circle):
    build, code = built(circle.escrow), deployed(circle.escrow)
    immutable = first(PUSH32, build) + 1
    while build[immutable : immutable + 32] != bytes(32):
        immutable += 33 + first(PUSH32, build[immutable + 32 :])
    assert same_code(build, changed(code, immutable + 31, code[immutable + 31] ^ 1))
    assert same_code(build, changed(code, len(code) - 20, code[-20] ^ 1))
    assert not same_code(build, changed(code, immutable - 1, PUSH32 - 1))
