"""One table as a file: CSV, Parquet or JSON, written line by line; the same lines always give the same bytes.

Tokens have 18 decimals, more than a float keeps: they are decimal text in CSV and JSON, ``decimal128(38, 18)`` in
Parquet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.parquet as parquet

from cercle.opendata.schema import Column, Kind, Line
from cercle.spreadsheets import write_rows
from cercle.units import DECIMALS

Writer = Callable[[Path, Sequence[Column], Iterable[Line]], None]

_LINES_A_GROUP = 1 << 16
_ARROW: Mapping[Kind, Any] = {
    "integer": arrow.int64(),
    "number": arrow.decimal128(38, DECIMALS),
    "string": arrow.string(),
    "boolean": arrow.bool_(),
    "yearmonth": arrow.string(),
    "datetime": arrow.timestamp("s", "UTC"),
}


def _csv(path: Path, columns: Sequence[Column], lines: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = ([_as_cell(value) for value in line] for line in lines)
        write_rows(file, [column.name for column in columns], rows)


def _as_cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else _as_json(value)


def _json(path: Path, columns: Sequence[Column], lines: Iterable[Line]) -> None:
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n"
        for line in lines:
            row = dict(zip(names, map(_as_json, line), strict=True))
            file.write(before + json.dumps(row, ensure_ascii=False))
            before = ",\n"
        file.write("\n]\n" if before != "[\n" else "[]\n")


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value


def _parquet(path: Path, columns: Sequence[Column], lines: Iterable[Line]) -> None:
    fields = [
        arrow.field(one.name, _ARROW[one.kind], metadata={"description": str(one.means)}) for one in columns
    ]
    schema, rest = arrow.schema(fields), iter(lines)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(rest, _LINES_A_GROUP)):
            values = zip(*some, strict=True)
            arrays = [arrow.array(column, field.type) for column, field in zip(values, fields, strict=True)]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


FORMATS: Mapping[str, Writer] = {"csv": _csv, "parquet": _parquet, "json": _json}
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}
