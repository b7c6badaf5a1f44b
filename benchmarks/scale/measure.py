"""Measures a size: every question, every page, a thousand balances. ``python -m benchmarks.scale.measure 1000-10000``.

Pages are run by Streamlit's own ``AppTest``, in this process, without a browser: a script's whole run, and the test's
reading of what it sent besides, so that it is rather too much than too little.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import ape
import numpy as np
from streamlit.testing.v1 import AppTest

from benchmarks.scale.balances import thousand_balances
from benchmarks.scale.place import note, size_of
from cercle import Community, connect
from cercle.contracts import ROOT
from cercle.index.queries_services import UNDER_WAY
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, PAUL, VERA

QUESTIONS, RUNS = 100, 25
PAGES = (
    ("home", ALICE, ""), ("home", BOB, ""), ("home", VERA, ""), ("home", NADIA, ""), ("home", PAUL, ""),
    ("contribute", ALICE, "contribute"), ("review", VERA, "review"), ("services", BOB, "services"),
    ("catalogue", VERA, "services"), ("services", PAUL, "services"), ("account", BOB, "account"), ("gatherings", VERA, "event"),
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
            note(size, "figures", what="question", name=name, **quantiles(ask, QUESTIONS))
        note(size, "figures", what="balances", **quantiles(thousand_balances(community), QUESTIONS))
        empty = AppTest.from_string("import streamlit as st\nst.title('Nothing')")
        note(
            size,
            "figures",
            what="page",
            name="nothing but a title, for comparison",
            **quantiles(empty.run, RUNS),
        )
        for name, member, view in PAGES:
            app = open_page(member, view)
            figures = quantiles(lambda app=app: shown(app.run()), RUNS)
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


def open_page(member: int, view: str) -> AppTest:
    """A page as somebody sees it, run twice: what is kept for everybody is there."""
    app = AppTest.from_file(str(ROOT / "app/main.py"), default_timeout=120)
    app.query_params["lang"], app.query_params["me"] = "en", str(member)
    app.run()
    if view:
        app.switch_page(f"views/{view}.py").run()
    return shown(app.run())


def shown(app: AppTest) -> AppTest:
    """A page without a fault."""
    assert not app.exception, [one.message for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return app


def quantiles(work: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds by the clock and of the processor, in the middle and at the 95th of a hundred."""
    clock, processor = [], []
    work()
    gc.collect()
    for _ in range(times):
        began = time.perf_counter(), time.process_time()
        work()
        clock.append(1000 * (time.perf_counter() - began[0]))
        processor.append(1000 * (time.process_time() - began[1]))
    found = {}
    for name, values in (("clock", clock), ("cpu", processor)):
        found |= {f"{name}{part}": round(float(np.percentile(values, part)), 3) for part in (50, 95)}
    return found


if __name__ == "__main__":
    main()
