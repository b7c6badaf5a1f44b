"""The dashboard's server: Streamlit's pages, the routes beside them, and the relay's worker.

``streamlit run app/server.py``
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

# Streamlit puts this file's folder on the path; the packages lie one above.
if (ROOT := str(Path(__file__).parent.parent)) not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st
from starlette.middleware import Middleware

from app import data
from app.headers import SecurityHeaders
from app.routes import installable, session, unsubscribe
from cercle.errors import CercleError

_log = logging.getLogger(__name__)
_TRY_AGAIN = 5.0  # seconds


def _relay(stop: threading.Event) -> None:
    """Works for the relay of the community, as soon as there is one, unless a process of its own does."""
    while not stop.is_set():
        try:
            config = data.config()
            if config is not None and not config.relay.embedded:
                return
            data.relay().run(stop)
        except CercleError as problem:
            _log.warning("The relay waits: %s", problem)
        except Exception:
            _log.exception("The relay stumbled; it goes on")
        stop.wait(_TRY_AGAIN)


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    stop = threading.Event()
    worker = threading.Thread(target=_relay, args=(stop,), name="relay", daemon=True)
    worker.start()
    yield
    stop.set()
    worker.join(10)


app = st.App(
    Path(__file__).parent / "main.py",
    routes=[session.route, unsubscribe.route, *installable.routes],
    middleware=[Middleware(SecurityHeaders)],
    lifespan=_lifespan,
)
