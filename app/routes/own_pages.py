"""Requests that change something must come from a page of ours: no other site may send them in a member's name."""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

_LARGEST = 10_000  # bytes


def require_own_page(request: Request, origin: str) -> None:
    """Raises 403 unless the browser says that a page of this origin sent the request."""
    if request.headers.get("origin") != origin:
        raise HTTPException(403, "This came from another site.")
    # Browsers of before 2023 do not say; those that do have to say this.
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise HTTPException(403, "This came from another site.")


async def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object. Raises 400 or 413 for anything else."""
    if int(request.headers.get("content-length") or 0) > _LARGEST:
        raise HTTPException(413, "This is too long.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise HTTPException(413, "This is too long.")
    try:
        given = json.loads(body)
    except ValueError:
        raise HTTPException(400, "This cannot be read.") from None
    if not isinstance(given, dict):
        raise HTTPException(400, "This cannot be read.")
    return given
