"""Gas beside what people would use instead: ``make bench-gas`` writes docs/benchmarks/gas.md.

Every figure is a transaction's total in the same run: at Ethereum's prices, at Polygon's, and there with the access
list (named) that is chosen for theirs as for ours, or without where that is less: the Attestation Service's slots
depend on the time of the block, so that no list made beforehand fits. The others are the contracts that their npm
packages hold: the Ethereum Attestation Service with the smallest resolver that credits a reward, Uniswap's Merkle
distributor, and OpenZeppelin's token with its access control.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import ape
from ape.api import AccountAPI
from ape.contracts import ContractContainer, ContractInstance
from eth_abi.abi import encode
from eth_abi.packed import encode_packed
from eth_utils.crypto import keccak
from ethpm_types import ContractType

from benchmarks.npm import PACKAGES, artifact
from cercle.contracts import ROOT
from cercle.merkle import MerkleTree
from tests.gas.access_lists import access_lists
from tests.gas.actions import BATCH, PRICE, evidence
from tests.gas.measure import measure
from tests.gas.polygon_prices import polygon_prices

EAS, DISTRIBUTOR = PACKAGES
ENTRIES = 32_000
NOBODY = "0x" + 40 * "0"
PAGE = ROOT / "docs" / "benchmarks" / "gas.md"

# what is done -> (our action, the other's)
ROWS = {
    "a contribution attested, one": ("attest, below quorum", "EAS: attest, with a resolver"),
    "a contribution attested, each of 50": ("attest, at quorum, each of 50", "EAS: multiAttest, each of 50"),
    "recorded, accepted and credited, each of 50": (
        "record and accept, no cap, each of 50",
        "EAS: multiAttest, each of 50",
    ),
    "collected from a list of 32,000, holder": (
        "round of 32,000: claim, holder",
        "Merkle distributor: claim, holder",
    ),
    "collected from a list of 32,000, new holder": (
        "round of 32,000: claim, new holder",
        "Merkle distributor: claim, new holder",
    ),
    "tokens transferred, holder": ("transfer, members only, holder", "OpenZeppelin ERC-20: transfer, holder"),
    "tokens issued": ("mint", "OpenZeppelin ERC-20 with AccessControl: mint"),
}


@cache
def _container(package: str, path: str) -> ContractContainer:
    found = artifact(package, path)
    content = {"contractName": found.get("contractName", "Other"), "abi": found["abi"]}
    bytecode = found["bytecode"]
    return ContractContainer(
        ContractType.model_validate(
            {
                **content,
                "deploymentBytecode": {"bytecode": bytecode if bytecode[:2] == "0x" else "0x" + bytecode},
            }
        )
    )


def attestations(accounts: list[AccountAPI]) -> Iterator[tuple[str, int]]:
    """The Ethereum Attestation Service: the data of a contribution, a resolver that credits its reward."""
    deployer, validator, _ = accounts
    path = "artifacts/contracts/{0}.sol/{0}.json".format
    schemas = deployer.deploy(_container(EAS, path("SchemaRegistry")))
    service = deployer.deploy(_container(EAS, path("EAS")), schemas)
    resolver = deployer.deploy(ape.project.RewardResolver, service)
    schema = "uint16 programmeId,uint32 units,bytes32 evidence"
    registered = schemas.register(schema, resolver, True, sender=deployer)
    (uid,) = [event.uid for event in registered.events]

    def data(number: int) -> tuple[object, ...]:
        content = encode(["uint16", "uint32", "bytes32"], [1, 200, evidence(number)])
        return (f"0x{0xABCD0000 + number:040x}", 0, True, b"\0" * 32, content, 0)

    service.attest((uid, data(0)), sender=validator)
    receipt = service.attest((uid, data(1)), sender=validator)
    yield "EAS: attest, with a resolver", receipt.gas_used
    many = [data(number) for number in range(2, 2 + BATCH)]
    yield (
        "EAS: multiAttest, each of 50",
        service.multiAttest([(uid, many)], sender=validator).gas_used // BATCH,
    )


def distributor(accounts: list[AccountAPI], token: ContractInstance) -> Iterator[tuple[str, int]]:
    """Uniswap's distributor over 32,000 accounts, the first three claiming."""
    deployer, holder, new = accounts
    listed = [holder.address, new.address, *(f"0x{number:040x}" for number in range(2, ENTRIES))]
    leaves = [
        keccak(encode_packed(["uint256", "address", "uint256"], [index, account, PRICE]))
        for index, account in enumerate(listed)
    ]
    tree = MerkleTree(leaves)
    contract = deployer.deploy(_container(DISTRIBUTOR, "build/MerkleDistributor.json"), token, tree.root)
    token.mint(contract, ENTRIES * PRICE, sender=deployer)
    token.mint(holder, PRICE, sender=deployer)
    names = {2: "first of 256", 0: "holder", 1: "new holder"}
    for index, who in names.items():
        receipt = contract.claim(index, listed[index], PRICE, tree.proof(index), sender=deployer)
        yield f"Merkle distributor: claim, {who}", receipt.gas_used


def others(accounts: list[AccountAPI]) -> dict[str, int]:
    """Everything that is not ours; the chain is put back afterwards."""
    deployer, holder, _ = accounts
    before = ape.chain.snapshot()
    try:
        token = deployer.deploy(ape.project.ControlledToken)
        token.mint(holder, PRICE, sender=deployer)
        token.mint(deployer, PRICE, sender=deployer)
        found = dict([*attestations(accounts), *distributor(accounts, token)])
        issued = token.mint(holder, PRICE, sender=deployer).gas_used
        moved = token.transfer(holder, 1, sender=deployer).gas_used
        return {
            **found,
            "OpenZeppelin ERC-20 with AccessControl: mint": issued,
            "OpenZeppelin ERC-20: transfer, holder": moved,
        }
    finally:
        ape.chain.restore(before)


def render(*measured: dict[str, int]) -> str:
    """The page's table, of what was measured at each of the prices."""
    prices = "*Ethereum* | *Polygon* | *named*"
    lines = ["| | Cercle | | | instead | | | |", "|---|--:|--:|--:|---|--:|--:|--:|"]
    lines.append(f"| *gas at the prices of* | {prices} | | {prices} |")
    for what, (ours, other) in ROWS.items():
        mine, theirs = ([f"{gas[one]:,}" for gas in measured] for one in (ours, other))
        lines.append(f"| {' | '.join([what, *mine, other, *theirs])} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures, and writes the page."""
    ape.logging.logger.set_level("WARNING")
    with ape.networks.parse_network_choice("ethereum:local:test"):
        accounts = list(ape.accounts.test_accounts)
        unused, apart = accounts[11:20], accounts[8:11]
        ethereum = measure(unused) | others(apart)
        with polygon_prices():
            polygon = measure(unused) | others(apart)
            with access_lists():
                listed = measure(unused) | others(apart)
    named = {action: min(gas, listed[action]) for action, gas in polygon.items()}
    table = render(ethereum, polygon, named)
    assert __doc__ is not None
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    said = __doc__.partition("\n\n")[2].strip()
    PAGE.write_text(
        f"# Gas, beside what people would use instead\n\nWritten by `make bench-gas`.\n\n{said}\n\n{table}"
    )
    print(table)


if __name__ == "__main__":
    main()
