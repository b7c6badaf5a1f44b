"""Takes the addresses of sponsors out of the npm lock files: they name packages and hashes, and no host."""

import json
from pathlib import Path

ROOT = Path(__file__).parent.parent

for path in (ROOT / "package-lock.json", ROOT / "benchmarks" / "index" / "ponder" / "package-lock.json"):
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")
