#!/usr/bin/env python3
"""The compiler that Gambit asks for a syntax tree: ``SOURCE --output-dir FOLDER`` in front of `tools/solc-v0.8.37`.

Gambit speaks the command line of a native compiler; ours knows the standard JSON only.
"""

import json
import subprocess
import sys
from pathlib import Path

source = next(argument for argument in sys.argv[1:] if argument.endswith(".sol"))
folder = Path(sys.argv[sys.argv.index("--output-dir") + 1])
question = {
    "language": "Solidity",
    "sources": {source: {"content": Path(source).read_text()}},
    "settings": {"stopAfter": "parsing", "outputSelection": {"*": {"": ["ast"]}}},
}
answer = subprocess.run(
    ["tools/solc-v0.8.37", "--standard-json"],
    input=json.dumps(question), capture_output=True, text=True, check=True,
).stdout  # fmt: skip
folder.mkdir(parents=True, exist_ok=True)
tree = json.loads(answer)["sources"][source]["ast"]
(folder / f"{Path(source).name}_json.ast").write_text(json.dumps(tree))
