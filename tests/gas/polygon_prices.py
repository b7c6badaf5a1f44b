"""Polygon PoS's storage prices (PIP-88) on the EVM that eth-tester runs, which charges Ethereum's."""

from collections.abc import Iterator
from contextlib import contextmanager

from eth.abc import ComputationAPI
from eth.vm import mnemonics, opcode_values
from eth.vm.forks.berlin.constants import WARM_STORAGE_READ_COST
from eth.vm.forks.byzantium.opcodes import ensure_no_static
from eth.vm.forks.istanbul.storage import sstore_eip2200_generic
from eth.vm.forks.london.storage import GAS_SCHEDULE_EIP3529
from eth.vm.forks.prague.computation import PragueComputation
from eth.vm.opcode import as_opcode

COLD_SLOAD = 5460
COLD_SSTORE = 2940
# As EIP-2929 and EIP-3529 derive them from the cold price.
_RESET = 5000 - COLD_SSTORE
_CLEAR_REFUND = _RESET + 1900
_SCHEDULE = GAS_SCHEDULE_EIP3529._replace(sstore_reset_gas=_RESET, sstore_clears_schedule=_CLEAR_REFUND)


def _warm(computation: ComputationAPI, slot: int) -> bool:
    """Marks a slot of the running contract as warm; True if it was cold in this transaction until now."""
    address = computation.msg.storage_address
    cold = not computation.state.is_storage_warm(address, slot)
    if cold:
        computation.state.mark_storage_warm(address, slot)
    return cold


def _sload(computation: ComputationAPI) -> None:
    slot = computation.stack_pop1_int()
    price = COLD_SLOAD if _warm(computation, slot) else WARM_STORAGE_READ_COST
    computation.consume_gas(price, reason="SLOAD")
    address = computation.msg.storage_address
    computation.stack_push_int(computation.state.get_storage(address=address, slot=slot))


def _sstore(computation: ComputationAPI) -> None:
    slot = sstore_eip2200_generic(_SCHEDULE, computation)
    if _warm(computation, slot):
        computation.consume_gas(COLD_SSTORE, reason="cold SSTORE")


@contextmanager
def polygon_prices() -> Iterator[None]:
    """Transactions inside pay Polygon's storage prices."""
    ethereum = PragueComputation.opcodes
    PragueComputation.opcodes = ethereum | {
        opcode_values.SLOAD: as_opcode(gas_cost=0, logic_fn=_sload, mnemonic=mnemonics.SLOAD),
        opcode_values.SSTORE: as_opcode(
            gas_cost=0, logic_fn=ensure_no_static(_sstore), mnemonic=mnemonics.SSTORE
        ),
    }
    try:
        yield
    finally:
        PragueComputation.opcodes = ethereum
