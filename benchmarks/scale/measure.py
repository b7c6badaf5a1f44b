"""Measures a size: every question, every page, a thousand balances. ``python -m benchmarks.scale.measure 1000-10000``.

Pages are run by Streamlit's own ``AppTest``, in this process, without a browser: a script's whole run, in its thread.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import ape
import numpy as np
from streamlit.testing.v1 import AppTest

from benchmarks.scale.balances import thousand_balances
from benchmarks.scale.pages import open_page, run
from benchmarks.scale.place import note, size_of
from cercle import Community, connect
from cercle.asked import read_new_evidence
from cercle.index.queries_services import UNDER_WAY
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, PAUL, VERA

QUESTIONS, RUNS = 100, 25
Times = tuple[float, float]
PAGES = (
    ("home", ALICE, ""), ("home", BOB, ""), ("home", VERA, ""), ("home", NADIA, ""), ("home", PAUL, ""),
    ("contribute", ALICE, "contribute"), ("review", VERA, "review"), ("services", BOB, "services"),
    ("catalogue", VERA, "services"), ("services", PAUL, "services"), ("account", BOB, "account"), ("gatherings", VERA, "event"),
    ("record", ALICE, "record"), ("record", BOB, "record"),
)  # fmt: skip
NAMES = {
    ALICE: "who contributed most",
    BOB: "an ordinary member",
    VERA: "a validator",
    NADIA: "a beneficiary",
    PAUL: "a provider",
}


def main() -> None:
    size = size_of(sys.argv[1])
    (size.folder / "figures.jsonl").unlink(missing_ok=True)
    with ape.networks.parse_network_choice("polygon:local:foundry"):
        community = connect()
        for name, ask in questions(community):
            note(size, "figures", what="question", name=name, **quantiles(timed(ask), QUESTIONS))
        note(size, "figures", what="balances", **quantiles(timed(thousand_balances(community)), QUESTIONS))
        look = quantiles(timed(partial(look_at_the_chain, community)), RUNS)
        note(size, "figures", what="question", name="a look at the chain, with nothing new", **look)
        empty = AppTest.from_string("import streamlit as st\nst.title('Nothing')")
        note(
            size,
            "figures",
            what="page",
            name="nothing but a title, for comparison",
            **quantiles(partial(run, empty), RUNS),
        )
        for name, member, view in PAGES:
            app = open_page(member, view)
            figures = quantiles(partial(run, app), RUNS)
            note(
                size,
                "figures",
                what="page",
                name=f"{name}, {NAMES[member]}",
                elements=len(list(app.main)),
                **figures,
            )
            print(f"  {name}, {NAMES[member]}: {figures['cpu95']:.0f} ms", flush=True)
        database = community.record.folder / "index.sqlite"
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        note(size, "figures", what="whole", bytes=database.stat().st_size, memory=memory)


def questions(community: Community) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every question of the dashboard, asked for the person for whom there is most to answer."""
    index, now = community.index, community.node.time()
    wait: timedelta = community.rewards.resolution_period
    yield "programmes", index.programmes
    yield "services", index.services
    yield "member", lambda: index.member(BOB)
    yield "my contributions, a page", lambda: index.contributions_of(ALICE)
    yield "what changed of mine", lambda: (index.changed_of(ALICE, 8), index.orders_changed_of(ALICE, 8))
    yield "what I can collect", lambda: index.collectable(ALICE, now, wait)
    yield "what I can collect, summed up", lambda: index.rewards_of(ALICE, now, wait)
    yield "what comes", lambda: index.coming(ALICE, now, wait, 5)
    yield "what I am asked to confirm", lambda: index.asked_of(NADIA)
    yield "what waits for a validator, counted", lambda: index.reviews(VERA)
    yield "what waits for a validator, ten", lambda: index.to_review(VERA, MENTORING, 10)
    yield "what can be challenged", lambda: index.challengeable(VERA, MENTORING, now, 10)
    yield "my orders, a page", lambda: index.orders_of(ALICE)
    yield "orders for a provider, a page", lambda: index.orders_for(PAUL, UNDER_WAY)
    yield "orders under way, counted", lambda: index.orders_under_way(provider=PAUL)
    yield "orders that count towards limits", lambda: index.orders_counted(ALICE)
    yield "owed", lambda: index.owed(BOB)
    yield "who earned most", index.leaderboard
    yield "budgets", index.budgets


def look_at_the_chain(community: Community) -> None:
    """What a dashboard does in the background every two seconds."""
    community.past = community.index.sync()
    read_new_evidence(community)


def timed(work: Callable[[], object]) -> Callable[[], Times]:
    """What does some work and gives its seconds by the clock and of the processor."""

    def do() -> Times:
        wall, processor = time.perf_counter(), time.process_time()
        work()
        return time.perf_counter() - wall, time.process_time() - processor

    return do


def quantiles(work: Callable[[], Times], times: int) -> dict[str, float]:
    """Milliseconds by the clock and of the processor, in the middle and at the 95th of a hundred."""
    work()
    gc.collect()
    measured = [work() for _ in range(times)]
    found = {}
    for name, values in zip(("clock", "cpu"), zip(*measured, strict=True), strict=True):
        found |= {f"{name}{part}": round(1000 * float(np.percentile(values, part)), 3) for part in (50, 95)}
    return found


if __name__ == "__main__":
    main()
