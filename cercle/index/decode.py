"""From raw logs to rows, a column at a time: what makes the index fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from cercle.index.schema import INDEX_BITS, EventColumn, EventTable, event_tables

Log = dict[str, Any]
Rows = dict[str, list[tuple[Any, ...]]]
_WEIGHTS = 256 ** np.arange(7, -1, -1, dtype=np.uint64)


def position_of(log: Log) -> int:
    """Where a log stands among all logs of the chain."""
    return int(log["blockNumber"], 16) << INDEX_BITS | int(log["logIndex"], 16)


def decode(logs: Sequence[Log], times: Mapping[int, int]) -> Rows:
    """The rows of logs that are in order and without doubles, by table name. ``times``: seconds by block number, for
    logs that do not carry their block's time themselves."""
    tables, by_topic = event_tables(), dict[str, list[Log]]()
    for log in logs:
        if log["topics"]:
            by_topic.setdefault(log["topics"][0], []).append(log)
    return {
        tables[topic].name: _rows(tables[topic], some, times)
        for topic, some in by_topic.items()
        if topic in tables
    }


def _rows(event: EventTable, logs: list[Log], times: Mapping[int, int]) -> list[tuple[Any, ...]]:
    topics = "".join([topic[2:] for log in logs for topic in log["topics"][1:]])
    words = [*_matrix(topics, len(logs), event.topics)]
    data = "".join([log["data"][2:] for log in logs])
    words += _matrix(data, len(logs), len(event.words) - event.topics)
    seconds = [_time(log, times) for log in logs]
    columns = [_column(kind, word) for kind, word in zip(event.words, words, strict=True) if kind is not None]
    positions = [position_of(log) for log in logs]
    return list(zip(positions, seconds, months(seconds), *columns, strict=True))


def _time(log: Log, times: Mapping[int, int]) -> int:
    stamp = log.get("blockTimestamp")
    return int(stamp, 16) if stamp else times[int(log["blockNumber"], 16)]


def months(seconds: Iterable[int]) -> list[int]:
    """The months (yyyymm, UTC) of some moments."""
    since_1970 = np.fromiter(seconds, np.int64).astype("M8[s]").astype("M8[M]").astype(np.int64)
    made: list[int] = ((1970 + since_1970 // 12) * 100 + since_1970 % 12 + 1).tolist()
    return made


def _matrix(digits: str, count: int, words: int) -> Iterable[np.ndarray[Any, np.dtype[np.uint8]]]:
    """The words of all logs, one matrix (logs by 32 bytes) for each word."""
    whole = np.frombuffer(bytes.fromhex(digits), np.uint8).reshape(count, words, 32)
    return (whole[:, word] for word in range(words))


def _column(column: EventColumn, word: np.ndarray[Any, np.dtype[np.uint8]]) -> list[Any]:
    if column.kind == "number":
        return [*_number(word).tolist()]
    if column.kind == "amount":
        high, low = word[:, :16].any(), _number(word)
        if high:
            return [int.from_bytes(one.tobytes(), "big") for one in word]
        upper = _number(word[:, 16:24]).tolist()
        return [top << 64 | bottom for top, bottom in zip(upper, low.tolist(), strict=True)]
    whole = word.tobytes() if column.kind == "word" else word[:, 12:].tobytes()
    width = 32 if column.kind == "word" else 20
    return [whole[start : start + width] for start in range(0, len(whole), width)]


def _number(word: np.ndarray[Any, np.dtype[np.uint8]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    made: np.ndarray[Any, np.dtype[np.uint64]] = word[:, -8:].astype(np.uint64) @ _WEIGHTS
    return made
