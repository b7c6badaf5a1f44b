"""What opens an account: a second passkey, a lost phone, a recovery by a stranger, moving to another wallet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from eth_account import Account
from playwright.sync_api import expect

from cercle.recovery_requests import RecoveryRequests
from tests.authenticator import Authenticator
from tests.browser.conftest import Chain, open_browser, reload_until, wait_for_cookie
from tests.browser.newcomer import add_device, join, press, with_passkeys
from tests.browser.wallets import BrowserWallet, secret_of
from tests.dashboard.village import ALICE

pytestmark = pytest.mark.browser
TOKEN = 10**18


def wallet_of(chain: Chain, member: int) -> str:
    return chain.contract("MemberRegistry").functions.memberInfo(member).call()[0]


def test_second_passkey__let_in_by_the_first__and_removed_again(newcomer, chain, office, camille) -> None:
    join(newcomer, camille)
    account = wallet_of(chain, camille.member)
    first = office.community.accounts.keys(account)
    newcomer.goto("/account?lang=en")
    unplug = add_device(newcomer, "usb")
    press(newcomer, "Add a passkey")
    expect(newcomer.get_by_text("The new passkey is there.")).to_be_visible()
    unplug()
    press(newcomer, "Let the new passkey in")
    press(newcomer, "Confirm")
    expect(newcomer.get_by_text("The new passkey opens your account now.")).to_be_visible()
    expect(newcomer.get_by_text("Passkey 2")).to_be_visible()
    assert len(office.community.accounts.keys(account)) == 2
    newcomer.get_by_role("button", name="Remove").click()
    press(newcomer, "Remove this passkey")
    press(newcomer, "Confirm")
    expect(newcomer.get_by_text("The passkey was removed.")).to_be_visible()
    assert office.community.accounts.keys(account) == first


def test_lost_phone__recovered_by_the_office__the_tokens_are_still_there(
    newcomer, chromium, dashboard, chain, office, camille
) -> None:
    join(newcomer, camille)
    press(newcomer, "Collect 12 Merci")
    press(newcomer, "Confirm")
    expect(newcomer.get_by_text("12 Merci are yours now.")).to_be_visible()
    account = wallet_of(chain, camille.member)
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
    newcomer.reload()
    expect(newcomer.get_by_text("Somebody told the office that you lost")).to_be_visible()
    recovery = office.community.accounts.recovery(account)
    office.wait(timedelta(seconds=recovery.ready_at.timestamp() - office.community.node.now()))
    reload_until(new, "Get my account back")
    press(new, "Get my account back")
    expect(new.get_by_text("Your number and your account are yours again.")).to_be_visible()
    new.get_by_role("link", name="Log in").click()
    press(new, "Log in with Face ID or fingerprint")
    expect(new.locator(".st-key-balance")).to_contain_text("12 Merci")
    assert chain.balance(camille.member) == 12 * TOKEN
    other.close()
    RecoveryRequests.in_folder(office.community.record.folder).forget(asked.code)


def test_recovery_by_a_stranger__the_member_objects__and_stays(newcomer, chain, office, camille) -> None:
    join(newcomer, camille)
    account = wallet_of(chain, camille.member)
    keys = office.community.accounts.keys(account)
    office.act(office.community.accounts.start_recovery(account, Authenticator.numbered(99).key))
    newcomer.goto("/services?lang=en")
    press(newcomer, "That is not me: stop it")
    press(newcomer, "Confirm")
    expect(newcomer.get_by_text("Stopped. The office sees that you objected.")).to_be_visible()
    assert office.community.accounts.recovery(account) is None
    assert office.community.accounts.keys(account) == keys


def test_move__to_another_wallet__both_say_yes__the_relay_pays(visitor, chain, office) -> None:
    new = Account.create()
    wallet = BrowserWallet(chain.web3, [secret_of(ALICE)], chain.web3.eth.chain_id)
    wallet.install(visitor)
    page = visitor.new_page()
    page.goto("/?lang=en")
    press(page, "Log in with my wallet")
    press(page, "Sign to log in")
    expect(page.get_by_role("heading", name="Hello Alice")).to_be_visible()
    wait_for_cookie(page)
    page.goto("/account?lang=en")
    page.get_by_text("Move to another wallet").click()
    wallet.accounts = [new.key.hex()]
    press(page, "To a wallet")
    press(page, "1. Say yes with the new one")
    page.get_by_role("button", name="2. Say yes with the present one").wait_for()
    wallet.accounts = [secret_of(ALICE)]
    press(page, "2. Say yes with the present one")
    press(page, "Confirm in my wallet")
    expect(page.get_by_text("It has begun.")).to_be_visible()
    assert office.community.members.change(ALICE).wallet == new.address
    office.wait(timedelta(days=3))
    reload_until(page, "Finish the move", behind="Move to another wallet")
    press(page, "Finish the move")
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()  # the old wallet is nobody's now
    assert office.community.members.get(ALICE).wallet == new.address
    assert wallet.count("eth_sendTransaction") == 0
