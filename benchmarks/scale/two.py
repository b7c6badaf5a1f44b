"""Two dashboards on one PostgreSQL index, beside one: ``python -m benchmarks.scale.two``, after ``make bench-scale``.

Both sync the same database while they are visited. Prints pages a second, and the quantiles of a page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import psycopg

from benchmarks.scale.place import SIZES, chain, run
from cercle.contracts import ROOT
from tests.index.postgres.conftest import running_server

SECONDS = 20


def main() -> None:
    size = SIZES[1]
    with chain(size) as environment, running_server() as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE town")
        environment |= {"CERCLE_INDEX_URL": f"{server}/town"}
        run(["benchmarks.scale.fill", size.folder.name, "postgres"], environment)
        for count in (1, 2):
            print(count, visited(count, environment), flush=True)


def visited(count: int, environment: dict[str, str]) -> list[dict[str, float]]:
    """What so many dashboards showed at the same time."""
    command = [sys.executable, "-m", "benchmarks.scale.visit", str(SECONDS)]
    made = [
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _ in range(count)
    ]  # fmt: skip
    for one in made:
        assert one.stdout is not None and one.stdout.readline() == "ready\n", "a dashboard did not start"
    for one in made:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate()[0] for one in made]
    return [json.loads(one.splitlines()[-1]) for one in said]


if __name__ == "__main__":
    main()
