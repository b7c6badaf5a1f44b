"""What happens between a signature and what comes of it: lost connections, double clicks, reloads, other tabs and
people, and a relay that does not send (W2)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from eth_account import Account
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from tests.browser.conftest import Chain, session_cookie
from tests.browser.test_wallet import TOKEN, collect, log_in, paid
from tests.browser.wallets import BrowserWallet, secret_of
from tests.dashboard.village import ALICE, BOB

pytestmark = pytest.mark.browser
COLLECTED = "8 Merci are yours now."


@pytest.fixture
def wallet(chain) -> BrowserWallet:
    """Alice's."""
    return BrowserWallet(chain.web3, [secret_of(ALICE)], chain.web3.eth.chain_id)


@pytest.fixture
def page(visitor: BrowserContext, wallet: BrowserWallet) -> Iterator[Page]:
    """A page in which Alice is logged in with her wallet."""
    wallet.install(visitor)
    opened = visitor.new_page()
    opened.goto("/?lang=en")
    log_in(opened)
    yield opened


class Line:
    """A page's connection to the server, which can be cut and is then dead until it is mended."""

    def __init__(self, page: Page) -> None:
        self._open: list[WebSocketRoute] = []
        self.is_cut = False
        page.route_web_socket(re.compile("_stcore/stream"), self._connect)

    def _connect(self, line: WebSocketRoute) -> None:
        if self.is_cut:
            line.close(code=1001)
            return
        self._open.append(line)
        line.connect_to_server()

    def cut(self) -> None:
        """Nothing gets through any more, and whoever tries again does so in vain."""
        self.is_cut = True
        for line in self._open:
            line.close(code=1001)
        self._open.clear()


def test_connection_lost_between_signature_and_reply__acted_on_once(visitor, wallet, chain: Chain) -> None:
    wallet.install(visitor)
    page = visitor.new_page()
    line = Line(page)
    page.goto("/?lang=en")
    log_in(page)
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    expect(page.get_by_role("button", name="Confirm in my wallet")).to_be_visible()
    wallet.before_answer["eth_signTypedData_v4"] = line.cut
    page.get_by_role("button", name="Confirm in my wallet").click()
    expect(page.get_by_text("Passing it on")).to_be_visible()
    page.wait_for_timeout(4_000)  # longer than the page waits before it sends the reply again
    assert paid(chain) == 0
    line.is_cut = False
    expect(page.get_by_text(COLLECTED)).to_be_visible()
    page.wait_for_timeout(4_000)
    assert (paid(chain), wallet.count("eth_signTypedData_v4"), chain.balance(ALICE)) == (1, 1, 8 * TOKEN)


def test_double_clicks__prepare_and_sign_once(page: Page, chain: Chain, wallet: BrowserWallet) -> None:
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).dblclick()
    page.get_by_role("button", name="Confirm in my wallet").dblclick()
    expect(page.get_by_text(COLLECTED)).to_be_visible()
    assert (paid(chain), wallet.count("eth_signTypedData_v4")) == (1, 1)


def test_reload__while_the_wallet_asks__nothing_is_half_done(
    page: Page, chain: Chain, wallet: BrowserWallet
) -> None:
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    expect(page.get_by_role("button", name="Confirm in my wallet")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Hello Alice")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm in my wallet")).to_have_count(0)
    assert paid(chain) == 0
    collect(page)
    expect(page.get_by_text(COLLECTED)).to_be_visible()
    assert paid(chain) == 1


def test_reload__after_signing__the_job_goes_on(page: Page, chain: Chain) -> None:
    chain.mine(False)
    try:
        collect(page)
        expect(page.get_by_text("Collecting your tokens")).to_be_visible()
        page.reload()
        expect(page.get_by_text("Collecting your tokens")).to_be_visible()
    finally:
        chain.mine(True)
    expect(page.get_by_text(COLLECTED)).to_be_visible()
    assert paid(chain) == 1


def test_closed_dialog__nothing_is_signed(page: Page, chain: Chain, wallet: BrowserWallet) -> None:
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    expect(page.get_by_role("button", name="Confirm in my wallet")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Confirm in my wallet")).to_have_count(0)
    assert (paid(chain), wallet.count("eth_signTypedData_v4")) == (0, 0)
    page.reload()
    collect(page)
    expect(page.get_by_text(COLLECTED)).to_be_visible()


def log_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Alice Martin")).first.click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_logout__ends_it_in_every_tab__and_the_old_cookie_opens_nothing(
    page: Page, visitor: BrowserContext
) -> None:
    other = visitor.new_page()
    other.goto("/?lang=en")
    expect(other.get_by_role("heading", name="Hello Alice")).to_be_visible()
    cookie = session_cookie(visitor)
    log_out(page)
    other.locator(".st-key-bottom-bar").get_by_role("link", name="Services").click()
    expect(other.get_by_role("heading", name="Who are you?")).to_be_visible()
    visitor.add_cookies([cookie])
    other.goto("/?lang=en")
    expect(other.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_two_people_on_one_browser__the_second_never_signs_for_the_first(
    page: Page, visitor: BrowserContext, chain: Chain, wallet: BrowserWallet
) -> None:
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    expect(page.get_by_role("button", name="Confirm in my wallet")).to_be_visible()
    wallet.accounts = [secret_of(BOB)]
    second = visitor.new_page()
    visitor.clear_cookies()
    second.goto("/?lang=en")
    log_in(second, "Bob")
    # Alice's dialog is open yet; Bob's wallet does not sign it.
    page.get_by_role("button", name="Confirm in my wallet").click()
    expect(page.get_by_text("Your wallet shows the account")).to_be_visible()
    assert (wallet.count("eth_signTypedData_v4"), paid(chain)) == (0, 0)


def test_somebody_else_logs_in__whoever_was_here_is_out_in_every_tab(
    page: Page, visitor, wallet, chain
) -> None:
    alices = visitor.new_page()
    alices.goto("/?lang=en")
    expect(alices.get_by_role("heading", name="Hello Alice")).to_be_visible()
    alices.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    expect(alices.get_by_role("button", name="Confirm in my wallet")).to_be_visible()
    log_out(page)
    wallet.accounts = [secret_of(BOB)]
    log_in(page, "Bob")
    wallet.accounts = [secret_of(ALICE)]
    alices.get_by_role("button", name="Confirm in my wallet").click()
    expect(alices.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert paid(chain) == 0


def test_relay_closed__told_plainly__and_a_wallet_pays_its_own_way(
    page: Page, chain: Chain, browser_place
) -> None:
    relay = Account.from_key(next(browser_place.home.glob("*/village/relay.key")).read_text().strip()).address
    chain.web3.provider.make_request("anvil_setBalance", [relay, "0x0"])
    address = Account.from_key(secret_of(ALICE)).address
    before = chain.web3.eth.get_transaction_count(address)
    until = time.monotonic() + 60
    while not page.get_by_text("gas tank is empty").count():
        assert time.monotonic() < until
        page.reload()
        expect(page.get_by_text("What happened")).to_be_visible()
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    expect(page.get_by_text("pays the network's fee")).to_be_visible()
    page.get_by_role("button", name="Confirm in my wallet").click()
    expect(page.get_by_text(COLLECTED)).to_be_visible()
    assert (paid(chain), chain.web3.eth.get_transaction_count(address)) == (1, before + 1)
