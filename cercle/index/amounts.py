"""Amounts of tokens in SQL: exact on both engines, however large.

An amount may have 256 bits and SQLite's integers have 64. PostgreSQL has ``NUMERIC``; on SQLite an amount is decimal
text, and the four functions below, which the derivation uses, are given to each connection. Tallies of units, which
do fit 64 bits, are kept as integers: the hot path adds machine numbers, and multiplies by a programme's rate once.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import BigInteger, Integer, Numeric, Text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

DIGITS = 78  # of 2**256


# A whole number of 64 bits. SQLite takes only an INTEGER primary key for its row's own number; any other has a tree of
# its own beside the table.
Whole = BigInteger().with_variant(Integer, "sqlite")


class Amount(TypeDecorator[int]):
    """A whole number of a token's smallest units."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Numeric(DIGITS, 0) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


class _Sum:
    """SQLite's aggregate ``exact_sum``; of nothing it is NULL, as SQL has it."""

    def __init__(self) -> None:
        self.total: int | None = None

    def step(self, value: str | int | None) -> None:
        if value is not None:
            self.total = (self.total or 0) + int(value)

    def finalize(self) -> str | None:
        return None if self.total is None else str(self.total)


class _Product:
    """SQLite's aggregate ``exact_dot``: the sum of amounts times numbers."""

    def __init__(self) -> None:
        self.total = 0

    def step(self, amount: str | None, number: int | None) -> None:
        if amount is not None and number is not None:
            self.total += int(amount) * number

    def finalize(self) -> str:
        return str(self.total)


def give_functions(connection: sqlite3.Connection) -> None:
    """Exact arithmetic for a SQLite connection."""
    connection.create_aggregate("exact_sum", 1, _Sum)  # type: ignore[arg-type]
    connection.create_aggregate("exact_dot", 2, _Product)  # type: ignore[arg-type]
    connection.create_function("exact_add", 2, lambda a, b: str(int(a) + int(b)), deterministic=True)
    connection.create_function("exact_neg", 1, lambda a: str(-int(a)), deterministic=True)


_POSTGRES = (
    "CREATE OR REPLACE FUNCTION exact_add(numeric, numeric) RETURNS numeric "
    "LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'",
    "CREATE OR REPLACE FUNCTION exact_add_product(numeric, numeric, bigint) RETURNS numeric "
    "LANGUAGE sql IMMUTABLE AS 'SELECT $1 + COALESCE($2 * $3, 0)'",
    "CREATE OR REPLACE FUNCTION exact_neg(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT -$1'",
    "CREATE OR REPLACE AGGREGATE exact_sum(numeric) (sfunc = numeric_add, stype = numeric)",
    "CREATE OR REPLACE AGGREGATE exact_dot(numeric, bigint) "
    "(sfunc = exact_add_product, stype = numeric, initcond = '0')",
)


def create_functions(connection: Connection) -> None:
    """The same functions in a PostgreSQL database, once."""
    for statement in _POSTGRES:
        connection.exec_driver_sql(statement)
