"""One chain, one dashboard and one browser for all browser tests; each test starts from the same village."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ape
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect
from web3 import Web3

from cercle import Community, connect
from cercle.contracts import container
from cercle.links import Code
from tests.anvil import wait_until
from tests.browser.newcomer import with_passkeys
from tests.dashboard.office import Office
from tests.dashboard.place import Place, free_port, running, village_place

PHONE = {"width": 390, "height": 844}

PATIENCE = 60_000  # milliseconds: a busy machine is no failure
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Chain:
    """The chain itself, asked past the dashboard."""

    web3: Web3
    addresses: dict[str, str]

    def contract(self, name: str):
        abi = [item.model_dump(mode="json", by_alias=True) for item in container(name).contract_type.abi]
        return self.web3.eth.contract(address=self.addresses[name], abi=abi)

    def balance(self, member: int) -> int:
        """In base units."""
        wallet = self.contract("MemberRegistry").functions.memberInfo(member).call()[0]
        return self.contract("CommunityToken").functions.balanceOf(wallet).call()

    def events(self, contract: str, event: str) -> list:
        """All of this kind, oldest first."""
        return getattr(self.contract(contract).events, event)().get_logs(from_block=0)

    def mine(self, on: bool) -> None:
        """Whether what is sent is mined at once, or waits."""
        self.web3.provider.make_request("evm_setAutomine", [on])
        if on:
            self.web3.provider.make_request("evm_mine", [])


@pytest.fixture(scope="session")
def browser_place(tmp_path_factory) -> Iterator[Place]:
    with village_place(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def dashboard(browser_place) -> Iterator[str]:
    """The address of a real server of the dashboard."""
    address = f"http://localhost:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "app/server.py", "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--server.fileWatcherType", "none"]
    with running(
        [*command, *quiet],
        f"{address}/_stcore/health",
        browser_place.home / "dashboard.log",
        **browser_place.environment,
    ):
        yield address


@pytest.fixture(scope="session")
def browser(chromium, dashboard) -> BrowserContext:
    """A browser with a screen as wide as a phone's, for the demo's people."""
    return open_browser(chromium, dashboard)


def open_browser(chromium: Browser, dashboard: str, **more: Any) -> BrowserContext:
    """A browser with a screen as wide as a phone's, and nothing in it yet."""
    context = chromium.new_context(
        base_url=dashboard, viewport=PHONE, **{"locale": "en-GB", "has_touch": True, **more}
    )
    context.set_default_timeout(PATIENCE)
    return context


def session_cookie(context: BrowserContext) -> dict[str, Any] | None:
    """What keeps somebody logged in."""
    return next((dict(one) for one in context.cookies() if one["name"] == "cercle"), None)


def wait_for_cookie(page: Page) -> None:
    """Until a reload would find who has just logged in."""
    until = time.monotonic() + PATIENCE / 1000
    while not session_cookie(page.context):
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def reload_until(page: Page, button: str, behind: str = "") -> None:
    """Until the page has a button, or has it ``behind`` something to open: what happens on the chain past the dashboard
    is seen with its next look, and a busy machine takes its time.
    """
    until = time.monotonic() + PATIENCE / 1000
    while True:
        page.reload()
        if behind:
            page.get_by_text(behind).click()
        try:
            return page.get_by_role("button", name=button).wait_for(timeout=PATIENCE / 6)
        except TimeoutError:
            assert time.monotonic() < until, button


@pytest.fixture
def visitor(chromium, dashboard, phone) -> Iterator[BrowserContext]:
    """A browser of its own, in front of the village as it was built; no page of it may complain to the console."""
    context, complaints = open_browser(chromium, dashboard), []
    context.on(
        "console",
        lambda said: (
            complaints.append(f"{said.page and said.page.url}: {said.text}")
            # On a page with a path, Streamlit looks for its server below that path first.
            if said.type == "error" and "/_stcore/" not in said.location["url"]
            else None
        ),
    )
    context.on("weberror", lambda problem: complaints.append(str(problem.error)))
    yield context
    context.close()
    # A connection that a test cut itself is no fault of a page's.
    cut = ("ERR_INTERNET_DISCONNECTED", "WebSocket", "when disconnected from server")
    assert [one for one in complaints if not any(words in one for words in cut)] == []


@pytest.fixture
def chain(browser_place) -> Iterator[Chain]:
    """Put back after each test; the relay forgets what it sent, or it would send it again."""
    folder = next(browser_place.home.glob("*/village"))
    record = json.loads((folder / "deployment.json").read_text())
    web3 = Web3(Web3.HTTPProvider(browser_place.chain))
    snapshot = web3.provider.make_request("evm_snapshot", [])["result"]
    yield Chain(web3, record["addresses"])
    with sqlite3.connect(folder / "relay.sqlite", timeout=30) as queue:
        for table in ("relay_action", "relay_attempt", "relay_try"):
            queue.execute(f"delete from {table}")
    web3.provider.make_request("evm_revert", [snapshot])


@pytest.fixture
def phone(browser, chain) -> Iterator[Page]:
    """A page of that browser, in a session of its own."""
    page = browser.new_page()
    _wait_for_the_village(page)
    yield page
    page.close()


def _wait_for_the_village(page: Page) -> None:
    """The dashboard may know for a moment yet what the test before did; then it reads that the chain was put back."""
    as_built = page.get_by_role("button", name="Collect 8 Merci")
    until = time.monotonic() + 2 * PATIENCE / 1000
    while time.monotonic() < until:
        page.goto("/?me=1&lang=en")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.get_by_role("heading", name="What happened").wait_for()  # the end of the page
        if as_built.count():
            # Going on to another page puts away what the dashboard said in the test before.
            page.locator(".st-key-bottom-bar").get_by_role("link", name="Contribute").click()
            expect(page.get_by_role("heading", name="My contributions")).to_be_visible()
            return
    raise AssertionError("the dashboard did not notice that the chain was put back")


# -- somebody new ---------------------------------------------------------------------------------


@pytest.fixture
def office(browser_place, phone) -> Iterator[Office]:
    """The office, on the chain that the dashboard is on, once that is seen to be as it was built."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in browser_place.environment.items():
            patch.setenv(name, value)
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            found = Office(connect("village"))
            found.publish_charter()
            yield found
            found.forget_newcomers()


@pytest.fixture
def camille(office: Office) -> Code:
    """The link of somebody for whom twelve tokens wait."""
    code = office.invite()
    office.record(code.member, "12")
    wait_until_seen(office.community)
    return code


def wait_until_seen(community: Community) -> None:
    """Until the dashboard has read what just happened: it looks every two seconds while somebody has a page open."""
    wait_until(lambda: community.index.status().block >= community.node.height(), PATIENCE / 1000)


@pytest.fixture
def newcomer(visitor: BrowserContext) -> Page:
    """A phone with Face ID, in front of the village."""
    return with_passkeys(visitor)
