"""What every SQL file of a community shares."""

from __future__ import annotations

from sqlalchemy import Engine, MetaData
from sqlalchemy.schema import CreateIndex, CreateTable


def create_tables(engine: Engine, metadata: MetaData) -> None:
    """Makes the tables that are missing. Several threads and processes may do so at once, which ``create_all`` does
    not bear."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                connection.execute(CreateIndex(index, if_not_exists=True))
