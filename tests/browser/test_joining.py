"""From a link to the first hour redeemed, by a newcomer on a phone; and what can go wrong on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import ape
import pytest
from eth_account import Account
from playwright.sync_api import BrowserContext, Page, expect

from cercle import connect
from cercle.enrolment import activate
from cercle.links import Code
from cercle.recovery_requests import RecoveryRequests
from cercle.texts import Text
from tests.authenticator import Authenticator
from tests.browser.conftest import Chain, open_browser
from tests.browser.wallets import BrowserWallet
from tests.dashboard.office import Office
from tests.dashboard.village import COACHING

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


@pytest.fixture
def office(place, chain) -> Iterator[Office]:
    """The office, on the chain that the dashboard is on."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in place.environment.items():
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
    return code


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    """A phone with Face ID."""
    return with_passkeys(visitor)


def with_passkeys(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(60_000)  # joining takes two transactions, one after the other
    add_device(page)
    return page


def add_device(page: Page, transport: str = "internal") -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "transport": transport}})


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).last.click()


def by_passkey(page: Page, say: Callable[[str], str]) -> None:
    press(page, say("Join with Face ID or fingerprint"))
    press(page, say("I accept the charter and join"))


def by_wallet(page: Page, say: Callable[[str], str]) -> None:
    page.get_by_text(say("I have a wallet")).click()
    press(page, say("Connect my wallet"))
    press(page, say("I accept the charter and join"))


def join(page: Page, code: Code) -> None:
    page.goto(f"/join?code={code}&lang=en")
    by_passkey(page, str)
    page.get_by_role("button", name="Collect 12 Merci").wait_for()


def activations(chain: Chain, member: int) -> int:
    found = chain.events("MemberRegistry", "MemberActivated")
    return sum(1 for one in found if one.args.memberId == member)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("way", [by_passkey, by_wallet])
def test_journey__link_charter_join_collect_redeem__nothing_paid(
    visitor, page, chain, camille, way, language
) -> None:
    def say(message: str, **values: object) -> str:
        return Text(message, values).in_(language)

    newcomer = Account.create()
    if way is by_wallet:
        BrowserWallet(chain.web3, [newcomer.key.hex()], chain.web3.eth.chain_id).install(visitor)
    began = time.monotonic()
    page.goto(f"/join?code={camille}&lang={language}")
    expect(page.get_by_role("heading", name=say("Hello {name}", name="Camille"))).to_be_visible()
    expect(page.get_by_text("12 Merci")).to_be_visible()
    expect(page.get_by_text("librement" if language == "fr" else "freely")).to_be_visible()
    assert str(camille) not in page.url
    way(page, say)
    press(page, say("Collect {amount}", amount="12 Merci"))
    confirm = say("Confirm") if way is by_passkey else say("Confirm in my wallet")
    press(page, confirm)
    expect(
        page.get_by_text(say("{tokens} {token} are yours now.", tokens="12", token="Merci"))
    ).to_be_visible()
    page.locator(".st-key-bottom-bar").get_by_role("link", name=say("Services")).click()
    press(page, say("Use {amount}", amount="5 Merci"))
    press(page, say("Order for {price}", price="5 Merci"))
    press(page, confirm)
    expect(page.get_by_text(say("Ordered. You find it under “My orders”."))).to_be_visible()
    print(f"\nlink to redeemed hour, {way.__name__}, {language}: {time.monotonic() - began:.1f} s")
    assert chain.balance(camille.member) == 7 * TOKEN
    order = chain.events("ServiceCatalog", "Redeemed")[-1].args
    assert (order.memberId, order.serviceId, order.price) == (camille.member, COACHING, 5 * TOKEN)
    wallet = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    assert (wallet == newcomer.address) == (way is by_wallet)
    assert chain.web3.eth.get_balance(wallet) == 0  # nobody ever needed any
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_invitation__expired__says_until_when(page, office, camille) -> None:
    office.wait(timedelta(days=31))
    page.goto(f"/join?code={camille}&lang=en")
    expect(page.get_by_text("This invitation could be used until")).to_be_visible()
    expect(page.get_by_role("button", name="Join with Face ID or fingerprint")).to_have_count(0)


def test_invitation__used_by_somebody_else_meanwhile__says_so__and_binds_nothing(
    page, chain, office, camille
) -> None:
    page.goto(f"/join?code={camille}&lang=en")
    press(page, "Join with Face ID or fingerprint")
    expect(page.get_by_role("button", name="I accept the charter and join")).to_be_visible()
    activate(office.community, office.signer(15), camille.member)
    press(page, "I accept the charter and join")
    expect(page.get_by_text("This invitation was used on")).to_be_visible()
    wallet = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    assert (wallet, activations(chain, camille.member)) == (office.signer(15).address, 1)


