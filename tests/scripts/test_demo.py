"""`ape run demo`: a living community, built once; a smaller one than the real demo, by the same code."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from cercle.contracts import ROOT
from cercle.links import read_code
from tests.anvil import APE, environment, free_port

PEOPLE = ("--people", "24")


@pytest.fixture(scope="module")
def demo_place(tmp_path_factory):
    """A home and a chain's port of the test's own, with the demo built."""
    home, port = tmp_path_factory.mktemp("demo"), free_port()
    built = _run(home, port, "--build-only", *PEOPLE)
    assert built.returncode == 0, built.stderr
    return home, port, built.stdout


def _command(*arguments: str) -> list[str]:
    return [str(APE), "run", "demo", *arguments]


def _run(home: Path, port: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*arguments),
        cwd=ROOT,
        env=environment(home, port),
        capture_output=True,
        text=True,
        timeout=300,
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _suggested(home: Path) -> list[dict[str, object]]:
    (file,) = home.glob("*/alumni/demo.json")
    return json.loads(file.read_text())


def test_demo__says_who_to_log_in_as(demo_place):
    home, _, printed = demo_place
    assert len(_suggested(home)) >= 4
    assert all(str(one["name"]) in printed for one in _suggested(home))


def test_demo__invites_newcomers_who_have_something_to_collect(demo_place):
    home, _, printed = demo_place
    (record,) = home.glob("*/alumni/deployment.json")
    said = " ".join(printed.split())
    codes = [read_code(part.split()[0]) for part in said.split("http://localhost:8501/join?code=")[1:]]
    assert len(codes) == 2 and len({code.member for code in codes}) == 2
    assert said.count("MRC to collect") == 2 and " 0 MRC to collect" not in said
    suggested = {one["member"] for one in _suggested(home)}
    assert not suggested & {code.member for code in codes}
    assert (record.parent / "relay.key").exists()


def test_demo__the_second_time__builds_nothing(demo_place):
    home, port, _ = demo_place
    before = _suggested(home)
    again = _run(home, port, "--build-only", *PEOPLE)
    assert again.returncode == 0 and "Built in" not in again.stdout
    assert _suggested(home) == before


def test_demo__ctrl_c__stops_dashboard_and_chain(demo_place):
    home, port, _ = demo_place
    dashboard = free_port()
    process = subprocess.Popen(
        _command("--port", str(dashboard)),
        cwd=ROOT,
        env=environment(home, port),
        stdout=subprocess.PIPE,
        text=True,
    )
    _wait_until(lambda: _listens(dashboard) and requests.get(f"http://127.0.0.1:{dashboard}", timeout=60).ok)
    assert _listens(port)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert not _listens(dashboard) and not _listens(port)


def test_demo__killed_while_building__is_built_anew(tmp_path):
    port = free_port()
    process = subprocess.Popen(
        _command("--build-only", *PEOPLE),
        cwd=ROOT,
        env=environment(tmp_path, port),
        stdout=subprocess.DEVNULL,
    )
    _wait_until(lambda: list(tmp_path.glob("*/alumni/deployment.json")))
    process.kill()
    process.wait()
    again = _run(tmp_path, port, "--build-only", *PEOPLE)
    assert again.returncode == 0, again.stderr
    assert "Built in" in again.stdout


def test_demo__on_a_chain_that_runs_already__says_what_to_do(tmp_path):
    port = free_port()
    chain = subprocess.Popen(
        [sys.executable, "-m", "cercle.chain"], cwd=ROOT, env=environment(tmp_path, port)
    )
    try:
        _wait_until(lambda: _listens(port))
        refused = _run(tmp_path, port, "--build-only", *PEOPLE)
        assert refused.returncode == 1
        assert "needs a new one whose clock starts a year ago" in refused.stderr
        assert "Traceback" not in refused.stderr
    finally:
        chain.send_signal(signal.SIGINT)
        chain.wait(30)


def _wait_until(happens, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")
