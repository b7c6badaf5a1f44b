"""Runs pages as Streamlit's server does, without a browser, and takes the time of the page's own thread.

``AppTest`` compiles a page at every run, where the server keeps what it compiled: it is given the server's own cache.
"""

from __future__ import annotations

import time
from typing import Any

from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest, local_script_runner

from cercle.contracts import ROOT

_compiled = ScriptCache()
_last: list[tuple[float, float]] = []
_run_thread = ScriptRunner._run_script_thread


def _timed(runner: ScriptRunner) -> Any:
    wall, processor = time.perf_counter(), time.thread_time()
    try:
        return _run_thread(runner)
    finally:
        _last.append((time.perf_counter() - wall, time.thread_time() - processor))


ScriptRunner._run_script_thread = _timed  # type: ignore[method-assign]
local_script_runner.ScriptCache = lambda: _compiled  # type: ignore[attr-defined,assignment,misc]


def open_page(member: int, view: str) -> AppTest:
    """A page as somebody sees it, run twice: what is kept for everybody is there."""
    app = AppTest.from_file(str(ROOT / "app/main.py"), default_timeout=120)
    app.query_params["lang"], app.query_params["me"] = "en", str(member)
    app.run()
    if view:
        app.switch_page(f"views/{view}.py").run()
    run(app)
    return app


def run(app: AppTest) -> tuple[float, float]:
    """Runs a page again; its seconds by the clock and of the processor. No page may have a fault."""
    app.run()
    assert not app.exception, [one.message for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return _last[-1]
