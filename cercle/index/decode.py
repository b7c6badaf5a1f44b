"""From logs to rows, a column at a time: what makes the index fast."""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cercle.index.rpc import Log
from cercle.index.schema import INDEX_BITS, EventColumn, EventTable, event_tables

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Column = np.ndarray[Any, Any] | list[int]  # arrays take a fifth of the memory of Python's objects
Columns = dict[str, list[Column]]  # by table name; a column's values stand in the order of the positions
_Words = np.ndarray[Any, Any]


def blocks_of(logs: Sequence[Log]) -> Numbers:
    """The numbers of the logs' blocks."""
    return _repeated([log.block_number for log in logs])


def positions_of(logs: Sequence[Log], blocks: Numbers) -> Numbers:
    """Where each log stands among all logs of the chain."""
    return blocks << INDEX_BITS | np.array([int(log.log_index, 16) for log in logs], np.int64)


def decode(logs: Sequence[Log], positions: Numbers, times: Mapping[int, int]) -> Columns:
    """The columns of logs that are in order and without doubles. ``times``: seconds by block number, for logs that do
    not carry their block's time themselves."""
    tables, by_topic = event_tables(), dict[str, list[int]]()
    for place, log in enumerate(logs):
        if log.topics:
            by_topic.setdefault(log.topics[0], []).append(place)
    seconds = _seconds(logs, positions, times)
    months = _months(seconds)
    return {
        tables[topic].name: [
            *(column[places] for column in (positions, seconds, months)),
            *_arguments(tables[topic], [logs[place] for place in places]),
        ]
        for topic, places in by_topic.items()
        if topic in tables
    }


def _seconds(logs: Sequence[Log], positions: Numbers, times: Mapping[int, int]) -> Numbers:
    told = [log.block_timestamp for log in logs if log.block_timestamp]
    if len(told) == len(logs):
        return _repeated(told)
    blocks = (positions >> INDEX_BITS).tolist()
    return np.array(
        [
            int(log.block_timestamp, 16) if log.block_timestamp else times[block]
            for log, block in zip(logs, blocks, strict=True)
        ],
        np.int64,
    )


def _repeated(texts: list[str]) -> Numbers:
    """Hexadecimal numbers of which most occur many times."""
    known = {text: int(text, 16) for text in set(texts)}
    return np.array([known[text] for text in texts], np.int64)


def _months(seconds: Numbers) -> Numbers:
    """The months (yyyymm, UTC) of some moments."""
    since_1970 = seconds.astype("M8[s]").astype("M8[M]").astype(np.int64)
    made: Numbers = (1970 + since_1970 // 12) * 100 + since_1970 % 12 + 1
    return made


def _arguments(event: EventTable, logs: list[Log]) -> list[Column]:
    size = 32 * (len(event.words) - event.topics)
    topics = _words([topic for log in logs for topic in log.topics], 32).reshape(len(logs), -1, 32)
    data = _words([log.data for log in logs], size).reshape(len(logs), size // 32, 32)
    words = [topics[:, 1 + place] for place in range(event.topics)]
    words += [data[:, place] for place in range(size // 32)]
    return [_column(kind, word) for kind, word in zip(event.words, words, strict=True) if kind is not None]


def _words(texts: list[str], size: int) -> _Words:
    """The bytes of texts that are all ``0x`` and so many hexadecimal bytes. ``ValueError`` if they are not."""
    joined = "".join(texts).encode()
    if len(joined) != len(texts) * (2 + 2 * size):
        raise ValueError("words of unexpected size")
    digits = np.frombuffer(joined, [("0x", "V2"), ("digits", f"V{2 * size}")])["digits"]
    return np.frombuffer(unhexlify(digits.tobytes()), np.uint8)


def _column(column: EventColumn, word: _Words) -> Column:
    if column.kind == "word":
        return _slices(word, 32)
    if column.kind == "wallet":
        return _slices(word[:, 12:], 20)
    quarters = word.view(">u8")
    if column.kind == "number":
        return quarters[:, 3].astype(np.int64)
    if quarters[:, :2].any():
        return [int.from_bytes(one, "big") for one in _slices(word, 32).tolist()]
    low: list[int] = quarters[:, 3].tolist()
    return [top << 64 | bottom for top, bottom in zip(quarters[:, 2].tolist(), low, strict=True)]


def _slices(word: _Words, width: int) -> _Words:
    return np.ascontiguousarray(word).view(f"V{width}")[:, 0]


def values(column: Column) -> list[Any]:
    """A column's values as a database takes them: whole numbers and bytes."""
    return column if isinstance(column, list) else column.tolist()
