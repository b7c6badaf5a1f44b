"""Logs from the node, in ranges that it can bear, checked, one range ahead of whoever stores them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hexbytes import HexBytes

from cercle.errors import NodeUnreachable
from cercle.index.decode import Log, Rows, decode, position_of
from cercle.index.rpc import Rpc, TooMuch
from cercle.texts import Text

_FIRST_SPAN = 32  # blocks; doubled while answers are small
_MOST_SPAN = 100_000
_LOGS = 4_000  # wished for in one range: more would only take memory


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
    rows: Rows
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
        self._span = _FIRST_SPAN
        self._refused = _MOST_SPAN + 1  # the smallest span that was refused

    def chunks(self, first: int, last: int, final: int) -> Iterator[Chunk]:
        """The chunks of a range of blocks, one being fetched while the last is worked on. Blocks after ``final`` may
        still change. Raises ``Forked``, ``NodeUnreachable``."""
        ready: queue.Queue[Chunk | BaseException | None] = queue.Queue(1)
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
            while (item := ready.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            stop.set()
            thread.join()

    def _one_by_one(self, first: int, last: int, final: int) -> Iterator[Chunk]:
        while first <= last:
            edge = final if first <= final else last
            upto = min(first + self._span - 1, edge, last)
            try:
                logs = self._logs(first, upto)
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
            yield self._chunk(first, upto, logs, upto > final)
            self._adapt(upto - first + 1, len(logs))
            first = upto + 1

    def _adapt(self, span: int, found: int) -> None:
        """Towards ``_LOGS`` a range; slowly where the provider has refused about as much."""
        wished = span * 2 if found < _LOGS // 2 else max(1, span * _LOGS // found)
        if wished >= self._refused:
            wished = max(span, min(span + max(1, span // 8), self._refused * 2))
        self._span = max(self._span if found < _LOGS // 2 else 1, min(wished, _MOST_SPAN))

    def _logs(self, first: int, last: int) -> list[Log]:
        query = {"fromBlock": hex(first), "toBlock": hex(last), "address": self._addresses}
        return self._sorted(self._rpc.ask("eth_getLogs", query), first, last)

    def _sorted(self, logs: list[Log], first: int, last: int) -> list[Log]:
        """In order and without doubles, whatever the provider's order. ``NodeUnreachable`` for logs that were not
        asked for, or for two that claim the same place."""
        found: dict[int, Log] = {}
        known = set(self._addresses)
        for log in logs:
            if log.get("removed"):
                continue
            position = position_of(log)
            other = found.setdefault(position, log)
            asked = first <= int(log["blockNumber"], 16) <= last and log["address"].lower() in known
            if not asked or (
                other is not log and (other["topics"], other["data"]) != (log["topics"], log["data"])
            ):
                raise NodeUnreachable(
                    Text("The node contradicts itself about block {block}.", {"block": log["blockNumber"]}),
                    Text("Use another provider, then check what is there: ape run index verify"),
                )
        order = list(found)
        return (
            logs
            if len(order) == len(logs) and order == sorted(order)
            else [found[one] for one in sorted(order)]
        )

    def _chunk(self, first: int, last: int, logs: list[Log], provisional: bool) -> Chunk:
        blocks = {int(log["blockNumber"], 16): log["blockHash"] for log in logs}
        if provisional:
            wanted = list(range(first, last + 1))
        else:
            wanted = sorted(
                {last, *(int(one["blockNumber"], 16) for one in logs if "blockTimestamp" not in one)}
            )
        known = headers(self._rpc, wanted)
        for one in known:
            if one.number in blocks and one.hash != bytes(HexBytes(blocks[one.number])):
                raise Forked
        if provisional and any(one.hash != other.parent for one, other in pairwise(known)):
            raise Forked
        rows = decode(logs, {one.number: one.time for one in known})
        return Chunk(first, last, rows, known if provisional else known[-1:])


def _header(block: dict[str, str]) -> Header:
    return Header(
        int(block["number"], 16),
        bytes(HexBytes(block["hash"])),
        bytes(HexBytes(block["parentHash"])),
        int(block["timestamp"], 16),
    )
