"""What members do, in a real browser on a phone's screen, against a real chain."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from cercle.states import Outcome
from tests.browser.conftest import Chain
from tests.dashboard.village import ALICE, BOB, COACHING, MENTORING, NADIA, VERA

pytestmark = pytest.mark.browser
TOKEN = 10**18


def open_page(phone: Page, member: int, page: str = "", language: str = "en") -> None:
    phone.goto(f"/{page}?me={member}&lang={language}")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def press(phone: Page, name: str, *, exact: bool = True) -> None:
    phone.get_by_role("button", name=name if exact else re.compile(name)).last.click()


def collect(phone: Page) -> None:
    open_page(phone, ALICE)
    press(phone, "Collect 8 Merci", exact=False)
    expect(phone.get_by_text("8 Merci are yours now.")).to_be_visible()


def test_collect__balance_grows_on_chain_and_on_screen(phone: Page, chain: Chain) -> None:
    assert chain.balance(ALICE) == 0
    collect(phone)
    assert chain.balance(ALICE) == 8 * TOKEN
    expect(phone.locator(".st-key-balance")).to_contain_text("8 Merci")
    expect(phone.get_by_role("button", name=re.compile("Collect"))).to_have_count(0)


def test_redeem__order_stands_on_chain_at_the_confirmed_price(phone: Page, chain: Chain) -> None:
    collect(phone)
    phone.locator(".st-key-bottom-bar").get_by_role("link", name="Services").click()
    expect(phone.get_by_text("You have 8 Merci.")).to_be_visible()
    press(phone, "Use 5 Merci")
    expect(phone.get_by_text("you will have 3 Merci")).to_be_visible()
    press(phone, "Order for 5 Merci")
    expect(phone.get_by_text("Ordered. You find it under")).to_be_visible()
    order = chain.events("ServiceCatalog", "Redeemed")[-1].args
    assert (order.memberId, order.serviceId, order.price) == (ALICE, COACHING, 5 * TOKEN)
    assert chain.balance(ALICE) == 3 * TOKEN
    phone.get_by_text("My orders", exact=True).click()
    expect(phone.get_by_role("button", name="Cancel")).to_be_visible()
    expect(phone.get_by_text("One hour of coaching", exact=True).last).to_be_visible()


def test_contribute__reviewed_and_accepted(phone: Page, chain: Chain) -> None:
    open_page(phone, NADIA, "contribute")
    phone.get_by_label("What did you do?").fill("Visit of a workshop")
    phone.get_by_label("How much?").fill("1.5")
    phone.get_by_label("How much?").press("Tab")
    expect(phone.get_by_text("Worth 1.5 Merci once it is accepted.")).to_be_visible()
    press(phone, "Send")
    expect(phone.get_by_text("Sent. The validators look at it now.")).to_be_visible()
    sent = chain.events("ContributionRegistry", "ContributionSubmitted")[-1].args
    assert (sent.memberId, sent.programmeId, sent.units) == (NADIA, MENTORING, 150)

    open_page(phone, VERA, "review")
    phone.get_by_text("Visit of a workshop").click()
    press(phone, "Approve (1)")
    expect(phone.get_by_text("Approved: 1.")).to_be_visible()
    decided = chain.events("ContributionRegistry", "ContributionAttested")[-1].args
    assert (decided.id, decided.outcome) == (sent.id, Outcome.Accepted)

    open_page(phone, NADIA, "contribute")
    expect(phone.get_by_text("To collect from")).to_be_visible()


def test_confirm__a_beneficiary_says_yes_and_the_validator_sees_it(phone: Page) -> None:
    open_page(phone, NADIA)
    expect(phone.get_by_role("button", name="Yes, this happened")).to_have_count(2)
    phone.get_by_role("button", name="Yes, this happened").last.click()
    expect(phone.get_by_text("Thank you: you have confirmed")).to_be_visible()
    expect(phone.get_by_role("button", name="Yes, this happened")).to_have_count(1)
    open_page(phone, VERA, "review")
    expect(phone.get_by_text("confirmed by Nadia Haddad")).to_be_visible()


def test_language__switched_and_kept_over_a_reload(phone: Page) -> None:
    open_page(phone, ALICE)
    expect(phone.get_by_role("heading", name="Hello Alice")).to_be_visible()
    press(phone, "Alice Martin", exact=False)
    phone.get_by_text("Français").click()
    expect(phone.get_by_role("heading", name="Bonjour Alice")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", name="Bonjour Alice")).to_be_visible()
    expect(phone.get_by_role("button", name="Récupérer 8 Merci")).to_be_visible()


def test_double_click__sends_once(phone: Page, chain: Chain) -> None:
    open_page(phone, ALICE)
    phone.get_by_role("button", name=re.compile("Collect 8 Merci")).dblclick()
    expect(phone.get_by_text("8 Merci are yours now.")).to_be_visible()
    wallet = chain.contract("MemberRegistry").functions.memberInfo(ALICE).call()[0]
    sent = [
        one for one in chain.events("ContributionRegistry", "ContributionPaid") if one.args.memberId == ALICE
    ]
    assert len(sent) == 1
    assert chain.balance(ALICE) == 8 * TOKEN
    blocks = [
        chain.web3.eth.get_block(one, True)
        for one in range(sent[0].blockNumber, chain.web3.eth.block_number + 1)
    ]
    assert [tx["from"] for block in blocks for tx in block.transactions] == [wallet]


def test_reload__in_the_middle_of_a_job__shows_its_result(phone: Page, chain: Chain) -> None:
    open_page(phone, ALICE)
    chain.mine(False)
    try:
        press(phone, "Collect 8 Merci", exact=False)
        expect(phone.get_by_text("Collecting your tokens")).to_be_visible()
        phone.reload()
        expect(phone.get_by_text("Collecting your tokens")).to_be_visible()
        expect(phone.get_by_role("button", name=re.compile("Collect 8 Merci"))).to_be_disabled()
        until = time.monotonic() + 10
        while not chain.web3.eth.get_block("pending").transactions and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        chain.mine(True)
    expect(phone.get_by_text("8 Merci are yours now.")).to_be_visible()
    assert chain.balance(ALICE) == 8 * TOKEN


def test_phone__no_page_is_wider_than_the_screen(phone: Page) -> None:
    for page in ("", "contribute", "services", "review"):
        open_page(phone, VERA, page)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, page
    open_page(phone, BOB)
    expect(phone.get_by_role("link", name="Review")).to_have_count(0)
