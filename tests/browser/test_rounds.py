"""Rounds, collected by somebody with a phone only: contributions and rounds with one touch, sent by the relay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Chain, wait_until_seen
from tests.browser.test_passkey import TOKEN, Phone, claras
from tests.dashboard.clara import CLARA
from tests.dashboard.office import Office
from tests.dashboard.village import ALICE
from tests.rounds.on_chain import RoundsOffice, tokens

__all__ = ["claras"]  # a fixture
pytestmark = pytest.mark.browser


@pytest.fixture
def rounds_office(office) -> Iterator[RoundsOffice]:
    found = RoundsOffice(office.community)
    yield found
    found.forget()


def test_two_rounds_and_a_contribution__one_touch__one_transaction(
    office: Office, rounds_office: RoundsOffice, claras: Phone, chain: Chain
) -> None:
    rounds_office.open({CLARA: tokens(3), ALICE: 1}, {CLARA: tokens(4)})
    wait_until_seen(office.community)
    page = claras.page
    page.reload()
    claras.log_in()
    page.get_by_role("button", name="Collect 13 Merci").click()
    expect(page.get_by_text("Collect 6 Merci for 1 contribution.")).to_be_visible()
    expect(page.get_by_text("Collect 7 Merci from 2 rounds.")).to_be_visible()
    claras.confirm()
    expect(page.get_by_text("13 Merci are yours now.")).to_be_visible()
    assert chain.balance(CLARA) == 13 * TOKEN
    claimed = chain.events("RewardRounds", "RoundClaimed")
    assert [one.args.memberId for one in claimed] == [CLARA, CLARA]
    assert len({one.transactionHash for one in claimed}) == 1
    page.locator(".st-key-bottom-bar").get_by_role("link", name="My record").click()
    expect(page.get_by_text("Round of")).to_have_count(2)
    page.get_by_role("button", name="Collect").wait_for(state="detached")
