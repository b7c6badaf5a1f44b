"""My account: what opens it, what is said before it is lost, my choices, and a recovery that is running."""

from __future__ import annotations

import secrets
import time

import ape
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app import data
from cercle import Community
from cercle.passkeys import PublicKey
from cercle.privacy.purposes import Purpose
from cercle.recovery_requests import RecoveryRequests
from cercle.signers import AccountSigner
from cercle.states import MemberFlag, WalletChangeKind
from tests.dashboard.screen import button, press, text
from tests.dashboard.village import ALICE, BOB

NEW = 15  # whose account a member moves to


def account(community: Community, number: int) -> AccountSigner:
    return AccountSigner(community.node, ape.accounts.test_accounts[number])


def start_recovery(community: Community, member: int) -> None:
    """The office moves a member to a new wallet, which consents."""
    wallet, deadline = account(community, NEW), community.node.now() + 3_600
    consent = wallet.sign(community.members.bind_wallet_data(member, wallet.address, deadline))
    call = community.members.start_recovery(member, wallet.address, deadline, consent)
    account(community, 0).send(call)
    data.refresh()


class TestRecoveryBanner:
    @pytest.mark.parametrize("view", ["", "contribute", "services", "account"])
    def test_on_every_page(self, open_page, village, view) -> None:
        start_recovery(village, ALICE)
        said = text(open_page(ALICE, view))
        assert "Somebody told the office that you lost your phone or wallet." in said

    def test_nobody_else_sees_it(self, open_page, village) -> None:
        start_recovery(village, ALICE)
        assert "Somebody told the office" not in text(open_page(BOB))
        assert "Somebody told the office" not in text(open_page(None))

    def test_one_button_stops_it(self, open_page, village) -> None:
        start_recovery(village, ALICE)
        app = open_page(ALICE)
        button(app, "That is not me: stop it").click().run()
        until = time.monotonic() + 20
        while "Stopped. The office sees that you objected." not in text(app):
            assert time.monotonic() < until, text(app)
            app.run()
        assert village.members.change(ALICE).kind is WalletChangeKind.ObjectedRecovery
        assert "That is not me: stop it" not in [one.label for one in app.run().button]

    def test_gone_once_it_is_finished(self, open_page, village) -> None:
        start_recovery(village, ALICE)
        village.node.request(
            "evm_increaseTime",
            int((village.members.change(ALICE).ready_at.timestamp()) - village.node.seconds()),
        )
        village.node.request("evm_mine")
        account(village, 0).send(village.members.finish_wallet_change(ALICE))
        data.refresh()
        assert data.recovery_of(ALICE) is None


class TestAccount:
    def test_a_wallet__says_what_cannot_be_recovered(self, open_page) -> None:
        said = text(open_page(ALICE, "account"))
        assert "You sign with a wallet of your own" in said
        assert "the tokens that were in the old one are lost for ever" in said

    def test_auto_collect__on_and_off(self, open_page, village) -> None:
        app = open_page(ALICE, "account")
        press(app, "Have them collected for me")
        assert village.members.get(ALICE).flags & MemberFlag.AutoCollect
        press(app.run(), "Collect myself again")
        assert not village.members.get(ALICE).flags & MemberFlag.AutoCollect

    def test_leave_and_come_back(self, open_page, village) -> None:
        app = open_page(ALICE, "account")
        press(app, "Yes, leave")
        assert not village.members.get(ALICE).may_act
        press(open_page(ALICE, "account"), "Come back")
        assert village.members.get(ALICE).may_act

    def test_choices__each_purpose_by_itself(self, open_page, village) -> None:
        app = open_page(ALICE, "account")
        app.toggle(key="consent-digest:False").set_value(True).run()
        assert village.consents.has(ALICE, Purpose.Digest) and not village.consents.has(
            ALICE, Purpose.Notices
        )
        app.toggle(key="consent-digest:True").set_value(False).run()
        assert not village.consents.has(ALICE, Purpose.Digest)

    def test_email__is_kept__and_a_wrong_one_is_not(self, open_page, village) -> None:
        app = open_page(ALICE, "account")
        app.text_input(key="my-email").input("alice@example.org").run()
        assert village.directory.person(ALICE).email == "alice@example.org"
        app.text_input(key="my-email").input("alice").run()
        assert "is not an e-mail address" in text(app)
        assert village.directory.person(ALICE).email == "alice@example.org"

    def test_erasure__asked_for_and_taken_back(self, open_page, village) -> None:
        app = open_page(ALICE, "account")
        button(app, "Yes, ask the office").click().run()
        assert village.erasures.request_of(ALICE) is not None
        assert "The office answers before" in text(app)
        button(app, "Take the request back").click().run()
        assert village.erasures.request_of(ALICE) is None

    def test_visitor__has_none(self, open_page) -> None:
        assert "My account" not in text(open_page(None))


class TestLost:
    def request(self, village: Community) -> str:
        numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
        key = PublicKey(numbers.x.to_bytes(32), numbers.y.to_bytes(32))
        requests = RecoveryRequests.in_folder(village.record.folder)
        return requests.ask("Alice Martin, 06 00 00 00 00", key, secrets.token_bytes(16)).code

    def open(self, open_page, code: str) -> str:
        app = open_page(None, "lost")
        app.query_params["r"] = code
        return text(app.run())

    def test_says_what_comes_back_and_what_does_not(self, open_page) -> None:
        said = text(open_page(None, "lost"))
        assert "your number and all your tokens come back to you" in said
        assert "the tokens that were in the old one are lost for ever" in said

    def test_request__waits_for_the_office__then_for_the_new_device(self, open_page, village) -> None:
        code = self.request(village)
        assert "give it to the office" in self.open(open_page, code)
        RecoveryRequests.in_folder(village.record.folder).recognise(code, ALICE)
        said = self.open(open_page, code.lower())
        assert "Say yes with this device" in said
        assert "Alice" not in said and str(ALICE) not in said.replace(code, "")

    def test_unknown_code__says_so(self, open_page, village) -> None:
        assert "There is no request none-such." in self.open(open_page, "none-such")