def test_invitation__used__the_link_again_leads_to_the_login(page, camille) -> None:
    join(page, camille)
    page.goto(f"/join?code={camille}&lang=en")
    expect(page.get_by_text("This invitation was used on")).to_be_visible()


def test_reload__before_signing__goes_on_with_the_same_passkey(page, chain, camille) -> None:
    page.goto(f"/join?code={camille}&lang=en")
    press(page, "Join with Face ID or fingerprint")
    expect(page.get_by_role("button", name="I accept the charter and join")).to_be_visible()
    page.reload()
    press(page, "I accept the charter and join")
    page.get_by_role("button", name="Collect 12 Merci").wait_for()
    assert activations(chain, camille.member) == 1


def test_reload__while_it_is_sent__joins_once__and_asks_to_log_in(page, chain, camille) -> None:
    page.goto(f"/join?code={camille}&lang=en")
    press(page, "Join with Face ID or fingerprint")
    chain.mine(False)
    try:
        page.get_by_role("button", name="I accept the charter and join").dblclick()
        expect(page.get_by_text("Your account is being opened…")).to_be_visible()
        page.reload()
        expect(page.get_by_text("Your account is being opened…")).to_be_visible()
    finally:
        chain.mine(True)
    expect(page.get_by_text("You are a member now.")).to_be_visible()
    page.get_by_role("link", name="Log in").click()
    press(page, "Log in with Face ID or fingerprint")
    expect(page.get_by_role("heading", name="Hello Camille")).to_be_visible()
    assert activations(chain, camille.member) == 1


def test_second_passkey__let_in_by_the_first__and_removed_again(page, chain, office, camille) -> None:
    join(page, camille)
    account = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    first = office.community.accounts.keys(account)
    page.goto("/account?lang=en")
    add_device(page, "usb")
    press(page, "Add a passkey")
    press(page, "Let the new passkey in")
    press(page, "Confirm")
    expect(page.get_by_text("The new passkey opens your account now.")).to_be_visible()
    expect(page.get_by_text("Passkey 2")).to_be_visible()
    assert len(office.community.accounts.keys(account)) == 2
    page.get_by_role("button", name="Remove").click()
    press(page, "Remove this passkey")
    press(page, "Confirm")
    expect(page.get_by_text("The passkey was removed.")).to_be_visible()
    assert office.community.accounts.keys(account) == first


def test_lost_phone__recovered_by_the_office__the_tokens_are_still_there(
    page, chromium, dashboard, chain, office, camille
) -> None:
    join(page, camille)
    press(page, "Collect 12 Merci")
    press(page, "Confirm")
    expect(page.get_by_text("12 Merci are yours now.")).to_be_visible()
    account = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    other = open_browser(chromium, dashboard)
    new = with_passkeys(other)
    new.goto("/lost?lang=en")
    new.get_by_label("Your name, your e-mail").fill("Camille Petit, 06 00 00 00 00")
    press(new, "Next")
    press(new, "Use this device from now on")
    expect(new.get_by_text("Write this code down")).to_be_visible()
    (asked,) = RecoveryRequests.in_folder(office.community.record.folder).waiting()
    RecoveryRequests.in_folder(office.community.record.folder).recognise(asked.code, camille.member)
    office.act(office.community.accounts.start_recovery(account, asked.key))
    page.reload()
    expect(page.get_by_text("Somebody told the office that you lost")).to_be_visible()
    recovery = office.community.accounts.recovery(account)
    office.wait(timedelta(seconds=recovery.ready_at.timestamp() - office.community.node.now()))
    new.reload()
    press(new, "Get my account back")
    expect(new.get_by_text("Your number and your account are yours again.")).to_be_visible()
    new.get_by_role("link", name="Log in").click()
    press(new, "Log in with Face ID or fingerprint")
    expect(new.locator(".st-key-balance")).to_contain_text("12 Merci")
    assert chain.balance(camille.member) == 12 * TOKEN
    other.close()
    RecoveryRequests.in_folder(office.community.record.folder).forget(asked.code)


def test_recovery_by_a_stranger__the_member_objects__and_stays(page, chain, office, camille) -> None:
    join(page, camille)
    account = chain.contract("MemberRegistry").functions.memberInfo(camille.member).call()[0]
    keys = office.community.accounts.keys(account)
    office.act(office.community.accounts.start_recovery(account, Authenticator.numbered(99).key))
    page.goto("/services?lang=en")
    press(page, "That is not me: stop it")
    press(page, "Confirm")
    expect(page.get_by_text("Stopped. The office sees that you objected.")).to_be_visible()
    assert office.community.accounts.recovery(account) is None
    assert office.community.accounts.keys(account) == keys
