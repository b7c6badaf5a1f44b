"""Where the dashboard's tests happen: an anvil and a folder of their own, with the village built into them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Place:
    """A chain's address and a home, and the environment that leads a process there."""

    chain: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"APE_FOUNDRY_HOST": self.chain, "CERCLE_HOME": str(self.home)}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, log: Path, **environment: str) -> Iterator[None]:
    """A program of ours, from the moment its URL answers until it has ended."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            until = time.monotonic() + 60
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()}")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2):
            return True
    except URLError as problem:
        return hasattr(problem, "code")  # an HTTP error is an answer
    except OSError:
        return False


@contextmanager
def village_place(home: Path) -> Iterator[Place]:
    """A new chain with the village on it."""
    port = free_port()
    anvil = ["anvil", "--port", str(port), "--accounts", "20", "--block-base-fee-per-gas", "0"]
    place = Place(f"http://127.0.0.1:{port}", home)
    home.mkdir(exist_ok=True)
    begin = str(int(time.time()) - 5 * 86_400)
    with running([*anvil, "--timestamp", begin], place.chain, home / "anvil.log"):
        building = subprocess.run(
            [sys.executable, "-m", "tests.dashboard.village"],
            cwd=ROOT, env={**os.environ, **place.environment}, capture_output=True, text=True,
        )  # fmt: skip
        if building.returncode:
            raise RuntimeError(f"the village was not built:\n{building.stderr}")
        yield place
