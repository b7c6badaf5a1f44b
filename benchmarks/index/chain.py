"""The chain that the index is measured on: real events of the real contracts, built once and kept outside git.

Each contribution is recorded by a validator at quorum one (two events), fifty to a transaction and several
transactions to a block; members are drawn with a skew, so that a few do much, as people do.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ape
import requests

from cercle.contracts import ROOT, container
from cercle.index.schema import CONTRACTS
from tests.contracts.circle import admit, deploy_circle, open_programme
from tests.dashboard.place import free_port

FOLDER = ROOT / ".build" / "bench-index"
MEMBERS = 32_000
BATCH = 100  # contributions a transaction
TRANSACTIONS = 5  # a block: with pauses between them, as on a chain that others use too
BUDGET = 10**24
_SECONDS = 3_600  # between blocks: years of activity, so that there are months to tell apart


@dataclass(frozen=True)
class Chain:
    """A running chain and where the community is on it."""

    url: str
    addresses: dict[str, str]
    process: int


@contextmanager
def chain(contributions: int) -> Iterator[Chain]:
    """A chain with so many contributions, from its saved state if there is one of the contracts as they are."""
    folder = FOLDER / f"{contributions}-{_code()}"
    about, state = folder / "about.json", folder / "state.json"
    if not about.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    new = not about.exists()
    with _anvil(state, folder / "anvil.log") as (url, process):
        if new:
            addresses = _build(url, contributions)
            about.with_suffix(".new").write_text(json.dumps(addresses))
        else:
            addresses = json.loads(about.read_text())
        yield Chain(url, addresses, process)
    if new:
        about.with_suffix(".new").rename(about)


def _code() -> str:
    """What tells the chains of one version of the contracts from another's."""
    runtime = (container(name).contract_type.runtime_bytecode.bytecode for name in CONTRACTS)
    return hashlib.sha256("".join(runtime).encode()).hexdigest()[:12]


@contextmanager
def _anvil(state: Path, log: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    command = [
        "anvil", "--port", str(port), "--accounts", "20", "--gas-limit", "400000000",
        "--block-base-fee-per-gas", "0", "--disable-min-priority-fee", "--timestamp", "1600000000",
        "--silent", "--state", str(state),
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            until = time.monotonic() + 300
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"the chain did not start: {log.read_text()[-500:]}")
                time.sleep(0.1)
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(600)


def _answers(url: str) -> bool:
    try:
        return bool(_ask(url, "eth_chainId"))
    except requests.RequestException:
        return False


def _ask(url: str, method: str, *params: object) -> object:
    question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
    answer = requests.post(url, json=question, timeout=120).json()
    if "error" in answer:
        raise RuntimeError(f"{method}: {answer['error']}")
    return answer["result"]


def _build(url: str, contributions: int) -> dict[str, str]:
    os.environ["APE_FOUNDRY_HOST"] = url
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        accounts = ape.accounts.test_accounts
        circle = deploy_circle(accounts[0], issuance_limit=2**120, cap=2**120)
        (validator,) = admit(circle, accounts[1])
        circle.members.openCohort(2, b"\1" * 32, MEMBERS, 2**32 - 1, sender=accounts[0])
        for programme in (1, 2, 3):
            open_programme(
                circle, programme, rate=10**13 * programme, quorum=1, validators=[validator], budget=BUDGET
            )
        _record(url, circle, str(accounts[1].address), validator, contributions)
        contracts = {
            "MemberRegistry": circle.members,
            "CommunityToken": circle.token,
            "ContributionRegistry": circle.registry,
            "RewardEscrow": circle.escrow,
            "ServiceCatalog": circle.catalog,
            "RewardRounds": circle.rounds,
            "MemberAccountFactory": circle.accounts,
        }
        return {name: str(contract.address) for name, contract in contracts.items()}


def _record(url: str, circle: object, sender: str, validator: int, contributions: int) -> None:
    chance = random.Random(727)
    registry = circle.registry  # type: ignore[attr-defined]
    _ask(url, "evm_setAutomine", False)
    began = time.monotonic()
    for number in range(0, contributions, BATCH):
        programme = chance.choice((1, 1, 1, 2, 2, 3))
        records = [
            (2 + int(MEMBERS * chance.random() ** 3), chance.randrange(25, 800, 25), chance.randbytes(32))
            for _ in range(BATCH)
        ]
        data = registry.record.encode_input(validator, programme, records)
        transaction = {"from": sender, "to": str(registry.address), "data": "0x" + bytes(data).hex()}
        _ask(url, "eth_sendTransaction", transaction | {"gas": hex(30_000_000), "gasPrice": "0x0"})
        if number // BATCH % TRANSACTIONS == TRANSACTIONS - 1:
            _ask(url, "evm_increaseTime", _SECONDS)
            _ask(url, "evm_mine")
            done = number + BATCH
            if done % (BATCH * TRANSACTIONS * 20) == 0:
                print(
                    f"  {done:,} of {contributions:,} contributions, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
    _ask(url, "evm_mine")
    _ask(url, "evm_setAutomine", True)


if __name__ == "__main__":
    import sys

    with chain(int(sys.argv[1])) as made:
        print(made)
