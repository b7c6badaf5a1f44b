"""A living community on a local chain: built once, opened in the dashboard every time."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ape
import click

from cercle import chain
from cercle.accounts import account
from cercle.community import Community, connect
from cercle.contracts import ROOT
from cercle.deployment import Deployment
from cercle.errors import CercleError, InputProblem, WrongNetwork
from cercle.home import communities, community_folder, home
from cercle.links import URL_VARIABLE
from cercle.node import Node
from cercle.texts import Text
from scripts._demo_build import build
from scripts._demo_chain import unlocked
from scripts._demo_joining import fill_relay, show_links
from scripts._options import console, tell

SLUG = "alumni"
CONFIG = ROOT / "communities" / f"{SLUG}.yaml"
NETWORK = "polygon:local"
YEAR = timedelta(days=365)


@click.command()
@click.option(
    "--people",
    type=click.IntRange(min=24),
    default=300,
    show_default=True,
    help="How many people the community has.",
)
@click.option("--port", default=8501, show_default=True, help="Where the dashboard opens.")
@click.option("--build-only", is_flag=True, help="Build the community, open nothing.")
@click.option("--anew", is_flag=True, help="Forget the demo that was built before, and its chain.")
def cli(people: int, port: int, build_only: bool, anew: bool) -> None:
    """Build the example community on a local chain, and open its dashboard. Ctrl-C stops everything."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    try:
        if anew:
            home().mkdir(parents=True, exist_ok=True)
            _building().touch()
        with _local_chain(), ape.networks.parse_network_choice(chain.NETWORK):
            if not _accounts_file().exists():
                _build(people)
            community, url = _community(), f"http://localhost:{port}"  # passkeys need localhost, by this name
            fill_relay(community)
            _show(community)
            show_links(community, url)
            if not build_only:
                _dashboard(port, url)
    except CercleError as problem:
        tell(problem)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("\nStopped. `make demo` begins the build anew.")


def _community() -> Community:
    try:
        return connect(SLUG)
    except WrongNetwork as problem:
        step = Text("If Cercle was updated since the demo was built, build it again: ape run demo --anew")
        raise InputProblem(problem.problem, step) from problem


def _accounts_file() -> Path:
    """Written last: the demo is complete when it is there."""
    return community_folder(NETWORK, SLUG).path / "demo.json"


@contextmanager
def _local_chain() -> Iterator[None]:
    """Our local chain, joined if it runs, else started for as long as the demo runs."""
    process = None
    _clear_half_built()
    if not chain.running():
        begins = datetime.now(UTC) - YEAR
        process = chain.start(timestamp=int(begins.timestamp()))
    elif not _accounts_file().exists():
        raise InputProblem(
            Text("The local chain runs already, and the demo needs a new one whose clock starts a year ago."),
            Text(
                "Stop `make chain`, or keep the demo apart: CERCLE_HOME=.cercle-demo CERCLE_CHAIN_PORT=8655 make demo"
            ),
        )
    chain.join()
    try:
        yield
    finally:
        if process is not None:
            console.print("Saving the chain …")
            chain.stop(process)


def _clear_half_built() -> None:
    """What a killed build left is built anew; a chain that holds anything else is left alone."""
    if _building().exists():
        _refuse_if_shared()
        chain.discard()
        shutil.rmtree(community_folder(NETWORK, SLUG).path, ignore_errors=True)
        _building().unlink()
    elif not _accounts_file().exists() and not chain.running() and chain.folder().exists():
        raise InputProblem(
            Text("The local chain in {folder} holds something else.", {"folder": chain.folder()}),
            Text("Keep the demo apart: CERCLE_HOME=.cercle-demo CERCLE_CHAIN_PORT=8655 make demo"),
        )


def _refuse_if_shared() -> None:
    """The demo's chain is discarded only where it holds nothing else."""
    others = [slug for slug in communities(NETWORK) if slug != SLUG]
    if others:
        _building().unlink()
        raise InputProblem(
            Text("The local chain holds another community too: {others}.", {"others": ", ".join(others)}),
            Text("Keep the demo apart: CERCLE_HOME=.cercle-demo CERCLE_CHAIN_PORT=8655 make demo"),
        )


def _building() -> Path:
    """There while the demo is being built."""
    return home() / "demo-is-being-built"


def _build(people: int) -> None:
    started = time.monotonic()
    _building().touch()
    node = Node()
    operator = account(node, "TEST::0")
    with console.status("Deploying the contracts …") as status:
        Deployment(node, CONFIG, operator).apply(lambda step: status.update(f"{step.sentence}"))
        with unlocked(node):
            suggested = build(
                connect(SLUG),
                people,
                random.Random(2026),
                lambda text: status.update(f"A year goes by: {text} …"),
            )
    _accounts_file().write_text(
        json.dumps([asdict(one) for one in suggested], ensure_ascii=False, indent=1) + "\n"
    )
    _building().unlink()
    console.print(f"Built in {time.monotonic() - started:.0f} s.")


def _show(community: Community) -> None:
    history = community.history.refresh()
    console.print(
        f"{len(history.members)} members have joined, {community.members.enrolled - len(history.members)} have not yet; "
        f"{len(history.contributions)} contributions, {len(history.orders)} orders; "
        f"{community.token.supply:,.0f} {community.token.symbol} exist."
    )
    console.print("Log in as:")
    for one in json.loads(_accounts_file().read_text()):
        console.print(f"  {one['name']:<28} {one['role']['en']}", highlight=False)


def _dashboard(port: int, url: str) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise InputProblem(
                Text("Another program holds port {port}.", {"port": str(port)}),
                Text("Choose another one: ape run demo --port {other}", {"other": str(port + 1)}),
            )
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app" / "server.py")]
    command += [
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
    ]
    with (_accounts_file().parent / "dashboard.log").open("wb") as log:
        process = subprocess.Popen(
            command, env={**os.environ, "CERCLE_COMMUNITY": SLUG, URL_VARIABLE: url}, stdout=log, stderr=log
        )
    try:
        console.print(f"The dashboard: {url} (Ctrl-C stops it)")
        time.sleep(1)
        webbrowser.open(url)
        process.wait()
    except (KeyboardInterrupt, SystemExit):  # Ape turns Ctrl-C into an exit
        console.print("\nStopped. `make demo` goes on where you left.")
    finally:
        process.terminate()
        process.wait()
