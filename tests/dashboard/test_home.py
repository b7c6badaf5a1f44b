"""Home: the balance, what to collect, what waits, what happened."""

from tests.dashboard.screen import button, press, text
from tests.dashboard.village import ALICE, NADIA, PAUL, VERA


def test_home__shows_balance_what_to_collect_and_what_comes(open_page) -> None:
    said = text(open_page(ALICE))
    assert "Hello Alice" in said
    assert "## 0 Merci" in said
    assert "## 8 Merci" in said
    assert "**2 Merci** from" in said
    assert "Talk at the spring meeting" in said


def test_collect__one_button__the_balance_grows(open_page, village) -> None:
    app = open_page(ALICE)
    assert "8 Merci are yours now." in press(app, "Collect 8 Merci")
    assert "## 8 Merci" in text(app.run())
    assert village.token.balance(village.members.get(ALICE).wallet) == 8


def test_home__in_french__numbers_and_dates_too(open_page) -> None:
    said = text(open_page(ALICE, language="fr"))
    assert "Bonjour Alice" in said
    assert "Mentorat" in said
    assert "en attente de validation" in said


def test_confirm__a_beneficiary_says_yes__and_is_asked_no_more(open_page, village) -> None:
    app = open_page(NADIA)
    assert "says that this happened for you" in text(app)
    asked = len([one for one in app.button if one.label == "Yes, this happened"])
    press(app, "Yes, this happened")
    assert len([one for one in app.run().button if one.label == "Yes, this happened"]) == asked - 1


def test_home__says_what_others_wait_for(open_page) -> None:
    assert "Contributions for you to review: 1" in [one.label for one in open_page(VERA).get("page_link")]
    assert "Orders for you to fulfil: 1" in [one.label for one in open_page(PAUL).get("page_link")]


def test_visitor__chooses_who_to_be(open_page) -> None:
    app = open_page(None)
    assert "Demo: anyone can act as anyone." in text(app)
    button(app, "Act as Alice Martin").click().run()
    assert "Hello Alice" in text(app)


def test_notice__survives_a_reload__and_is_put_away_on_another_page(open_page) -> None:
    press(open_page(ALICE), "Collect 8 Merci")
    reloaded = open_page(ALICE)
    assert "8 Merci are yours now." in text(reloaded)
    assert "are yours now" not in text(reloaded.switch_page("views/services.py").run())
    assert "are yours now" not in text(open_page(ALICE))
