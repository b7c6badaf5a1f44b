"""Logs from the node, in ranges that it can bear, checked, some ranges ahead of whoever stores them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hexbytes import HexBytes

from cercle.errors import NodeUnreachable
from cercle.index.decode import Columns, Numbers, blocks_of, decode, positions_of
from cercle.index.rpc import Log, Rpc, TooMuch
from cercle.texts import Text

_FIRST_SPAN = 8  # blocks; doubled while answers are small
_MOST_SPAN = 100_000
_LOGS = 7_000  # wished for in one range: more would only take memory
_AHEAD = 3  # ranges that wait for whoever stores them


@dataclass(frozen=True)
class Header:
    """A block, as far as the index cares."""

    number: int
    hash: bytes
    parent: bytes
    time: int


@dataclass(frozen=True)
class Chunk:
    """The events of some blocks. ``headers`` are those of all its blocks where a reorganisation can still take them
    away, else that of the last."""

    first: int
    last: int
    columns: Columns
    headers: list[Header]


class Forked(Exception):
    """What the node said belongs to two different chains: it changed its mind meanwhile. Ask again."""


def header(rpc: Rpc, block: int | str) -> Header | None:
    """One block's header, by number or tag; None where there is none (yet, or under that tag)."""
    found = rpc.ask("eth_getBlockByNumber", hex(block) if isinstance(block, int) else block, False)
    return _header(found) if found else None


def headers(rpc: Rpc, blocks: Sequence[int]) -> list[Header]:
    """Some blocks' headers. Raises ``Forked`` if one is no longer there."""
    answers = rpc.ask_all([("eth_getBlockByNumber", (hex(one), False)) for one in blocks])
    if not all(answers):
        raise Forked
    return [_header(one) for one in answers]


class Fetcher:
    """Reads the events of some contracts."""

    def __init__(self, rpc: Rpc, addresses: Sequence[str]) -> None:
        self._rpc = rpc
        self._addresses = [one.lower() for one in addresses]
        self._known = set(self._addresses)
        self._span = _FIRST_SPAN
        self._refused = _MOST_SPAN + 1  # the smallest span that was refused

    def chunks(self, first: int, last: int, final: int) -> Iterator[list[Chunk]]:
        """The chunks of a range of blocks, as many at a time as were fetched while the last were worked on. Blocks after
        ``final`` may still change. Raises ``Forked``, ``NodeUnreachable``."""
        ready: queue.Queue[Chunk | BaseException | None] = queue.Queue(_AHEAD)
        stop = threading.Event()

        def put(item: Chunk | BaseException | None) -> None:
            while not stop.is_set():
                try:
                    return ready.put(item, timeout=0.2)
                except queue.Full:
                    continue

        def work() -> None:
            try:
                for chunk in self._one_by_one(first, last, final):
                    put(chunk)
                    if stop.is_set():
                        return
                put(None)
            except BaseException as problem:  # raised again where it is waited for
                put(problem)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            while True:
                items = [ready.get()]
                while not ready.empty():
                    items.append(ready.get())
                if fetched := [one for one in items if isinstance(one, Chunk)]:
                    yield fetched
                if isinstance(items[-1], BaseException):
                    raise items[-1]
                if items[-1] is None:
                    return
                items.clear()
                fetched.clear()  # they are stored
        finally:
            stop.set()
            thread.join()

    def _one_by_one(self, first: int, last: int, final: int) -> Iterator[Chunk]:
        while first <= last:
            edge = final if first <= final else last
            upto = min(first + self._span - 1, edge, last)
            try:
                chunk, found = self._read(first, upto, upto > final)
            except TooMuch as problem:
                self._refused = upto - first + 1
                if self._refused == 1:
                    raise NodeUnreachable(
                        Text("The node cannot give the events of block {block}: {reason}",
                             {"block": first, "reason": problem}),
                        Text("Use another provider."),
                    ) from None  # fmt: skip
                self._span = self._refused // 2
                continue
            yield chunk
            self._adapt(upto - first + 1, found)
            first = upto + 1

    def _read(self, first: int, last: int, provisional: bool) -> tuple[Chunk, int]:
        """A chunk and how many logs it was made of, which are many times its size and end here."""
        logs, positions = self._logs(first, last)
        return self._chunk(first, last, logs, positions, provisional), len(logs)

    def _adapt(self, span: int, found: int) -> None:
        """Towards ``_LOGS`` a range; slowly where the provider has refused about as much."""
        wished = span * 2 if found < _LOGS // 2 else max(1, span * _LOGS // found)
        if wished >= self._refused:
            wished = max(span, min(span + max(1, span // 8), self._refused * 2))
        self._span = max(self._span if found < _LOGS // 2 else 1, min(wished, _MOST_SPAN))

    def _logs(self, first: int, last: int) -> tuple[list[Log], Numbers]:
        """Logs and their positions, in order and without doubles, whatever the provider's order. ``NodeUnreachable``
        for logs that were not asked for, or for two that claim the same place."""
        logs = [log for log in self._rpc.logs(first, last, self._addresses) if not log.removed]
        blocks = blocks_of(logs)
        positions = positions_of(logs, blocks)
        known = {one.lower() for one in {log.address for log in logs}} <= self._known
        if not known or ((blocks < first) | (blocks > last)).any():
            raise _contradiction(first)
        if (np.diff(positions) > 0).all():
            return logs, positions
        found: dict[int, Log] = {}
        for position, log in zip(positions.tolist(), logs, strict=True):
            other = found.setdefault(position, log)
            if (other.topics, other.data) != (log.topics, log.data):
                raise _contradiction(int(log.block_number, 16))
        order = sorted(found)
        return [found[one] for one in order], np.array(order, np.int64)

    def _chunk(self, first: int, last: int, logs: list[Log], positions: Numbers, provisional: bool) -> Chunk:
        blocks = set(zip([log.block_number for log in logs], [log.block_hash for log in logs], strict=True))
        if provisional:
            wanted = list(range(first, last + 1))
        else:
            wanted = sorted({last, *(int(one.block_number, 16) for one in logs if not one.block_timestamp)})
        known = headers(self._rpc, wanted)
        hashes = {one.number: one.hash for one in known}
        if any(
            hashes.get(int(number, 16), bytes.fromhex(hash[2:])) != bytes.fromhex(hash[2:])
            for number, hash in blocks
        ):
            raise Forked
        if provisional and any(one.hash != other.parent for one, other in pairwise(known)):
            raise Forked
        try:
            columns = decode(logs, positions, {one.number: one.time for one in known})
        except ValueError:  # words that are not what the event has
            raise _contradiction(first) from None
        return Chunk(first, last, columns, known if provisional else known[-1:])


def _contradiction(block: int) -> NodeUnreachable:
    return NodeUnreachable(
        Text("The node contradicts itself about block {block}.", {"block": block}),
        Text("Use another provider, then check what is there: ape run index verify"),
    )


def _header(block: dict[str, str]) -> Header:
    return Header(
        int(block["number"], 16),
        bytes(HexBytes(block["hash"])),
        bytes(HexBytes(block["parentHash"])),
        int(block["timestamp"], 16),
    )
