"""Holds slither's medium and high findings against docs/proof/slither.md: ``make prove-slither``.

Every finding must be accepted there, by detector, function and code, with a reason; and what is accepted must still
be found, so that the page never excuses more than there is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/proof/slither.md"
BUILD = ROOT / ".build/slither"

Finding = tuple[str, str, str]


def found() -> set[Finding]:
    """What slither finds, with a build of its own: it would empty `out` otherwise."""
    BUILD.mkdir(parents=True, exist_ok=True)
    report = BUILD / "findings.json"
    report.unlink(missing_ok=True)
    environment = os.environ | {"FOUNDRY_OUT": str(BUILD / "out"), "FOUNDRY_CACHE_PATH": str(BUILD / "cache")}
    run = subprocess.run(
        [ROOT / ".venv-proof/bin/slither", ".", "--json", report],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if not report.exists() or not json.loads(report.read_text())["success"]:
        sys.exit(f"Slither did not finish:\n{run.stdout}{run.stderr}")
    return {_key(one) for one in json.loads(report.read_text())["results"].get("detectors", [])}


def accepted() -> set[Finding]:
    """The rows of the page: detector, function, code, reason."""
    rows = re.findall(r"^\| ([a-z0-9-]+) \| `(.+?)` \| `(.+?)` \| [^|]+ \|$", PAGE.read_text(), re.MULTILINE)
    return {(detector, function, code) for detector, function, code in rows}


def _key(finding: dict) -> Finding:
    *_, code = finding["elements"]
    function = code if code["type"] == "function" else code["type_specific_fields"]["parent"]
    contract = function["type_specific_fields"]["parent"]
    # Of a refusal, the condition: slither prints the whole error after it.
    text = re.sub(r"^require\(bool,error\)\((.+?),revert .*", r"\1", code["name"])
    return finding["check"], f"{contract['name']}.{function['name']}", text.replace("|", "/")


def main() -> None:
    """Compare, say what differs, and fail if anything does."""
    here, excused = found(), accepted()
    for finding in sorted(here - excused):
        print("new:  ", *finding, sep="  ")
    for finding in sorted(excused - here):
        print("gone: ", *finding, sep="  ")
    if here != excused:
        sys.exit("Slither's findings differ from docs/proof/slither.md: mend the code, or the page.")
    print(f"Slither: no high or medium finding but the {len(here)} explained in docs/proof/slither.md.")


if __name__ == "__main__":
    main()
