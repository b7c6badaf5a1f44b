"""The monthly digest: the figures of the month that is over, once, for those who asked for it."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from cercle.documents import Bilingual
from cercle.mail.digest import figures, last_month
from cercle.mail.notices import digests
from cercle.privacy.purposes import Purpose
from tests.dashboard.village import ALICE, BOB
from tests.mail.conftest import address

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def next_month(community) -> None:
    """The month in which all of the village happened is over."""
    wait = timedelta(days=40)
    began = community.history.refresh().feed[0][0].astimezone(PARIS)
    after = (began.replace(day=1) + wait).replace(day=1, hour=12)
    now = community.node.time()
    if began.astimezone(PARIS).month != now.astimezone(PARIS).month:
        pytest.fail("the village was built over the end of a month: run this again")
    community.node.request("evm_increaseTime", int((after - now).total_seconds()))
    community.node.request("evm_mine")


@pytest.mark.parametrize(
    ("now", "first", "end"),
    [
        (datetime(2027, 4, 1, 0, 0, tzinfo=PARIS), (2027, 3, 1), (2027, 4, 1)),
        (datetime(2027, 3, 31, 21, 59, tzinfo=UTC), (2027, 2, 1), (2027, 3, 1)),
        (datetime(2027, 3, 31, 22, 0, tzinfo=UTC), (2027, 3, 1), (2027, 4, 1)),  # midnight in Paris
        (datetime(2027, 1, 15, tzinfo=UTC), (2026, 12, 1), (2027, 1, 1)),
    ],
)
def test_month__is_the_calendar_month_before__on_the_communitys_clock(now, first, end):
    month = last_month(now, PARIS)
    assert (month.first, month.end) == (datetime(*first, tzinfo=PARIS), datetime(*end, tzinfo=PARIS))


def test_figures__of_the_village(community, next_month):
    month = last_month(community.node.time(), PARIS)
    found = figures(community, month)
    assert (found.given[ALICE], found.given[BOB]) == (2, 1)
    assert found.collected[BOB] == Decimal(9)
    assert (found.joined, found.orders) == (len(community.history.members), 0)
    titles = [title.en for title, _ in found.new_services if isinstance(title, Bilingual)]
    assert titles == ["One hour of coaching", "Library card", "Alumni dinner"]


def test_digest__to_those_who_agreed__in_both_languages__once(community, next_month, agree, box):
    agree(Purpose.Digest, ALICE, BOB)
    cli = importlib.import_module("scripts.notify").cli
    for said in ("2 e-mails sent.", "0 e-mails sent."):
        result = CliRunner(mix_stderr=False).invoke(cli, ["--digest"])
        assert result.exit_code == 0 and said in result.stdout, result.stdout + result.stderr
    (alice,), (bob,) = box.to(address("alice")), box.to(address("bob"))
    english, french = (letter.get_body(("plain",)).get_content() for letter in (alice, bob))
    assert "2 contributions of yours accepted" in english and "10 Merci wait for you" in english
    assert "Alumni dinner: 40 Merci" in english
    assert "1 contribution acceptée" in french and "9 Merci récupérés" in french
    assert "unsubscribe" in alice["List-Unsubscribe"]


def test_digest__of_a_month_in_which_nothing_happened__is_not_sent(office, next_month, agree):
    agree(Purpose.Digest)
    office.community.node.request("evm_increaseTime", 32 * 86_400)
    office.community.node.request("evm_mine")
    assert digests(office) == []


def test_digest__is_a_choice_of_its_own(office, next_month, agree):
    agree(Purpose.Notices)
    assert digests(office) == []
