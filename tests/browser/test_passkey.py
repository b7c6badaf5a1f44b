"""Members with a passkey: logging in with a face or a finger, signing, and what goes wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.browser.conftest import Chain, wait_for_cookie
from tests.dashboard.clara import CLARA, in_a_browser
from tests.dashboard.village import COACHING, LIBRARY

pytestmark = pytest.mark.browser
TOKEN = 10**18
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Phone:
    """A page on a device with Clara's passkey, or without any."""

    def __init__(self, page: Page, **device: Any) -> None:
        self.page = page
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("WebAuthn.enable")
        added = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **device}})
        self._id = added["authenticatorId"]

    def give(self, credential: dict[str, object]) -> None:
        """Puts a passkey on the device."""
        self._devtools.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": credential})

    def recognise(self, yes: bool) -> None:
        """Whether the device finds that it is its owner who holds it."""
        self._devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": yes})

    def log_in(self) -> None:
        self.page.get_by_role("button", name="Log in with Face ID").click()
        expect(self.page.get_by_role("heading", name="Hello Clara")).to_be_visible()
        wait_for_cookie(self.page)

    def collect(self) -> None:
        self.page.get_by_role("button", name=re.compile("Collect 6 Merci")).click()
        self.confirm()

    def confirm(self) -> None:
        self.page.get_by_role("button", name="Confirm", exact=True).click()


@pytest.fixture
def claras(visitor: BrowserContext) -> Iterator[Phone]:
    """Her phone, before she logs in."""
    phone = Phone(visitor.new_page())
    phone.give(in_a_browser("localhost"))
    phone.page.goto("/?lang=en")
    yield phone


def test_login_and_collect__one_touch_each__the_relay_sends(claras: Phone, chain: Chain) -> None:
    claras.log_in()
    claras.page.reload()
    expect(claras.page.get_by_role("heading", name="Hello Clara")).to_be_visible()
    claras.collect()
    expect(claras.page.get_by_text("6 Merci are yours now.")).to_be_visible()
    assert chain.balance(CLARA) == 6 * TOKEN


def test_orders__one_touch_each__the_first_lets_the_services_take_tokens(claras: Phone, chain: Chain) -> None:
    claras.log_in()
    claras.collect()
    expect(claras.page.get_by_text("6 Merci are yours now.")).to_be_visible()
    claras.page.locator(".st-key-bottom-bar").get_by_role("link", name="Services").click()
    claras.page.get_by_role("button", name="Use 5 Merci").click()
    claras.page.get_by_role("button", name="Order for 5 Merci").click()
    expect(claras.page.get_by_text("Let the services take tokens when you order")).to_be_visible()
    claras.confirm()
    expect(claras.page.get_by_text("Ordered. You find it under")).to_be_visible()
    claras.page.get_by_text("My orders", exact=True).click()
    claras.page.get_by_role("button", name="Cancel").click()
    claras.confirm()
    expect(claras.page.get_by_text("Cancelled: the tokens are back with you.")).to_be_visible()
    claras.page.get_by_text("Catalogue", exact=True).click()
    claras.page.get_by_role("button", name="Use 3 Merci").click()
    claras.page.get_by_role("button", name="Order for 3 Merci").click()
    expect(claras.page.get_by_role("button", name="Confirm", exact=True)).to_be_visible()
    expect(claras.page.get_by_text("Let the services take tokens when you order")).to_have_count(0)
    claras.confirm()
    expect(claras.page.get_by_text("Ordered. You find it under")).to_be_visible()
    orders = [one.args for one in chain.events("ServiceCatalog", "Redeemed") if one.args.memberId == CLARA]
    assert [one.serviceId for one in orders] == [COACHING, LIBRARY]


def test_signatures__whatever_half_their_s_is_in__all_count(claras: Phone, chain: Chain) -> None:
    """About half of a device's signatures have an s in the upper half, which the chain does not take as it is."""
    claras.log_in()
    claras.collect()
    expect(claras.page.get_by_text("6 Merci are yours now.")).to_be_visible()
    claras.page.locator(".st-key-bottom-bar").get_by_role("link", name="Contribute").click()
    for times in range(6):
        expect(claras.page.get_by_label("What did you do?")).to_have_count(1)
        expect(claras.page.get_by_label("What did you do?")).to_have_value("")
        claras.page.get_by_label("What did you do?").fill(f"Visit number {times}")
        claras.page.get_by_label("How much?").fill("0.25")
        claras.page.get_by_label("How much?").press("Tab")
        claras.page.get_by_role("button", name="Send").click()
        claras.confirm()
        expect(claras.page.get_by_text("Sent. The validators look at it now.")).to_be_visible()
        expect(claras.page.get_by_text(f"Visit number {times}")).to_be_visible()
    sent = [
        one.args.units
        for one in chain.events("ContributionRegistry", "ContributionSubmitted")
        if one.args.memberId == CLARA
    ]
    assert sent.count(25) == 6


def test_cancelled__said_in_words__and_the_next_press_works(claras: Phone, chain: Chain) -> None:
    claras.log_in()
    claras.recognise(False)
    claras.collect()
    expect(claras.page.get_by_text("It was cancelled, took too long")).to_be_visible()
    assert chain.balance(CLARA) == 0
    claras.recognise(True)
    claras.confirm()
    expect(claras.page.get_by_text("6 Merci are yours now.")).to_be_visible()


def test_no_passkey_on_the_device__says_so(visitor: BrowserContext) -> None:
    phone = Phone(visitor.new_page())
    phone.page.goto("/?lang=en")
    phone.page.get_by_role("button", name="Log in with Face ID").click()
    expect(phone.page.get_by_text("this device has no passkey for this site")).to_be_visible()


def test_passkey_of_nobody__says_what_to_do(visitor: BrowserContext) -> None:
    phone = Phone(visitor.new_page())
    phone.page.goto("/?lang=en")
    phone.page.evaluate(
        """async () => { await navigator.credentials.create({ publicKey: {
            rp: { id: "localhost", name: "x" }, user: { id: new Uint8Array([1]), name: "x", displayName: "x" },
            challenge: new Uint8Array(32), pubKeyCredParams: [{ type: "public-key", alg: -7 }],
            authenticatorSelection: { residentKey: "required", userVerification: "required" } } }) }"""
    )
    phone.page.get_by_role("button", name="Log in with Face ID").click()
    expect(phone.page.get_by_text("This passkey belongs to no member.")).to_be_visible()


def test_another_address_of_the_same_server__is_another_site(visitor: BrowserContext, dashboard: str) -> None:
    phone = Phone(visitor.new_page())
    phone.page.goto(dashboard.replace("localhost", "127.0.0.1"))
    phone.page.get_by_role("button", name="Log in with Face ID").click()
    expect(phone.page.get_by_text("Passkeys do not work at this address.")).to_be_visible()


def test_pages__keep_to_the_content_security_policy(claras: Phone) -> None:
    """No page complains to the console: the fixture looks at the end."""
    for page in ("join", "ask", "lost", "event"):
        claras.page.goto(f"/{page}?lang=en")
        expect(claras.page.get_by_role("heading", level=1)).to_be_visible()
    claras.page.goto("/?lang=en")
    claras.log_in()
    for page in ("contribute", "services", "account", "event", ""):
        claras.page.goto(f"/{page}?lang=en")
        expect(claras.page.get_by_role("heading", level=1)).to_be_visible()
        assert claras.page.evaluate("document.documentElement.scrollWidth") <= 390, page
