"""How the index is asked: in pages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.engine import Engine, Row

PAGE = 50
Ask = Callable[[Select[Any]], Sequence[Row[Any]]]


class Asking(ABC):
    """What asks a database questions."""

    @property
    @abstractmethod
    def engine(self) -> Engine:
        """The database, its tables made."""

    @contextmanager
    def _one_state(self) -> Iterator[Ask]:
        """Answers several questions from one state of the index, whatever is synced meanwhile."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")  # Python's driver does so for changes only
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield lambda question: connection.execute(question).all()

    def _rows(self, question: Select[Any]) -> Sequence[Row[Any]]:
        with self._one_state() as ask:
            return ask(question)


def beyond(
    table: Table, *, after: bytes | None = None, before: bytes | None = None
) -> list[ColumnElement[bool]]:
    """The conditions that leave what is newer, or older, than the row with an id."""
    position, wanted = table.c.position, []
    if after is not None:
        wanted.append(position > _position(table, after))
    if before is not None:
        wanted.append(position < _position(table, before))
    return wanted


def _position(table: Table, id: bytes) -> Any:
    known = table.alias()
    return select(known.c.position).where(known.c.id == id).scalar_subquery()
