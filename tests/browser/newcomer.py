"""Somebody new in a browser: a phone with Face ID, and joining with it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from cercle.links import Code

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_passkeys(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(60_000)  # joining takes two transactions, one after the other
    add_device(page)
    return page


def add_device(page: Page, transport: str = "internal") -> Callable[[], None]:
    """Plugs a device with passkeys in; returns what unplugs it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "transport": transport}})
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", added)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).last.click()


def join(page: Page, code: Code) -> None:
    """By passkey, up to the home page."""
    page.goto(f"/join?code={code}&lang=en")
    press(page, "Join with Face ID or fingerprint")
    press(page, "I accept the charter and join")
    page.get_by_role("button", name="Collect 12 Merci").wait_for()
