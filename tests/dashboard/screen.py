"""Reading and pressing what a page shows."""

from __future__ import annotations

import time
from typing import Any

from streamlit.testing.v1 import AppTest


def text(app: AppTest) -> str:
    """Everything the page says, and no exception."""
    assert not app.exception, [one.message for one in app.exception]
    kinds = ("title", "subheader", "markdown", "caption", "success", "error", "warning", "info")
    return "\n".join(str(one.value) for kind in kinds for one in getattr(app, kind))


def button(app: AppTest, label: str) -> Any:
    """The first button that is called so."""
    found = [one for one in app.button if one.label == label]
    assert found, f"no button {label!r} among {[one.label for one in app.button]}"
    return found[0]


def press(app: AppTest, label: str) -> str:
    """Presses a button, waits until what it started is done, and returns what the page says then."""
    button(app, label).click().run()
    until = time.monotonic() + 20
    while not (app.success or app.error):
        assert time.monotonic() < until, text(app)
        time.sleep(0.02)
        app.run()
    return text(app)
