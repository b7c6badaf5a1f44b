"""Members with a wallet in the browser: logging in, choosing, the network, signing, and what goes wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from eth_account import Account
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Chain, session_cookie, wait_for_cookie
from tests.browser.wallets import BrowserWallet, secret_of
from tests.dashboard.village import ALICE, BOB

pytestmark = pytest.mark.browser
TOKEN = 10**18


@pytest.fixture
def wallet(chain) -> BrowserWallet:
    """Alice's."""
    return BrowserWallet(chain.web3, [secret_of(ALICE)], chain.web3.eth.chain_id)


@pytest.fixture
def page(visitor: BrowserContext, wallet: BrowserWallet) -> Iterator[Page]:
    """A page with Alice's wallet in it, before she logs in."""
    wallet.install(visitor)
    opened = visitor.new_page()
    opened.goto("/?lang=en")
    yield opened


def log_in(page: Page, name: str = "Alice") -> None:
    page.get_by_role("button", name="Log in with my wallet").click()
    page.get_by_role("button", name="Sign to log in").click()
    expect(page.get_by_role("heading", name=f"Hello {name}")).to_be_visible()
    wait_for_cookie(page)


def collect(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Collect 8 Merci")).click()
    page.get_by_role("button", name="Confirm in my wallet").click()


def paid(chain: Chain, member: int = ALICE) -> int:
    found = chain.events("ContributionRegistry", "ContributionPaid")
    return sum(1 for one in found if one.args.memberId == member)


def test_login__kept_over_a_reload__and_the_message_says_where_and_what_for(
    page: Page, wallet, dashboard
) -> None:
    log_in(page)
    assert wallet.count("personal_sign") == 1
    page.reload()
    expect(page.get_by_role("heading", name="Hello Alice")).to_be_visible()
    cookie = session_cookie(page.context)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert "me=" not in page.url


def test_login__a_wallet_of_nobody__says_so(page: Page, wallet: BrowserWallet) -> None:
    wallet.accounts = [Account.create().key.hex()]
    page.get_by_role("button", name="Log in with my wallet").click()
    page.get_by_role("button", name="Sign to log in").click()
    expect(page.get_by_text("belongs to no member")).to_be_visible()


def test_collect__one_signature__the_relay_sends_and_pays(
    page: Page, chain: Chain, wallet: BrowserWallet
) -> None:
    log_in(page)
    address = Account.from_key(secret_of(ALICE)).address
    sent_before = chain.web3.eth.get_transaction_count(address)
    collect(page)
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()
    assert (chain.balance(ALICE), wallet.count("eth_signTypedData_v4")) == (8 * TOKEN, 1)
    assert chain.web3.eth.get_transaction_count(address) == sent_before


def test_redeem__the_first_order_takes_two_signatures__later_ones_one(page: Page, chain, wallet) -> None:
    log_in(page)
    collect(page)
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()
    for price, signatures in ((5, 3), (3, 4)):
        page.locator(".st-key-bottom-bar").get_by_role("link", name="Services").click()
        page.get_by_role("button", name=f"Use {price} Merci").click()
        page.get_by_role("button", name=f"Order for {price} Merci").click()
        page.get_by_role("button", name="Confirm in my wallet").click()
        expect(page.get_by_text("Ordered. You find it under")).to_be_visible()
        assert wallet.count("eth_signTypedData_v4") == signatures
        page.locator(".st-key-bottom-bar").get_by_role("link", name="Home").click()
        expect(page.get_by_text("What happened")).to_be_visible()
    orders = [one.args for one in chain.events("ServiceCatalog", "Redeemed") if one.args.memberId == ALICE]
    assert [one.price for one in orders] == [5 * TOKEN, 3 * TOKEN]
    assert chain.balance(ALICE) == 0


def test_two_wallets__listed_by_name__and_the_choice_is_remembered(visitor, chain, wallet) -> None:
    wallet.names = [("org.example.fox", "Fox"), ("org.example.rabbit", "Rabbit")]
    wallet.install(visitor)
    page = visitor.new_page()
    page.goto("/?lang=en")
    expect(page.get_by_text("Which wallet?")).to_be_visible()
    expect(page.get_by_role("button", name="Fox")).to_be_visible()
    page.get_by_role("button", name="Rabbit").click()
    page.get_by_role("button", name="Sign to log in").click()
    expect(page.get_by_role("heading", name="Hello Alice")).to_be_visible()
    collect(page)
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()
    assert {rdns for rdns, _ in wallet.asked} == {"org.example.rabbit"}


def test_old_wallet__without_announcement__is_found(visitor, wallet: BrowserWallet) -> None:
    wallet.install(visitor, legacy=True)
    page = visitor.new_page()
    page.goto("/?lang=en")
    log_in(page)


def test_no_wallet__says_what_to_do(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/?lang=en")
    page.get_by_role("button", name="Log in with my wallet").click()
    expect(page.get_by_text("There is no wallet in this browser.")).to_be_visible()


@pytest.mark.parametrize("known", [True, False], ids=["known to the wallet", "unknown to the wallet"])
def test_wrong_network__changed_or_added_before_signing(page: Page, chain, wallet, known: bool) -> None:
    wallet.known_chains = {chain.web3.eth.chain_id} if known else set()
    log_in(page)
    wallet.chain_id = 1
    collect(page)
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()
    assert wallet.count("wallet_addEthereumChain") == (0 if known else 1)


def test_wrong_network__change_refused__nothing_is_signed(page: Page, chain, wallet: BrowserWallet) -> None:
    log_in(page)
    wallet.chain_id, wallet.refuses = 1, {"wallet_switchEthereumChain"}
    collect(page)
    expect(page.get_by_text("You refused in your wallet.")).to_be_visible()
    assert (wallet.count("eth_signTypedData_v4"), paid(chain)) == (0, 0)


def test_refused__said_in_words__and_the_next_press_works(page: Page, chain, wallet: BrowserWallet) -> None:
    log_in(page)
    wallet.refuses = {"eth_signTypedData_v4"}
    collect(page)
    expect(page.get_by_text("You refused in your wallet. Nothing was done.")).to_be_visible()
    assert paid(chain) == 0
    wallet.refuses = set()
    page.get_by_role("button", name="Confirm in my wallet").click()
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()
    assert paid(chain) == 1


def test_account_changed_in_the_wallet__says_which_one_to_choose(
    page: Page, chain, wallet: BrowserWallet
) -> None:
    log_in(page)
    wallet.accounts = [secret_of(BOB)]
    collect(page)
    expect(page.get_by_text("Your wallet shows the account")).to_be_visible()
    assert (wallet.count("eth_signTypedData_v4"), paid(chain), paid(chain, BOB)) == (0, 0, 1)
    wallet.accounts = [secret_of(ALICE)]
    page.get_by_role("button", name="Confirm in my wallet").click()
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()


def test_tampered_typed_data__is_no_signature_of_ours(page: Page, chain, wallet: BrowserWallet) -> None:
    def another_member(typed_data) -> None:
        typed_data["message"]["memberId"] = BOB

    log_in(page)
    wallet.tamper = another_member
    collect(page)
    expect(page.get_by_text("something else was signed than what was shown here")).to_be_visible()
    assert paid(chain) == 0
    wallet.tamper = None
    page.get_by_role("button", name="Confirm in my wallet").click()
    expect(page.get_by_text("8 Merci are yours now.")).to_be_visible()
