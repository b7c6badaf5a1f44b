"""Review: votes in batches, what beneficiaries confirmed first, challenges."""

from cercle.states import ContributionStatus
from tests.dashboard.screen import button, press, text
from tests.dashboard.village import BOB, MENTORING, NADIA, VERA, VICTOR


def statuses(village) -> list[ContributionStatus]:
    return [one.status for one in village.history.refresh().contributions.values()]


def ticked(app, title: str):
    next(one for one in app.checkbox if title in one.label).check()
    return app.run()


def test_review__is_there_for_validators_only(open_page) -> None:
    assert "Review" in [one.label for one in open_page(VERA).get("page_link")]
    assert "Review" not in [one.label for one in open_page(BOB).get("page_link")]


def test_approve__what_is_ticked__is_accepted(open_page, village) -> None:
    app = open_page(VERA, "review")
    assert button(app, "Approve (0)").disabled
    assert "Approved: 1." in press(ticked(app, "Helping with a first job"), "Approve (1)")
    assert statuses(village)[-1] is ContributionStatus.Accepted
    assert "Nothing waits for you here. Thank you." in text(app.run())


def test_reject__what_is_ticked__is_rejected(open_page, village) -> None:
    app = ticked(open_page(VERA, "review"), "Helping with a first job")
    assert "Rejected: 1." in press(app, "Reject (1)")
    assert statuses(village)[-1] is ContributionStatus.Rejected


def test_review__confirmed_ones_come_first(open_page) -> None:
    confirming = open_page(NADIA)
    # Documents are kept from test to test: some may have been confirmed before.
    while any(one.label == "Yes, this happened" for one in confirming.button):
        press(confirming, "Yes, this happened")
        confirming = open_page(NADIA)
    said = text(open_page(VICTOR, "review"))
    assert "confirmed by Nadia Haddad" in said


def test_challenge__stops_what_was_accepted(open_page, village) -> None:
    app = open_page(VICTOR, "review")
    app.pills[0].set_value(MENTORING).run()
    assert button(app, "Send the challenge").disabled
    app.text_area[0].input("I was there, and it was somebody else.").run()
    assert "not paid until an arbiter has decided" in press(app, "Send the challenge")
    assert ContributionStatus.Challenged in statuses(village)
