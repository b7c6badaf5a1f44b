"""The route that gives a browser its cookie, and what every answer of the server tells browsers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from app import data
from app.headers import SecurityHeaders
from app.routes import installable, session
from app.sessions import COOKIE, LASTS
from tests.dashboard.place import free_port
from tests.dashboard.village import ALICE, BOB

WALLET = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"


@pytest.fixture
def server(village, monkeypatch) -> Iterator[str]:
    """The routes of the server, on a port of their own."""
    port = free_port()
    monkeypatch.setenv("CERCLE_DASHBOARD_URL", f"http://localhost:{port}")
    app = Starlette(routes=[session.route, *installable.routes], middleware=[Middleware(SecurityHeaders)])
    running = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://localhost:{port}"
    running.should_exit = True
    thread.join(20)


def take(server: str, ticket: str, **headers: str) -> requests.Response:
    return requests.post(
        f"{server}/session", json={"ticket": ticket}, headers={"Origin": server, **headers}, timeout=20
    )


def test_route__gives_the_cookie_that_scripts_cannot_read__once(server, village) -> None:
    now = int(time.time())
    session, ticket = data.sessions().begin(ALICE, WALLET, None, now)
    answer = take(server, ticket)
    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert answer.status_code == 204
    assert flags == {"httponly", "samesite=lax", "path=/", f"max-age={LASTS}"}
    assert data.sessions().with_token(answer.cookies[COOKIE], now) == replace(session, has_cookie=True)
    assert take(server, ticket).status_code == 403


def test_route__on_https__the_cookie_is_secure(server, monkeypatch) -> None:
    monkeypatch.setenv("CERCLE_DASHBOARD_URL", "https://cercle.example")
    _, ticket = data.sessions().begin(ALICE, WALLET, None, int(time.time()))
    assert "secure" in take(server, ticket, Origin="https://cercle.example").headers["set-cookie"].lower()


def test_route__a_new_login_ends_the_one_before_on_this_browser(server) -> None:
    now, table = int(time.time()), data.sessions()
    before, ticket = table.begin(ALICE, WALLET, None, now)
    cookie = take(server, ticket).cookies[COOKIE]
    after, ticket = table.begin(BOB, WALLET, None, now)
    assert take(server, ticket, Cookie=f"{COOKIE}={cookie}").status_code == 204
    assert table.with_id(before.id, now) is None
    assert table.with_id(after.id, now) == replace(after, has_cookie=True)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}],
    ids=str,
)  # fmt: skip
def test_route__from_another_site__is_refused__and_the_ticket_stays_good(server, headers) -> None:
    _, ticket = data.sessions().begin(ALICE, WALLET, None, int(time.time()))
    assert take(server, ticket, **headers).status_code == 403
    assert take(server, ticket, **{"Sec-Fetch-Site": "same-origin"}).status_code == 204


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 400), (b"x" * 10_001, 413), (b"{}", 403)])
def test_route__what_it_cannot_read__is_refused(server, body: bytes, status: int) -> None:
    answer = requests.post(f"{server}/session", data=body, headers={"Origin": server}, timeout=20)
    assert answer.status_code == status


def test_headers__own_code_only__no_frames__passkeys_here_only(server) -> None:
    headers = requests.get(f"{server}/", timeout=20).headers
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert (rules["frame-ancestors"], rules["object-src"]) == ("'none'", "'none'")
    assert "unsafe" not in rules["script-src"]
    assert "publickey-credentials-get=(self)" in headers["permissions-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_page__can_be_put_on_a_home_screen(server) -> None:
    assert 'rel="manifest" href="/manifest.webmanifest"' in requests.get(f"{server}/join", timeout=20).text
    manifest = requests.get(f"{server}/manifest.webmanifest", timeout=20).json()
    assert (manifest["name"], manifest["display"], manifest["start_url"]) == ("Village", "standalone", "/")
    icon = requests.get(server + manifest["icons"][0]["src"], timeout=20)
    assert icon.headers["content-type"] == "image/png"
