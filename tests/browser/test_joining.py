"""From a link to the first hour redeemed, by a newcomer on a phone; and what can go wrong on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from eth_account import Account
from playwright.sync_api import Page, expect

from cercle.enrolment import activate
from cercle.texts import Text
from tests.browser.conftest import Chain
from tests.browser.newcomer import join, press
from tests.browser.wallets import BrowserWallet
from tests.dashboard.village import COACHING

pytestmark = pytest.mark.browser
TOKEN = 10**18


def by_passkey(page: Page, say: Callable[[str], str]) -> None:
    press(page, say("Join with Face ID or fingerprint"))
    press(page, say("I accept the charter and join"))


def by_wallet(page: Page, say: Callable[[str], str]) -> None:
    page.get_by_text(say("I have a wallet")).click()
    press(page, say("Connect my wallet"))
    press(page, say("I accept the charter and join"))


def activations(chain: Chain, member: int) -> int:
    found = chain.events("MemberRegistry", "MemberActivated")
    return sum(1 for one in found if one.args.memberId == member)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("way", [by_passkey, by_wallet])
def test_journey__link_charter_join_collect_redeem__nothing_paid(
    visitor, newcomer, chain, camille, way, language
) -> None:
    def say(message: str, **values: object) -> str:
        return Text(message, values).in_(language)

    account = Account.create()
    if way is by_wallet:
        BrowserWallet(chain.web3, [account.key.hex()], chain.web3.eth.chain_id).install(visitor)
    began = time.monotonic()
    newcomer.goto(f"/join?code={camille}&lang={language}")
    expect(newcomer.get_by_role("heading", name=say("Hello {name}", name="Camille"))).to_be_visible()
    expect(newcomer.get_by_text("12 Merci")).to_be_visible()
    expect(newcomer.get_by_text("librement" if language == "fr" else "freely")).to_be_visible()
    assert str(camille) not in newcomer.url
    way(newcomer, say)
    press(newcomer, say("Collect {amount}", amount="12 Merci"))
    confirm = say("Confirm") if way is by_passkey else say("Confirm in my wallet")
    press(newcomer, confirm)
    expect(newcomer.get_by_text(say("{amounts} are yours now.", amounts="12 Merci"))).to_be_visible()
    newcomer.locator(".st-key-bottom-bar").get_by_role("link", name=say("Services")).click()
    press(newcomer, say("Use {amount}", amount="5 Merci"))
    press(newcomer, say("Order for {price}", price="5 Merci"))
    press(newcomer, confirm)
    expect(newcomer.get_by_text(say("Ordered. You find it under “My orders”."))).to_be_visible()
    print(f"\nlink to redeemed hour, {way.__name__}, {language}: {time.monotonic() - began:.1f} s")
    assert chain.balance(camille.member) == 7 * TOKEN
    order = chain.events("ServiceCatalog", "Redeemed")[-1].args
    assert (order.memberId, order.serviceId, order.price) == (camille.member, COACHING, 5 * TOKEN)
    wallet = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    assert (wallet == account.address) == (way is by_wallet)
    assert chain.web3.eth.get_balance(wallet) == 0  # nobody ever needed any
    assert newcomer.evaluate("document.documentElement.scrollWidth") <= 390


def test_invitation__expired__says_until_when(newcomer, office, camille) -> None:
    office.wait(timedelta(days=31))
    newcomer.goto(f"/join?code={camille}&lang=en")
    expect(newcomer.get_by_text("This invitation could be used until")).to_be_visible()
    expect(newcomer.get_by_role("button", name="Join with Face ID or fingerprint")).to_have_count(0)


def test_invitation__used_by_somebody_else_meanwhile__says_so__and_binds_nothing(
    newcomer, chain, office, camille
) -> None:
    newcomer.goto(f"/join?code={camille}&lang=en")
    press(newcomer, "Join with Face ID or fingerprint")
    expect(newcomer.get_by_role("button", name="I accept the charter and join")).to_be_visible()
    activate(office.community, office.signer(15), camille.member)
    press(newcomer, "I accept the charter and join")
    expect(newcomer.get_by_text("This invitation was used on")).to_be_visible()
    wallet = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    assert (wallet, activations(chain, camille.member)) == (office.signer(15).address, 1)


def test_invitation__used__the_link_again_leads_to_the_login(newcomer, camille) -> None:
    join(newcomer, camille)
    newcomer.goto(f"/join?code={camille}&lang=en")
    expect(newcomer.get_by_text("This invitation was used on")).to_be_visible()


def test_reload__before_signing__goes_on_with_the_same_passkey(newcomer, chain, camille) -> None:
    newcomer.goto(f"/join?code={camille}&lang=en")
    press(newcomer, "Join with Face ID or fingerprint")
    expect(newcomer.get_by_role("button", name="I accept the charter and join")).to_be_visible()
    newcomer.reload()
    press(newcomer, "I accept the charter and join")
    newcomer.get_by_role("button", name="Collect 12 Merci").wait_for()
    assert activations(chain, camille.member) == 1


def test_reload__while_it_is_sent__joins_once__and_asks_to_log_in(newcomer, chain, camille) -> None:
    newcomer.goto(f"/join?code={camille}&lang=en")
    press(newcomer, "Join with Face ID or fingerprint")
    chain.mine(False)
    try:
        newcomer.get_by_role("button", name="I accept the charter and join").dblclick()
        expect(newcomer.get_by_text("Your account is being opened…")).to_be_visible()
        newcomer.reload()
        expect(newcomer.get_by_text("Your account is being opened…")).to_be_visible()
    finally:
        chain.mine(True)
    expect(newcomer.get_by_text("You are a member now.")).to_be_visible()
    newcomer.get_by_role("link", name="Log in").click()
    press(newcomer, "Log in with Face ID or fingerprint")
    expect(newcomer.get_by_role("heading", name="Hello Camille")).to_be_visible()
    assert activations(chain, camille.member) == 1
