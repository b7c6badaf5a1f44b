"""Takes the addresses of sponsors out of package-lock.json: a lock file names packages and hashes, and no host."""

import json
from pathlib import Path

LOCK = Path(__file__).parent.parent / "package-lock.json"

lock = json.loads(LOCK.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
LOCK.write_text(json.dumps(lock, indent=2) + "\n")
