"""Gatherings: opened by a validator, confirmed with one tap, closed and recorded as one batch."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from app import data
from cercle.attending import gatherings
from cercle.gatherings import Gathering
from cercle.papers import read_paper
from cercle.units import to_time
from tests.dashboard.screen import button, press, text
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, PAUL, VERA


@pytest.fixture(autouse=True)
def _no_gatherings(village) -> None:
    """The chain is put back after each test, the files are not."""
    (village.record.folder / "gatherings.sqlite").unlink(missing_ok=True)


@pytest.fixture
def workshop(village) -> Gathering:
    """Paul and Nadia give a workshop; its code works for two hours."""
    now = to_time(village.node.now())
    return gatherings(village).open(
        programme=MENTORING, title="A CV workshop", day=now.date(),
        given={PAUL: Decimal("1.5"), NADIA: Decimal(2)}, until=now + timedelta(hours=2),
    )  # fmt: skip


def scan(open_page, member: int | None, gathering: Gathering, language: str = "en"):
    app = open_page(member, "event", language)
    app.query_params["g"] = gathering.code
    return app.run()


def attend(open_page, member: int, gathering: Gathering, label: str = "I was there") -> str:
    return press(scan(open_page, member, gathering), label)


def test_scan__one_tap__and_one_is_on_the_list(open_page, village, workshop) -> None:
    app = scan(open_page, BOB, workshop)
    assert "**Paul Roux** gave 1.5 × unit." in text(app)
    assert "Thank you: you have confirmed that this happened." in press(app, "I was there")
    (attended,) = gatherings(village).get(workshop.code).attended
    assert (attended.member, attended.statement) == (BOB, "I was there")
    again = scan(open_page, BOB, workshop)
    assert "Thank you: you have confirmed" in text(again)
    assert "I was there" not in [one.label for one in again.button]


def test_scan__helped__says_so(open_page, village, workshop) -> None:
    attend(open_page, ALICE, workshop, "I was helped")
    assert gatherings(village).get(workshop.code).attended[0].statement == "I was helped"


def test_scan__a_visitor__is_asked_to_log_in_and_comes_back(open_page, workshop) -> None:
    app = scan(open_page, None, workshop)
    assert "Log in to say that you were there" in text(app)
    assert "Log in" in [one.label for one in app.get("page_link")]


def test_scan__an_expired_code__says_what_to_do(open_page, village, workshop) -> None:
    village.node.request("evm_increaseTime", 2 * 3_600)
    village.node.request("evm_mine")
    data.refresh()
    app = scan(open_page, BOB, workshop)
    assert "This code worked until" in text(app) and "Ask whoever organised it" in text(app)
    assert "I was there" not in [one.label for one in app.button]


def test_scan__an_unknown_code__says_so(open_page, workshop) -> None:
    app = open_page(BOB, "event")
    app.query_params["g"] = "made-up"
    assert "This code belongs to no gathering here." in text(app.run())


def test_close__records_one_batch_with_everybody_who_attended(open_page, village, workshop) -> None:
    attend(open_page, ALICE, workshop)
    attend(open_page, NADIA, workshop)
    app = open_page(VERA, "event")
    assert "People who came: 2" in text(app)
    before = village.node.height()
    assert "Recorded. Thank you." in press(app, "Close and record")
    assert village.node.height() == before + 1
    recorded = list(village.history.refresh().contributions.values())[-2:]
    assert {(one.member, one.units) for one in recorded} == {(PAUL, Decimal("1.5")), (NADIA, Decimal(2))}
    confirmed = {one.member: set(read_paper(village, one.evidence).confirmed_by) for one in recorded}
    assert confirmed == {PAUL: {ALICE, NADIA}, NADIA: {ALICE}}
    assert "No gathering is open." in text(app.run())


def test_close__who_was_not_there_after_all__is_left_out(open_page, village, workshop) -> None:
    attend(open_page, ALICE, workshop)
    attend(open_page, BOB, workshop)
    app = open_page(VERA, "event")
    app.multiselect(key=f"out-{workshop.code}").select(BOB).run()
    press(app, "Close and record")
    recorded = list(village.history.refresh().contributions.values())[-1]
    assert read_paper(village, recorded.evidence).confirmed_by == (ALICE,)


def test_close__before_anybody_came__is_not_offered(open_page, workshop) -> None:
    assert button(open_page(VERA, "event"), "Close and record").disabled


def test_open__from_the_form__shows_it_with_its_code(open_page, village) -> None:
    app = open_page(VERA, "event")
    app.text_input[0].input("Mock interviews")
    app.multiselect(key="g-givers:0").select(PAUL).run()
    app.number_input[0].set_value(2.5)
    button(app, "Open it").click().run()
    assert "**Mock interviews**" in text(app)
    (opened,) = gatherings(village).of_programmes([MENTORING])
    assert opened.given == {PAUL: Decimal("2.5")}
    assert button(app, "Show the code")


def test_open__without_givers__says_what_is_missing(open_page, village) -> None:
    app = open_page(VERA, "event")
    app.text_input[0].input("Mock interviews")
    button(app, "Open it").click().run()
    assert "Nobody gave anything. Say who gave, and how much." in text(app)
    assert gatherings(village).of_programmes([MENTORING]) == []


def test_members_without_a_seat__are_told_to_scan(open_page, village) -> None:
    assert "Scan the code that the organiser shows." in text(open_page(ALICE, "event"))
