"""Reading a database so that everything read belongs together, and little is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Connection, Engine

_AT_ONCE = 1000


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at its first question, whatever others write meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")  # which the driver begins only before it writes
        else:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
        connection.rollback()


def streamed(connection: Connection, question: Select[Any]) -> Iterator[Any]:
    """The rows of a question, read as they are wanted."""
    yield from connection.execute(question, execution_options={"yield_per": _AT_ONCE})
