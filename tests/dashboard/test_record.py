"""My record: totals, what is not counted, day by day, and the paper."""

from __future__ import annotations

from decimal import Decimal

import ape
import pytest

from app import data, my_record
from cercle.certificates import read_certificate
from cercle.signers import AccountSigner
from tests.certificates.records import challenge, of, resolve
from tests.dashboard.screen import press, text
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, PAUL, VERA


def record(open_page, member: int, language: str = "en") -> str:
    return text(open_page(member, "record", language))


def test_record__adds_up_what_counts_and_says_what_does_not(open_page) -> None:
    said = record(open_page, ALICE)
    assert "## 2" in said and "**10 × unit**" in said and "**10 Merci**" in said
    assert "Not counted: waiting for approval: 1" in said
    assert "Two mock interviews" in said and "Talk at the spring meeting" in said


def test_record__received__once_it_is_rendered(open_page, village) -> None:
    assert "**0 Merci**" in record(open_page, BOB)
    paul = AccountSigner(village.node, ape.accounts.test_accounts[PAUL])
    (order,) = village.history.refresh().orders
    paul.send(village.services.fulfil(PAUL, order))
    data.refresh()
    said = record(open_page, BOB)
    assert "One hour of coaching" in said and "**5 Merci**" in said and "from Paul Roux" in said
    said = record(open_page, PAUL)
    assert "Services you rendered" in said and "for Bob Okafor" in said


def test_record__challenged_and_revoked__count_no_more(open_page, village) -> None:
    doubted = of(village, ALICE, "2")
    challenge(village, doubted)
    data.refresh()
    said = record(open_page, ALICE)
    assert "**8 × unit**" in said and "challenged: 1" in said
    resolve(village, doubted, uphold=False)
    data.refresh()
    assert "revoked after a challenge: 1" in record(open_page, ALICE)


def test_record__counts_the_beneficiaries_who_confirmed(open_page, village) -> None:
    def confirmed() -> int:
        return (record(open_page, ALICE) + record(open_page, BOB)).count("confirmed by beneficiaries\\: 1")

    # Documents are kept from test to test: some may have been confirmed before.
    before, page = confirmed(), open_page(NADIA)
    waiting = [one for one in page.button if one.label == "Yes, this happened"]
    for _ in waiting:
        press(page, "Yes, this happened")
        page = open_page(NADIA)
    assert confirmed() == before + len(waiting) > 0


def test_period__another_year__is_empty(open_page) -> None:
    app = open_page(ALICE, "record")
    (period,) = app.selectbox
    assert period.options[:2] == ["Everything", "The last twelve months"]
    assert "## 2" in text(period.select("The last twelve months").run())
    year = str(data.now().year)
    assert year in period.options
    app.selectbox[0].select("Other days").run()
    day = data.now().date()
    said = text(app.date_input[0].set_value((day, day)).run())
    assert "Two mock interviews" not in said and "Talk at the spring meeting" in said


def test_print__is_offered_once_something_counts(open_page) -> None:
    assert "Nothing was accepted in this period yet." in record(open_page, VERA)
    app = open_page(ALICE, "record")
    assert "Whoever gets it knows your number" in text(app)
    assert [one.label for one in app.get("download_button")] == ["Print my record"]


@pytest.mark.parametrize(("fit", "offered"), [(2, 0), (3, 1), (4, 1)])
def test_print__of_more_than_a_code_can_hold__is_not_offered(open_page, monkeypatch, fit, offered) -> None:
    monkeypatch.setattr(my_record, "SPAN", fit)
    app = open_page(ALICE, "record")
    assert len(app.get("download_button")) == offered
    said = "These are more contributions than fit on one record. Choose a shorter period."
    assert (said in text(app)) is not bool(offered)


@pytest.fixture
def printed(monkeypatch) -> list:
    """The records that were printed, instead of pictures of them."""
    found: list = []

    def keep(written, language):
        found.append(written)
        return b"%PDF"

    monkeypatch.setattr("cercle.certificates.compose.print_record", keep)
    return found


def press_print(app, monkeypatch) -> None:
    """Runs what the browser would ask for."""
    made: list = []
    monkeypatch.setattr("streamlit.download_button", lambda label, file, *rest, **more: made.append(file))
    text(app.run())
    made[-1]()


def test_print__without_a_name_unless_the_member_wants_it(open_page, printed, monkeypatch) -> None:
    app = open_page(ALICE, "record")
    press_print(app, monkeypatch)
    assert printed[-1].name == ""
    assert [one.title for one in printed[-1].given] == ["A call about a thesis", "Two mock interviews"]
    app.toggle(key="record-name").set_value(True)
    app.toggle(key="record-titles").set_value(False)
    press_print(app, monkeypatch)
    assert "that the number is yours is your own word" in text(app)
    assert printed[-1].name == "Alice Martin"
    assert {one.title for one in printed[-1].given} == {""}
    assert printed[-1].certificate.sums[0].programme == MENTORING


def test_print__is_in_the_members_language__and_verifies(open_page, printed, monkeypatch) -> None:
    press_print(open_page(ALICE, "record", "fr"), monkeypatch)
    (paper,) = printed
    assert [one.programme for one in paper.parts] == ["Mentorat"]
    verdict = data.verdict(str(paper.certificate))
    assert verdict.tokens == Decimal(10)
    assert read_certificate(str(paper.certificate)) == verdict.certificate
