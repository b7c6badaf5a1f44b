"""Long lists come a page at a time; of many people one finds those whose name one knows."""

import pytest

from app import data, lists
from app.data import people
from cercle.directory import Person
from cercle.privacy.purposes import Purpose
from tests.dashboard.screen import button, text
from tests.dashboard.village import ALICE, BOB, NADIA

TITLES = [
    "Talk at the spring meeting",
    "A call about a thesis",
    "Two mock interviews",
]  # Alice's, newest first


def shown(app) -> list[str]:
    said = text(app)
    return [title for title in TITLES if f"**{title}**" in said]


def test_my_contributions__a_page_at_a_time__there_and_back(open_page, monkeypatch) -> None:
    monkeypatch.setattr(lists, "A_PAGE", 2)
    app = open_page(ALICE, "contribute")
    assert shown(app) == TITLES[:2]
    assert button(app, "Back").disabled
    button(app, "More").click().run()
    assert shown(app) == TITLES[2:]
    assert button(app, "More").disabled
    button(app, "Back").click().run()
    assert shown(app) == TITLES[:2]


def test_a_list_of_one_page__has_no_buttons(open_page) -> None:
    app = open_page(ALICE, "contribute")
    assert shown(app) == TITLES
    assert "More" not in [one.label for one in app.button]


def test_what_one_is_asked_to_confirm__some_of_it__and_how_many_more(village) -> None:
    waiting = village.index.sync().asked_count(NADIA)
    rows, more = lists.to_confirm(NADIA, 1)
    assert (len(rows), more) == (1, waiting - 1)
    assert len(lists.to_confirm(NADIA, waiting + 1)[0]) == waiting
    assert lists.to_confirm(NADIA, waiting)[1] == 0


def test_the_catalogue__a_page_at_a_time(open_page, monkeypatch) -> None:
    monkeypatch.setattr(lists, "A_PAGE", 1)
    app = open_page(ALICE, "services")
    assert "One hour of coaching" in text(app)
    button(app, "More").click().run()
    said = text(app)
    assert "Library card" in said
    assert "One hour of coaching" not in said


@pytest.fixture
def many(village, monkeypatch):
    """More people than one can choose from; Éric agreed to be named, Erica did not."""
    monkeypatch.setattr(people, "FEW", 3)
    village.directory.add([Person(41, "eric", "Éric Blanc"), Person(42, "erica", "Erica Blanc")])
    village.consents.give(41, Purpose.NameShown, language="fr", source="test")
    data.forget_names()
    yield
    village.directory.erase(41)
    village.directory.erase(42)
    village.consents.withdraw(41, Purpose.NameShown)
    data.forget_names()


def test_people__found_by_a_part_of_their_name__who_agreed_to_be_named(many) -> None:
    assert data.everybody() is None
    assert data.find_people("éric") == {41: "Éric Blanc"}
    assert data.find_people("blanc") == {41: "Éric Blanc"}
    assert data.find_people("%") == {}
    assert data.find_people(" ") == {}


def test_people__found_by_their_number__whoever_they_are(many) -> None:
    assert data.find_people("42") == {42: "member 42"}
    assert data.find_people("4711") == {}


def test_contribute__among_many__offers_those_who_are_looked_for(open_page, many) -> None:
    app = open_page(BOB, "contribute")
    assert app.multiselect[0].options == []
    next(one for one in app.text_input if one.label == "Look for a name").input("alice").run()
    assert app.multiselect[0].options == ["Alice Martin"]
