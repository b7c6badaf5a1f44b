"""A member prints their record on a phone, and somebody else scans it: another browser, without a login."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Chain
from tests.dashboard.village import ALICE, MENTORING

pytestmark = pytest.mark.browser


def print_record(phone: Page, *, named: bool) -> bytes:
    """What the phone downloads."""
    phone.goto(f"/record?me={ALICE}&lang=en")
    expect(phone.get_by_text("A call about a thesis")).to_be_visible()
    # A run that is under way yet would put another button in this one's place.
    phone.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    phone.get_by_text("Print my record").first.click()
    if named:
        phone.get_by_text("Put my name on it").click()
        expect(phone.get_by_text("is your own word")).to_be_visible()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Print my record").click()
    assert re.fullmatch(r"village-1-[0-9-]+\.pdf", download.value.suggested_filename)
    return Path(download.value.path()).read_bytes()


def link_of(pdf: bytes) -> str:
    """Where its code leads, below the dashboard's address."""
    (address,) = re.findall(rb"/URI \(http://localhost:[0-9]+([^)]+)\)", pdf)
    return address.decode()


def test_print__on_a_phone__and_checked_by_somebody_else(phone: Page, visitor: BrowserContext) -> None:
    link = link_of(print_record(phone, named=True))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    other = visitor.new_page()
    other.goto(f"{link}&lang=en")
    expect(other.get_by_text("This record is genuine.")).to_be_visible()
    expect(other.get_by_text("member number 1 of Village has 2 accepted contributions")).to_be_visible()
    expect(other.get_by_text("What this does not say")).to_be_visible()
    expect(other.get_by_text("Alice")).to_have_count(0)
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    changed = link[:-10] + ("A" if link[-10] != "A" else "B") + link[-9:]
    other.goto(f"{changed}&lang=fr")
    expect(other.locator("[data-testid=stAlert]")).to_be_visible()
    expect(other.get_by_text("genuine")).to_have_count(0)


def test_print__says_what_the_chain_says(phone: Page, visitor: BrowserContext, chain: Chain) -> None:
    link = link_of(print_record(phone, named=False))
    other = visitor.new_page()
    other.goto(f"{link}&lang=en")
    other.get_by_text("Check it without this site").click()
    ids = other.locator("[data-testid=stCode]").last
    expect(ids).to_contain_text("accepted")
    for id in re.findall(r"0x[0-9a-f]{64}", ids.inner_text()):
        found = chain.contract("ContributionRegistry").functions.contributionInfo(id).call()
        assert found[:2] == (ALICE, MENTORING)
