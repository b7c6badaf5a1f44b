"""Fills a size's index, chunk after chunk, each in one transaction: stopped anywhere, it goes on from there.

``python -m benchmarks.scale.fill 1000-10000``, where the town is; a second word tells the notes of another database's.
"""

from __future__ import annotations

import resource
import sys
import time

import ape

from benchmarks.scale.activity import Activity, Rows
from benchmarks.scale.place import Size, note, notes, size_of
from cercle import Community, connect
from cercle.asked import AT_ONCE, read_new_evidence
from cercle.index.fetch import Chunk, Fetcher, header
from cercle.index.store import Store

_SAY_EVERY = 10.0  # seconds


def main() -> None:
    size, to = size_of(sys.argv[1]), f"fill{'-'.join(['', *sys.argv[2:]])}"
    (blocks,) = notes(size, "blocks")
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        community = connect()
        begin(community, int(blocks["first"]) - 1)
        activity = Activity(community, size, int(blocks["first"]), int(blocks["time"]))
        done = (community.index.status().block + 1 - int(blocks["first"])) // activity.blocks
        said = time.monotonic()
        for number in range(done, activity.chunks):
            note(size, to, **append(community, *activity.chunk(number)))
            if time.monotonic() - said > _SAY_EVERY or number == activity.chunks - 1:
                said = time.monotonic()
                print(f"  {(number + 1) / activity.chunks:4.0%} of the activity", flush=True)
        read_evidence(community, size)


def begin(community: Community, before: int) -> None:
    """An empty index reads the town itself from the chain, as far as it goes."""
    index = community.index
    store = Store(index.engine)
    with index.engine.connect() as connection:
        if store.cursor(connection) is not None:
            return
    index._begin()
    for chunks in Fetcher(index.rpc, list(index.addresses.values())).chunks(0, before, before):
        store.append(chunks, before)


def append(community: Community, first: int, last: int, rows: Rows) -> dict[str, float]:
    """Writes a chunk as the index does, with everything that is derived; how many events, in which time."""
    newest = header(community.index.rpc, last)
    assert newest is not None, "the chain has lost its blocks: remove the size's folder"
    wall, processor = time.perf_counter(), time.process_time()
    columns = {name: [list(column) for column in zip(*some, strict=True)] for name, some in rows.items()}
    Store(community.index.engine).append([Chunk(first, last, columns, [newest])], last)
    return {
        "events": sum(map(len, rows.values())),
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read_evidence(community: Community, size: Size) -> None:
    """Has the evidence of what is pending read, as a dashboard does in the background."""
    community.past = community.index
    read, began = 0, time.perf_counter()
    while read_new_evidence(community):
        read += AT_ONCE
    if read:
        note(size, "evidence", read=read, seconds=time.perf_counter() - began)


if __name__ == "__main__":
    main()
