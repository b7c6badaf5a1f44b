"""Columns hold what the ABI says, to the last bit."""

import random

import numpy as np
import pytest
from eth_abi import encode

from cercle.index.decode import blocks_of, decode, positions_of, values
from cercle.index.rpc import Log
from cercle.index.schema import INDEX_BITS, event_tables

KINDS = {one.name: one for one in event_tables().values()}
BLOCK, TIME = 70_000_000, 1_709_251_200  # March 2024 began


def logs_of(kind, words):
    """A log for each row of words."""
    return [
        Log(
            address="0x" + 40 * "1",
            topics=(kind.topic, *("0x" + word.hex() for word in row[: kind.topics])),
            data="0x" + b"".join(row[kind.topics :]).hex(),
            block_number=hex(BLOCK + number),
            block_hash="0x" + 64 * "2",
            log_index=hex(number),
        )
        for number, row in enumerate(words)
    ]


def rows_of(logs, times):
    (columns,) = decode(logs, positions_of(logs, blocks_of(logs)), times).values()
    return list(zip(*map(values, columns), strict=True))


def some(kind, chance):
    """A value and its word."""
    value = {
        "number": lambda: chance.choice([0, 1, 2**56 - 1]),
        "amount": lambda: chance.choice([0, 2**64 - 1, 2**64, 2**128 - 1]),
        "word": lambda: bytes(31) + b"\1" if chance.random() < 0.5 else b"\1" + bytes(31),
        "wallet": lambda: chance.randbytes(19) + b"\0",
    }[kind]()
    return value, encode(["uint256"], [value]) if isinstance(value, int) else value.rjust(32, b"\0")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_any_event__decoded__is_what_was_encoded(name):
    kind, chance = KINDS[name], random.Random(name)
    made = [[some(word.kind if word else "number", chance) for word in kind.words] for _ in range(3)]
    logs = logs_of(kind, [[word for _, word in row] for row in made])
    times = {BLOCK + number: TIME - 1 + number for number in range(3)}
    assert rows_of(logs, times) == [
        (
            (BLOCK + number << INDEX_BITS) + number,
            TIME - 1 + number,
            202402 if number == 0 else 202403,
            *(value for (value, _), word in zip(row, kind.words, strict=True) if word is not None),
        )
        for number, row in enumerate(made)
    ]


@pytest.mark.parametrize("amount", [2**128, 2**255, 2**256 - 1])
def test_an_amount__of_more_than_128_bits__is_exact(amount):
    kind = KINDS["transfer"]
    row = [bytes(32), bytes(32), encode(["uint256"], [amount])]
    found = rows_of(logs_of(kind, [row, row]), {BLOCK: TIME, BLOCK + 1: TIME})
    assert [one[-1] for one in found] == [amount, amount]


def test_data_of_another_size__is_refused():
    kind = KINDS["transfer"]
    (log,) = logs_of(kind, [[bytes(32)] * 3])
    log.data += "00"
    with pytest.raises(ValueError, match="unexpected size"):
        decode([log], np.array([0]), {0: TIME})
