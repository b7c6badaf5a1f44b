"""What browsers are told with every answer of the server: which code, frames and devices a page may use."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def content_security_policy(index: str) -> str:
    """Our own files only, and the scripts written into Streamlit's page, each by its hash. Styles are written into
    pages by Streamlit's own components; pictures may be drawn by a page itself."""
    written = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(sha256(one.encode()).digest()).decode()}'" for one in written
    )
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' {hashes}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class SecurityHeaders:
    """ASGI middleware: adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        headers = {
            "Content-Security-Policy": content_security_policy(INDEX.read_text()),
            "Permissions-Policy": (
                "publickey-credentials-get=(self), publickey-credentials-create=(self), clipboard-write=(self), "
                "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
            ),
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        }
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                more = [pair for pair in self._headers if pair[0] not in given]  # a route may be stricter
                message["headers"] = [*message["headers"], *more, *_freshness(scope)]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def _freshness(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Our component's files are asked for anew after an update: their names do not change with them."""
    ours = scope["path"].startswith("/_stcore/bidi-components/")
    return [(b"cache-control", b"no-cache")] if ours else []
