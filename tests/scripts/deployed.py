"""What a deployment left in its home, and copies of a YAML with changes."""

import json
from pathlib import Path
from typing import Any

from tests.anvil import LocalChain

DEPLOYER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
OFFICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
FOUNDERS = 7


def folder(chain: LocalChain) -> Path:
    return chain.home / "polygon-local" / "alumni"


def journal(chain: LocalChain) -> list[dict[str, Any]]:
    """What was signed; a line being written is none yet."""
    path = folder(chain) / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines[1:] if line.endswith(b"\n")]


def record(chain: LocalChain) -> dict[str, Any]:
    return json.loads((folder(chain) / "deployment.json").read_text())


def sent(chain: LocalChain) -> int:
    """How many transactions the deployer sent."""
    return int(chain.rpc("eth_getTransactionCount", DEPLOYER, "latest"), 16)


def height(chain: LocalChain) -> int:
    return int(chain.rpc("eth_blockNumber"), 16)


def comparable(deployment: dict[str, Any]) -> dict[str, Any]:
    """A record without what is random or the chain's: which founder has which number, the first block's hash."""
    return {**deployment, "founders": sorted(deployment["founders"].values()), "genesis": ""}


def edited(yaml: Path, to: Path, *changes: tuple[str, str]) -> Path:
    """A copy of a YAML with changes."""
    text = yaml.read_text()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    to.write_text(text)
    return to
