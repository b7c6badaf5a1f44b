"""Rounds on the home page and in the record: what was published is collected with one button, and nothing that was
swapped for it is shown (M8)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import ape
import pytest

from app import data
from app.demo import DemoPerson
from app.words import day
from cercle.documents import Bilingual
from cercle.enrolment import activate
from cercle.states import RoundStatus
from cercle.units import to_time
from tests.dashboard.office import Office
from tests.dashboard.screen import button, press, text
from tests.dashboard.test_join import follow
from tests.dashboard.village import ALICE, BOB, DAY, NADIA
from tests.rounds.on_chain import OPENING_DELAY, RoundsOffice, tokens


@pytest.fixture
def rounds_office(village) -> Iterator[RoundsOffice]:
    found = RoundsOffice(village)
    yield found
    found.forget()


def home(open_page, member: int) -> str:
    data.refresh()
    return text(open_page(member))


def buttons(app) -> list[str]:
    return [one.label for one in app.button]


def test_two_rounds__beside_contributions__are_collected_with_one_button_in_one_transaction(
    open_page, village, rounds_office
) -> None:
    rounds_office.open({ALICE: tokens(3), BOB: tokens(1)}, {ALICE: tokens(4)})
    said = home(open_page, ALICE)
    assert "## 17 Merci" in said
    assert "of which 3 Merci from a round of Talks, until" in said and "of which 4 Merci" in said

    app = open_page(ALICE)
    assert "17 Merci are yours now." in press(app, "Collect 17 Merci")

    assert village.token.balance(village.members.get(ALICE).wallet) == 17
    shares = village.history.refresh().shares_collected(ALICE)
    assert sorted(one.amount for one in shares) == [tokens(3), tokens(4)]
    assert shares[0].collected_at == shares[1].collected_at
    assert "of which" not in home(open_page, ALICE)
    assert "## 1 Merci" in home(open_page, BOB)


def test_another_token__is_said_with_its_symbol__and_never_added(open_page, village, rounds_office) -> None:
    euro = rounds_office.euro()
    rounds_office.open({ALICE: 2_500_000, NADIA: 1}, token=euro, symbol="MRC", decimals=0)
    said = home(open_page, ALICE)
    assert "## 10 Merci" in said and "**2.5 EUR**" in said

    app = open_page(ALICE)
    assert "10 Merci + 2.5 EUR are yours now." in press(app, "Collect 10 Merci + 2.5 EUR")

    said = text(open_page(ALICE, "record"))
    assert "Rounds" in said and "**2.5 EUR**" in said and "**10 Merci**" in said


def test_a_round__from_approval_to_its_end__is_coming__then_to_collect__then_gone(
    open_page, village, rounds_office
) -> None:
    rounds_office.take(rounds_office.make({NADIA: tokens(6)}), RoundStatus.Funded)
    earliest = day(data.now() + OPENING_DELAY)
    said = home(open_page, NADIA)
    assert f"**6 Merci** from {earliest} on at the earliest, from a round of Talks" in said
    assert "## 0 Merci" in said

    two = rounds_office.take(rounds_office.make({NADIA: tokens(5)}, salt=8), RoundStatus.Approved)
    opens = day(village.rounds.get(two).open_from)
    assert f"**5 Merci** from {opens} on, from a round of Talks" in home(open_page, NADIA)

    rounds_office.wait(OPENING_DELAY)
    data.refresh()
    assert "Collect 5 Merci" in buttons(open_page(NADIA))

    rounds_office.wait(to_time(two.round.ends) - village.node.time())
    said = home(open_page, NADIA)
    assert "a round of" not in said and "Collect 5 Merci" not in buttons(open_page(NADIA))


@pytest.mark.parametrize("status", [RoundStatus.Announced, RoundStatus.Funded])
def test_a_round_that_is_not_paid_in__or_can_no_longer_be_approved__promises_nothing(
    open_page, rounds_office, status
) -> None:
    rounds_office.take(rounds_office.make({NADIA: tokens(6)}), status)
    if status is RoundStatus.Funded:
        rounds_office.wait(51 * DAY)  # three to its opening, seven that it would be open: one second too late
    assert "a round of" not in home(open_page, NADIA)


def test_lists__tampered_with_or_unreadable__show_nothing_and_break_nothing(
    open_page, village, rounds_office, caplog
) -> None:
    (one,) = rounds_office.open({NADIA: tokens(6), ALICE: tokens(1)})
    folder = village.record.files.rounds
    (file,) = folder.glob("*.json")
    changed = json.loads(one.dump())
    changed["values"][0]["value"][1] = str(tokens(7))
    file.write_text(json.dumps(changed))
    (folder / "empty.json").write_text(json.dumps(changed | {"values": [], "tree": []}))
    (folder / "noise.json").write_bytes(b"\xff\x00{")
    (folder / "nowhere.json").symlink_to(folder / "gone")
    assert "a round of" not in home(open_page, NADIA)
    assert caplog.text.count("A list of a round was left out.") == 3
    caplog.clear()
    assert "Hello Nadia" in home(open_page, NADIA)
    assert not caplog.text  # looked at once

    file.write_bytes(one.dump())
    data.refresh()
    assert "Collect 6 Merci" in buttons(open_page(NADIA))


def test_a_list_that_went_after_it_was_shown__is_missed_in_words(open_page, village, rounds_office) -> None:
    rounds_office.open({NADIA: tokens(6)})
    data.refresh()
    app = open_page(NADIA)
    rounds_office.forget()
    button(app, "Collect 6 Merci")
    assert "The published list of this round is not here at the moment." in press(app, "Collect 6 Merci")


def test_a_member_without_a_wallet__keeps_the_entitlement(
    open_page, village, rounds_office, monkeypatch
) -> None:
    office = Office(village)
    try:
        code = office.invite()
        office.publish_charter()
        rounds_office.open({code.member: tokens(6), ALICE: tokens(1)})
        data.refresh()
        assert "## 6 Merci" in text(follow(open_page, code))

        activate(village, office.signer(15), code.member)
        camille = DemoPerson(
            member=code.member,
            name="Camille",
            role=Bilingual(fr="-", en="-"),
            key=str(ape.accounts.test_accounts[15].private_key),
        )
        monkeypatch.setattr("app.demo.people_in", lambda folder: [camille])
        data.refresh()
        press(open_page(code.member), "Collect 6 Merci")
        assert village.token.balance(village.members.get(code.member).wallet) == 6
    finally:
        office.forget_newcomers()


def test_record__rounds_collected__are_there_day_by_day_and_on_a_line_of_their_own(
    open_page, village, rounds_office
) -> None:
    rounds_office.open({NADIA: tokens(6)})
    data.refresh()
    press(open_page(NADIA), "Collect 6 Merci")
    assert "**Round of" in home(open_page, NADIA)  # under what happened
    app = open_page(NADIA, "record")
    said = text(app)
    (share,) = village.history.refresh().shares_collected(NADIA)
    assert f"**Round of {day(share.opened_at)}** :blue-badge[collected]" in said
    assert "Talks" in said and "**6 Merci**" in said and "**0 Merci**" in said
    assert "Rounds" in said and "Nothing was accepted in this period yet." in said
    assert str(share.collected_at.year) in app.selectbox[0].options
