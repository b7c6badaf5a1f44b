"""Join: what somebody with a link sees, up to the button that only a real browser can press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import data
from cercle.enrolment import activate, invitation_of
from cercle.links import Code, link
from cercle.standing import revoke
from tests.dashboard.office import Office
from tests.dashboard.screen import text


@pytest.fixture
def office(village) -> Iterator[Office]:
    found = Office(village)
    yield found
    found.forget_newcomers()


@pytest.fixture
def camille(office) -> Code:
    """The code of somebody invited for thirty days, for whom a talk worth twelve tokens is recorded."""
    code = office.invite()
    office.record(code.member, "12")
    office.publish_charter()
    data.refresh()
    return code


def follow(open_page, code: Code | str, language: str = "en"):
    app = open_page(None, "join", language)
    app.query_params["code"] = str(code)
    return app.run()


def test_link__greets__says_what_waits__asks_for_consents_nobody_has_given(open_page, camille) -> None:
    app = follow(open_page, camille)
    said = text(app)
    assert "Hello Camille" in said
    assert "You are invited to **Village**" in said
    assert "Everybody gives their time freely." in said
    assert "## 12 Merci" in said
    assert [one.value for one in app.checkbox] == [False, False, False]


def test_link__in_french(open_page, camille) -> None:
    said = text(follow(open_page, camille, "fr"))
    assert "Bonjour Camille" in said and "## 12 Merci" in said and "La charte du village" in said


def test_code__leaves_the_address_bar__and_a_reload_finds_the_visit(open_page, camille) -> None:
    app = follow(open_page, camille)
    assert "code" not in app.query_params
    assert str(camille) not in str(app.query_params)
    again = open_page(None, "join")
    again.query_params["visit"] = app.query_params["visit"]
    assert "Hello Camille" in text(again.run())


def test_page__without_a_link__says_to_open_it_again(open_page, village) -> None:
    assert "Open the link of your invitation again" in text(open_page(None, "join"))


def test_link__cut__says_so(open_page, camille) -> None:
    said = text(follow(open_page, str(camille)[:-5]))
    assert "This link does not work" in said and "This link is not complete." in said


def test_link__made_up__says_nothing_about_the_member(open_page, camille) -> None:
    said = text(follow(open_page, Code(camille.member, bytes(32))))
    assert "This link is not one of this community's." in said
    assert "Camille" not in said and "Merci" not in said


@pytest.mark.parametrize(("seconds", "works"), [(-60, True), (0, False)])
def test_link__until_it_expires(open_page, village, camille, seconds, works) -> None:
    deadline = int(village.members.contract.cohortInfo(village.members.contract.cohorts()).deadline)
    village.node.request("evm_setNextBlockTimestamp", deadline + seconds)
    village.node.request("evm_mine")
    data.refresh()
    said = text(follow(open_page, camille))
    assert ("Hello Camille" in said) == works
    assert ("This invitation could be used until" in said) != works


def test_link__taken_back__says_so(open_page, village, camille) -> None:
    revoke(village, camille.member)
    said = text(follow(open_page, camille))
    assert "This invitation was taken back." in said and "Ask the community for a new one." in said


def test_link__used__sends_to_the_login(open_page, village, office, camille) -> None:
    activate(village, office.signer(15), camille.member)
    data.refresh()
    app = follow(open_page, camille)
    assert "This invitation was used on" in text(app)
    links = [one.label for one in app.get("page_link")]
    assert "Log in" in links and "I lost my phone or wallet" in links


def test_link__is_what_the_office_sends(village, camille) -> None:
    invitation = invitation_of(village, camille.member)[1]
    assert link("https://cercle.example", invitation) == f"https://cercle.example/join?code={camille}"


class TestAsk:
    """“Ask to join”: kept for the office, whoever asks."""

    def ask(self, open_page, name: str, email: str):
        app = open_page(None, "ask")
        app.text_input[0].input(name)
        app.text_input[1].input(email)
        app.text_area[0].input("Class of 1998")
        next(one for one in app.button if one.label == "Send").click().run()
        return app

    def test_request__is_kept(self, open_page, village) -> None:
        said = text(self.ask(open_page, "Camille Petit", "camille@example.org"))
        assert "the invitation comes to your e-mail" in said
        (waiting,) = data.join_requests().waiting()
        assert (waiting.name, waiting.email, waiting.message) == (
            "Camille Petit", "camille@example.org", "Class of 1998",
        )  # fmt: skip
        data.join_requests().forget([waiting.number])

    def test_request__without_an_email__says_what_is_missing(self, open_page, village) -> None:
        app = self.ask(open_page, "Camille Petit", "camille")
        assert app.error and data.join_requests().waiting() == []
