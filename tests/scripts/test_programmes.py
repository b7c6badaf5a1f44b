"""`ape run programmes`, `services` and `rewards`: what they do, once, and what they refuse."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.calls import Call
from cercle.node import Node
from cercle.signers import AccountSigner
from cercle.states import ProgrammeStatus, ServiceStatus
from tests.scripts.place import ALUMNI, DAY

DELAY = 2 * DAY


@pytest.fixture(scope="module")
def yaml():
    """The alumni, whose steward (TEST::8) and treasurer act with a delay of two days."""
    text = ALUMNI.read_text()
    return text.replace("steward: {holders: [TEST::1]}", "steward: {holders: [TEST::8], delay: 2 days}")


def unchanged(place, *arguments: object, expect: int = 0) -> str:
    height = Node().height()
    said = place.run(*arguments, expect=expect)
    assert Node().height() == height
    return said


class TestProgrammes:
    def test_list_and_show(self, place):
        said = place.run("programmes", "list")
        assert "mentoring" in said and "60,000" in said and "2 of 3" in said
        shown = place.run("programmes", "show", "mentoring")
        assert "Mentoring / Mentorat" in shown and "40 units in 30 days" in shown

    def test_pause__once(self, place):
        place.run("programmes", "pause", "jury")
        assert place.community().programmes.status(3) is ProgrammeStatus.Paused
        assert "paused already" in unchanged(place, "programmes", "pause", "jury")

    def test_pause__dry_run__sends_nothing(self, place):
        assert "Pause programme 3." in unchanged(place, "programmes", "pause", "jury", "--dry-run")

    def test_pause__by_somebody_without_the_role__is_refused(self, place):
        said = unchanged(place, "programmes", "pause", "jury", "--account", "TEST::9", expect=1)
        assert "does not have the role for this" in said

    def test_close__with_a_delay__is_announced_then_carried_out(self, place):
        said = place.run("programmes", "close", "jury", expect=1)
        assert "Announced, since this role acts with a delay: Close programme 3 for good." in said
        assert "Run the same command again from" in said
        assert "its delay is not over" in unchanged(place, "programmes", "close", "jury", expect=1)
        place.pass_time(DELAY - 60)
        assert "its delay is not over" in unchanged(place, "programmes", "close", "jury", expect=1)
        place.pass_time(60)
        place.run("programmes", "close", "jury")
        assert place.community().programmes.status(3) is ProgrammeStatus.Closed
        assert "closed already" in unchanged(place, "programmes", "close", "jury")
        assert "closed" in unchanged(place, "programmes", "pause", "jury", expect=1)

    def test_close__announced_and_cancelled_by_the_guardian__is_announced_anew(self, place):
        place.run("programmes", "close", "jury", expect=1)
        community = place.community()
        steward = AdminSigner(community, account(community.node, "TEST::8"))
        cancelling = steward.cancellation(community.programmes.close(3))
        AccountSigner(community.node, account(community.node, "TEST::1")).send(cancelling)
        place.pass_time(DELAY)
        assert "Announced, since this role" in place.run("programmes", "close", "jury", expect=1)
        assert community.programmes.status(3) is ProgrammeStatus.Open

    def test_seat_and_unseat(self, place):
        community = place.community()
        karim = community.record.founders["karim"]
        place.run("programmes", "seat", "jury", karim, expect=1)
        place.pass_time(DELAY)
        place.run("programmes", "seat", "jury", karim)
        assert community.programmes.has_seat(3, karim)
        assert "has a seat on jury already" in unchanged(place, "programmes", "seat", "jury", karim)
        place.run("programmes", "unseat", "jury", karim, expect=1)
        place.pass_time(DELAY)
        place.run("programmes", "unseat", "jury", karim)
        assert not community.programmes.has_seat(3, karim)

    def test_an_unknown_programme_or_member__is_told(self, place):
        assert "There is no programme “chess”." in unchanged(place, "programmes", "pause", "chess", expect=1)
        assert "There is no member “x”." in unchanged(place, "programmes", "seat", "jury", "x", expect=1)


class TestServices:
    def test_list(self, place):
        assert "library" in place.run("services", "list")

    def test_the_provider_pauses_and_resumes__the_community_stops_and_takes_that_back(self, place):
        community = place.community()
        number = community.record.services["library"]
        place.run("services", "pause", "library", "--account", "TEST::2")
        assert community.services.get(number).status is ServiceStatus.Paused
        place.run("services", "resume", "library", "--account", "TEST::2")
        assert community.services.get(number).status is ServiceStatus.Open
        assert "open already" in unchanged(place, "services", "resume", "library", "--account", "TEST::2")
        place.run("services", "pause", "library")
        assert community.services.get(number).stopped
        assert "stopped by the community already" in unchanged(place, "services", "pause", "library")
        assert "stopped by the community" in place.run("services", "list")
        place.run("services", "pause", "library", "--account", "TEST::2")
        place.run("services", "resume", "library")
        after = community.services.get(number)
        assert (after.status, after.stopped) == (ServiceStatus.Paused, False)
        assert "not stopped already" in unchanged(place, "services", "resume", "library")

    def test_close__is_the_providers(self, place):
        community = place.community()
        number = community.record.services["gala"]
        assert "is not the wallet" in unchanged(
            place, "services", "close", "gala", "--account", "TEST::1", expect=1
        )
        place.run("services", "close", "gala", "--account", "TEST::2")
        assert community.services.get(number).status is ServiceStatus.Closed
        assert "closed already" in unchanged(place, "services", "close", "gala", "--account", "TEST::2")

    def test_stock__is_the_providers(self, place):
        number = place.community().record.services["library"]
        place.run("services", "stock", "library", 7, "--account", "TEST::2")
        assert place.community().services.get(number).terms.stock == 7
        assert "7 already" in unchanged(place, "services", "stock", "library", 7, "--account", "TEST::2")
        assert "is not the wallet" in unchanged(
            place, "services", "stock", "library", 8, "--account", "TEST::1", expect=1
        )

    def test_an_unknown_service__is_told(self, place):
        assert "There is no service “moon”." in unchanged(place, "services", "pause", "moon", expect=1)


class TestFund:
    def test_fund__newly_issued(self, place):
        place.run("rewards", "fund", "jury", "12.5", "--mint")
        assert place.community().rewards.budget(3).available == Decimal("30012.5")
        assert "30,012.5" in place.run("rewards", "budgets")

    def test_fund__from_the_treasury(self, place):
        community = place.community()
        treasurer = AccountSigner(community.node, account(community.node, "TEST::1"))
        treasurer.send(community.token.mint(Decimal(100)))
        place.run("rewards", "fund", "jury", "100")
        assert community.rewards.budget(3).available == 30_100
        assert community.token.balance(treasurer.address) == 0

    def test_fund__more_than_the_treasury_has__says_how_much_is_missing(self, place):
        said = unchanged(place, "rewards", "fund", "jury", "100", expect=1)
        assert "has 0 tokens, 100 too few. Issue new ones with --mint" in said

    @pytest.mark.parametrize("amount", ["-1", "0", "1e40", "nan", "ten", "0.0000000000000000001"])
    def test_fund__an_absurd_amount__is_refused(self, place, amount):
        said = unchanged(place, "rewards", "fund", "--mint", "--", "jury", amount, expect=1)
        assert f"“{amount}” is not an amount of tokens." in said

    def test_fund__beyond_the_issuance_limit__is_refused_with_what_is_left(self, place):
        said = unchanged(place, "rewards", "fund", "jury", "500001", "--mint", expect=1)
        assert "275,000" in said or "275000" in said

    def test_fund__killed_after_it_was_sent__is_not_sent_twice(self, place, monkeypatch):
        def killed(self: AdminSigner, order: str) -> None:
            raise SystemExit(137)

        with monkeypatch.context() as patched:
            patched.setattr(AdminSigner, "_finish", killed)
            place.run("rewards", "fund", "jury", "5", "--mint", expect=137)
        assert place.community().rewards.budget(3).available == 30_005
        said = unchanged(place, "rewards", "fund", "jury", "5", "--mint")
        assert "Sent by an earlier run that was stopped, not again" in said
        place.run("rewards", "fund", "jury", "5", "--mint")  # a new order
        assert place.community().rewards.budget(3).available == 30_010

    def test_fund__killed_between_its_two_transactions__goes_on(self, place, monkeypatch):
        community = place.community()
        treasurer = AccountSigner(community.node, account(community.node, "TEST::1"))
        treasurer.send(community.token.mint(Decimal(100)))
        send = AdminSigner.send

        def dying(self: AdminSigner, call: Call) -> object:
            if call.method == "fund":
                raise SystemExit(137)
            return send(self, call)

        with monkeypatch.context() as patched:
            patched.setattr(AdminSigner, "send", dying)
            place.run("rewards", "fund", "jury", "100", expect=137)
        place.run("rewards", "fund", "jury", "100")
        assert community.rewards.budget(3).available == 30_100


class TestClaim:
    def test_claim__for_everybody_with_auto_collect(self, place):
        community = place.community()
        numbers = community.record.founders
        place.run("members", "activate", numbers["karim"], "--account", "TEST::4")
        place.run("members", "activate", numbers["thomas"], "--account", "TEST::6")
        record = ("contributions", "record", "--programme", "jury", "--units", "1", "--evidence", "Jury")
        place.run(*record, "--member", numbers["karim"], "--member", numbers["thomas"])
        karim = AccountSigner(community.node, account(community.node, "TEST::4"))
        karim.send(community.members.set_auto_collect(numbers["karim"], True))
        assert "0 of 1 members have something to collect" in unchanged(place, "rewards", "claim", "--all")
        place.pass_time(2 * DAY)
        said = place.run("rewards", "claim", "--all")
        assert "1 contributions collected, 40 MRC" in said
        assert community.token.balance(karim.address) == 40
        other = unchanged(place, "rewards", "claim", numbers["thomas"], expect=1)
        assert "auto-collect" in other or "wallet" in other
        place.run("rewards", "claim", numbers["thomas"], "--account", "TEST::6")
        assert "0 of 1" in unchanged(place, "rewards", "claim", "--all")
        assert "Name a member, or give --all." in unchanged(place, "rewards", "claim", expect=1)
