"""The little year on a chain of the tests' own, and its index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection

from cercle.index import Index
from cercle.index.rpc import Rpc
from cercle.measures import Month, Period
from tests.dashboard.place import ROOT, free_port, running

NEW_YEAR = 1_735_689_600  # 2025-01-01, UTC


@pytest.fixture(scope="package")
def year_index(tmp_path_factory) -> Iterator[Index]:
    """The little year's."""
    home, port = tmp_path_factory.mktemp("measures"), free_port()
    url = f"http://127.0.0.1:{port}"
    anvil = ["anvil", "--port", str(port), "--accounts", "20", "--timestamp", str(NEW_YEAR)]
    with running([*anvil, "--block-base-fee-per-gas", "0"], url, home / "anvil.log"):
        lived = subprocess.run(
            [sys.executable, "-m", "tests.measures.little_year"],
            cwd=ROOT, env={**os.environ, "APE_FOUNDRY_HOST": url}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert lived.returncode == 0, lived.stderr
        addresses = json.loads(lived.stdout.splitlines()[-1])
        year_index = Index(Rpc(url), f"sqlite:///{home / 'index.sqlite'}", addresses, 0).sync()
        assert [str(one) for one in year_index.differences()] == []
        yield year_index
        year_index.close()


@pytest.fixture
def db(year_index) -> Iterator[Connection]:
    with year_index.engine.connect() as connection:
        yield connection


@pytest.fixture(scope="package")
def year_token(year_index) -> bytes:
    return bytes.fromhex(year_index.addresses["CommunityToken"][2:])


@pytest.fixture
def half_year() -> Period:
    return Period(Month(2025, 1), Month(2025, 6))
