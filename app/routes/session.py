"""``POST /session``: takes the ticket of a page that logged somebody in for the cookie that keeps them logged in."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import data, site
from app.routes.own_pages import body_of, require_own_page
from app.sessions import COOKIE, LASTS


def _take(request: Request, given: dict[str, object]) -> Response:
    origin = site.party().origin
    require_own_page(request, origin)
    table, now = data.sessions(), int(time.time())
    token = table.token_for(str(given.get("ticket", "")), now)
    if token is None:
        return JSONResponse({"problem": "This ticket is not good any more."}, status_code=403)
    # Whoever was logged in on this browser before is so no more: in none of its tabs.
    before = table.with_token(request.cookies.get(COOKIE, ""), now)
    if before is not None:
        table.end(before)
    taken = Response(status_code=204)
    taken.set_cookie(
        COOKIE,
        token,
        max_age=LASTS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=origin.startswith("https:"),
    )
    return taken


async def _session(request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    given = await body_of(request)
    return await run_in_threadpool(_take, request, given)


route = Route("/session", _session, methods=["POST"])
