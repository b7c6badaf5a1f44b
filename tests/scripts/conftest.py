"""Local chains for the commands, put back after every test."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.anvil import LocalChain, local_chain
from tests.scripts.place import ALUMNI, Place, place_of


@pytest.fixture(scope="session")
def running_chain(tmp_path_factory) -> Iterator[LocalChain]:
    with local_chain(tmp_path_factory.mktemp("chain")) as chain:
        yield chain


@pytest.fixture
def chain(running_chain, tmp_path, monkeypatch) -> Iterator[LocalChain]:
    """A chain with nothing on it, and a home of the test's own."""
    yield from _for_one_test(running_chain, tmp_path / "home", monkeypatch)


@pytest.fixture(scope="session")
def living_chain(tmp_path_factory, alumni) -> Iterator[LocalChain]:
    with local_chain(tmp_path_factory.mktemp("living")) as chain:
        done = chain.run("deploy", alumni)
        assert done.returncode == 0 and "build agree" in done.stdout, done.stderr
        yield chain


@pytest.fixture
def living(living_chain, tmp_path, monkeypatch) -> Iterator[LocalChain]:
    """A chain with the example community on it, and a home of the test's own."""
    yield from _for_one_test(living_chain, tmp_path / "living", monkeypatch)


@pytest.fixture(scope="module")
def yaml() -> str:
    """Which community a module's ``deployed`` and ``place`` hold; a module may say another."""
    return ALUMNI.read_text()


@pytest.fixture(scope="module")
def deployed(yaml, tmp_path_factory) -> Iterator[Place]:
    """A community on a chain of the module's own, to which this process is connected."""
    with place_of(yaml, tmp_path_factory.mktemp("deployed")) as found:
        yield found


@pytest.fixture
def place(deployed) -> Iterator[Place]:
    """The same, put back after every test."""
    with deployed.put_back() as found:
        yield found


@pytest.fixture(scope="session")
def alumni() -> Path:
    """The example community's YAML."""
    return ALUMNI


def _for_one_test(chain: LocalChain, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalChain]:
    home.mkdir()
    if (chain.home / "polygon-local").is_dir():
        shutil.copytree(chain.home / "polygon-local", home / "polygon-local")
    # The marker by which a chain is known as ours.
    (home / "chain").symlink_to(chain.home / "chain")
    monkeypatch.setenv("CERCLE_HOME", str(home))
    monkeypatch.setenv("CERCLE_CHAIN_PORT", str(chain.port))
    with chain.put_back():
        yield replace(chain, home=home)
