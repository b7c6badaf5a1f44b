"""`ape console` has the community and its nouns at hand, and one sentence where there is none."""

from __future__ import annotations

import os
import subprocess

from tests.anvil import APE
from tests.scripts.place import ALUMNI, ROOT, place_of

ASK = "print(community)\\nprint(members.enrolled)\\nprint(token.symbol)\\nprint(programmes.status(1))"


def console(code: str, **environment: str) -> str:
    done = subprocess.run(
        [str(APE), "console", "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_community_and_nouns_are_at_hand(tmp_path):
    with place_of(ALUMNI.read_text(), tmp_path):
        said = console(ASK)
    assert "<Community alumni on polygon:local>" in said
    assert "\n7\n" in said and "MRC" in said and "Traceback" not in said


def test_without_a_chain__one_sentence_says_how_to_start_it(tmp_path):
    said = console("community", CERCLE_HOME=str(tmp_path), CERCLE_CHAIN_PORT="1")
    assert "is not running. Start it in another terminal: make chain" in said and "Traceback" not in said
