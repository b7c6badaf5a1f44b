"""Contribute: the form, and how my contributions stand."""

from decimal import Decimal

from app import data
from cercle.states import ContributionStatus
from tests.dashboard.screen import button, press, text
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA


def filled(app, title: str, units: float):
    app.text_input[0].input(title)
    app.number_input[0].set_value(units)
    return app.run()


def test_submit__with_beneficiaries__stands_on_chain_with_its_document(open_page, village) -> None:
    app = open_page(NADIA, "contribute")
    app.multiselect[0].select(BOB)
    assert "Worth **1.5 Merci** once it is accepted." in text(filled(app, "Visit of a workshop", 1.5))
    assert "Sent. The validators look at it now." in press(app, "Send")
    sent = list(village.history.refresh().contributions.values())[-1]
    assert (sent.member, sent.programme, sent.units) == (NADIA, MENTORING, Decimal("1.5"))
    document = village.documents.get(sent.evidence).document
    assert (document.title, document.beneficiaries) == ("Visit of a workshop", (BOB,))
    assert app.text_input[0].value == ""  # the form is empty again


def test_submit__without_a_title__says_what_is_missing_and_keeps_the_form(open_page, village) -> None:
    before = len(village.history.refresh().contributions)
    app = filled(open_page(NADIA, "contribute"), "", 1.5)
    assert "Say in a few words what you did." in press(app, "Send")
    assert app.number_input[0].value == 1.5
    assert len(village.history.refresh().contributions) == before


def test_submit__above_the_cap__says_what_is_left(open_page) -> None:
    app = filled(open_page(ALICE, "contribute"), "One more", 3)
    said = press(app, "Send")
    assert "You can still enter" in said
    assert "The cap of this period leaves" in said


def test_withdraw__what_waits_for_approval(open_page, village) -> None:
    app = open_page(ALICE, "contribute")
    assert "Withdrawn." in press(app, "Withdraw")
    statuses = [one.status for one in village.history.refresh().contributions.values()]
    assert ContributionStatus.Withdrawn in statuses
    assert "Withdraw" not in [one.label for one in app.run().button]


def test_document__missing_or_tampered__is_shown_as_such(open_page, village) -> None:
    mine = [one for one in village.history.refresh().contributions.values() if one.member == ALICE]
    for one, what in ((mine[0], "missing"), (mine[1], "tampered")):
        name = one.evidence.hex()
        file = village.record.files.documents / name[:2] / f"{name}.json"
        content = file.read_bytes()
        data.refresh()
        try:
            file.unlink() if what == "missing" else file.write_bytes(content.replace(b"A call", b"Ten calls"))
            app = open_page(ALICE, "contribute")
            said = text(app)
        finally:
            file.write_bytes(content)
        expected = (
            "Its text is missing here." if what == "missing" else "Its text was changed since it was recorded"
        )
        assert expected in said
        assert button(app, "Send")
