"""A real PostgreSQL server of Debian's package, on a free port and in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.anvil import free_port


def programs() -> Path:
    """Where PostgreSQL's programs are: the newest of Debian's, or what PATH knows."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4]))
    found = known[-1] if known else shutil.which("initdb")
    if found is None:
        pytest.fail("PostgreSQL is not installed: run 'apt-get install postgresql' as root.")
    return Path(found).parent


@contextmanager
def running_server() -> Iterator[str]:
    """A server for as long as the block runs; gives its address."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder, port = Path(tempfile.mkdtemp(prefix="cercle-pg-", dir=memory)), free_port()
    user = []
    if os.getuid() == 0:  # the server refuses to be root
        shutil.chown(folder, "postgres", pwd.getpwnam("postgres").pw_gid)
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data, log = folder / "data", folder / "log"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    server = [*user, str(programs() / "pg_ctl"), "-D", str(data), "-l", str(log), "-o", options, "-w"]
    try:
        init = [
            *user,
            str(programs() / "initdb"),
            "-D",
            str(data),
            "-U",
            "cercle",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run(init, check=True, capture_output=True, cwd=folder)
        subprocess.run([*server, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield f"postgresql://cercle@127.0.0.1:{port}"
    finally:
        subprocess.run([*server, "stop", "-m", "immediate"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The server's address."""
    with running_server() as address:
        yield address


@pytest.fixture
def database(postgres) -> str:
    """The address of an empty database."""
    name = f"index_{time.monotonic_ns()}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgres}/{name}"
