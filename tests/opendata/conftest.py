"""A made-up community to export, and a way to read what was written."""

import csv
import json

import pyarrow.parquet
import pytest

from tests.opendata.crowd import crowd
from tests.statements.conftest import winter, winter_community

# Of this package from here on: imported by a test, they would end with the last test of all.
__all__ = ["winter", "winter_community"]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """300 people, 9,000 contributions, 1,500 orders, and groups that are too small to show."""
    return crowd(tmp_path_factory.mktemp("crowd"), 300, 9_000, 1_500)


def read_csv(folder, table):
    """A table's rows; empty cells are None."""
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]


def read_json(folder, table):
    """A table's rows."""
    return json.loads((folder / f"{table}.json").read_text("utf-8"))


def read_parquet(folder, table):
    """A table's rows."""
    return pyarrow.parquet.read_table(folder / f"{table}.parquet").to_pylist()
