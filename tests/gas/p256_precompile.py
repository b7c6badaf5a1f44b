"""The precompile for P-256 (RIP-7212, EIP-7951) on the EVM that eth-tester runs, which has none; Polygon has it."""

from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from eth.abc import ComputationAPI
from eth.vm.forks.prague.computation import PragueComputation

ADDRESS = (0x100).to_bytes(20)
GAS = 6_900


def _verify(computation: ComputationAPI) -> ComputationAPI:
    """Hash, r, s, x, y of 32 bytes each; a one of 32 bytes if they fit together, else nothing."""
    computation.consume_gas(GAS, reason="P256VERIFY")
    data = bytes(computation.msg.data)
    r, s, x, y = (int.from_bytes(data[start : start + 32]) for start in (32, 64, 96, 128))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    try:
        key.verify(encode_dss_signature(r, s), data[:32], ec.ECDSA(Prehashed(SHA256())))
        computation.output = (1).to_bytes(32)
    except InvalidSignature:
        computation.output = b""
    return computation


@contextmanager
def p256_precompile() -> Iterator[None]:
    """Transactions inside find the precompile."""
    without = PragueComputation._precompiles
    PragueComputation._precompiles = {**without, ADDRESS: _verify}
    try:
        yield
    finally:
        PragueComputation._precompiles = without
