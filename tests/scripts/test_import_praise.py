"""The praise import on a real chain: everybody earns what the community had paid, once, whatever happens."""

from __future__ import annotations

import json
import shutil
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from cercle.accounts import account
from cercle.documents import Evidence
from cercle.enrolment import activate
from cercle.importers.praise import published_allocation, read_praise_round
from cercle.node import Node
from cercle.signers import AccountSigner
from cercle.states import ContributionStatus
from tests.scripts.place import DAY, PRAISE, Place, praise_round

NANO = Decimal("1e-9")  # of a token: the largest error per person that is accepted
WINDOW = 3 * DAY
OWN_SCORE = "6256d00b7d6ca6ad95bd635d"


@pytest.fixture(scope="module")
def yaml():
    """The committed one, with a challenge window to wait for."""
    return PRAISE.read_text().replace("challenge_window: 0 s", "challenge_window: 3 days")


@pytest.fixture(scope="session")
def round_10() -> Path:
    return praise_round()


@pytest.fixture(scope="class")
def imported(deployed, round_10):
    """Round 10, imported once for a class of tests that look at it."""
    with deployed.put_back() as found:
        said = found.run("contributions", "import", "--format", "praise", round_10)
        yield found, said


def import_round(place: Place, round_10: Path, *more: object, expect: int = 0) -> str:
    return place.run("contributions", "import", "--format", "praise", round_10, *more, expect=expect)


def earned(place: Place) -> dict[str, Decimal]:
    """By key, what the chain holds for everybody, paid or to be paid."""
    community = place.community()
    founders = community.record.founders
    keys = {number: key for key, number in community.directory.keys().items() if key not in founders}
    totals = dict.fromkeys(keys.values(), Decimal(0))
    for one in community.history.refresh().contributions.values():
        assert one.status in (ContributionStatus.Accepted, ContributionStatus.Paid)
        totals[keys[one.member]] += one.reward
    return totals


def assert_as_published(place: Place, round_10: Path) -> None:
    published, totals = published_allocation(round_10), earned(place)
    assert len(totals) == 138 and set(published) <= set(totals)
    assert max(abs(total - published.get(key, 0)) for key, total in totals.items()) < NANO
    assert len(place.community().history.refresh().contributions) == 716 + 16 + 8


class TestTheWholeRound:
    def test_everybody_earns_what_was_published_people_without_a_wallet_included(self, imported, round_10):
        place, said = imported
        assert_as_published(place, round_10)
        totals = earned(place)
        without = [one.key for one in read_praise_round(round_10).members if one.address is None]
        assert len(without) == 40 and sum(totals[key] for key in without) > 189
        assert "740 contributions recorded" in said and "0 skipped" in said
        assert "138 people, 4019.99999" in said and "40 of them without a known wallet" in said

    def test_what_a_reader_should_know_is_listed(self, imported):
        _, said = imported
        assert "14 entries thank themselves; paid as scored: lines 44, 84, " in said
        assert "95 entries were marked as duplicates by a validator" in said
        assert "96 entries were dismissed by a validator" in said
        assert "18 entries are worth nothing: kept as evidence, not recorded: lines 22, 23, " in said
        assert "1 entries were scored by their own receiver, among others: lines 297" in said

    def test_all_entries_are_evidence_that_names_the_scorers_and_nothing_of_it_is_on_chain(
        self, imported, round_10
    ):
        place, _ = imported
        community = place.community()
        documents = [community.documents.get(one).document for one in community.documents]
        evidence = [one for one in documents if isinstance(one, Evidence)]
        assert len(evidence) == 734 + 16 + 8
        by_id = {one.source["id"]: one for one in evidence if "id" in one.source}
        assert len(by_id) == 734
        numbers = community.directory.keys()
        for entry in read_praise_round(round_10).entries:
            one = by_id[entry.id]
            assert one.member == numbers[entry.receiver] and one.date == entry.date
            assert one.text == entry.reason and one.source["giver"] == entry.giver
            assert [score["scorer"] for score in one.source["scores"]] == list(entry.scorers)
        own = by_id[OWN_SCORE].source
        assert [score["scored_own"] for score in own["scores"]].count(True) == 1 and not own["own"]

    def test_member_numbers_say_nothing_about_the_order_of_the_file(self, imported, round_10):
        place, _ = imported
        numbers = place.community().directory.keys()
        order = [numbers[one.key] for one in read_praise_round(round_10).members]
        assert sorted(order) == list(range(2, 140)) and order != sorted(order)

    def test_the_invitations_are_readable_by_their_owner_only(self, imported):
        place, _ = imported
        folder = place.community().record.files.invitations
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        files = list(folder.iterdir())
        assert files and all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
        assert sum(len(json.loads(file.read_text())["invitations"]) for file in files) == 138

    def test_a_second_run_records_nothing(self, imported, round_10):
        place, _ = imported
        height, documents = Node().height(), len(list(place.community().documents))
        said = import_round(place, round_10)
        assert "0 to enrol" in said and "0 contributions recorded in 0 transactions" in said
        assert "740 were on chain before" in said
        assert (Node().height(), len(list(place.community().documents))) == (height, documents)

    def test_somebody_without_a_wallet_activates_binds_one_and_collects(self, imported, round_10):
        place, _ = imported
        with place.put_back():
            community = place.community()
            person = next(one for one in read_praise_round(round_10).members if one.address is None)
            number, total = community.directory.keys()[person.key], earned(place)[person.key]
            wallet = AccountSigner(community.node, account(community.node, "TEST::9"))
            assert "Done in block" in place.run("members", "activate", person.key, "--account", "TEST::9")
            assert community.members.get(number).wallet == wallet.address
            early = place.run("rewards", "claim", person.key, "--account", "TEST::9")
            assert "0 of 1 members have something to collect" in early
            place.pass_time(WINDOW)
            place.run("rewards", "claim", person.key, "--account", "TEST::9")
            assert community.token.balance(wallet.address) == total > 0
            assert "0 of 1 members" in place.run("rewards", "claim", person.key, "--account", "TEST::9")

    def test_an_invitation_for_a_known_wallet_is_for_that_wallet_only(self, imported, round_10):
        place, _ = imported
        person = next(one for one in read_praise_round(round_10).members if one.address)
        said = place.run("members", "activate", person.key, "--account", "TEST::9", expect=1)
        assert f"is for the wallet {person.address}. Use the account of that wallet." in said

    def test_a_wallet_of_another_member_is_refused_by_the_chain(self, imported, round_10):
        place, _ = imported
        with place.put_back():
            community = place.community()
            without = [one for one in read_praise_round(round_10).members if one.address is None]
            first, second = (community.directory.keys()[one.key] for one in without[:2])
            wallet = AccountSigner(community.node, account(community.node, "TEST::9"))
            activate(community, wallet, first)
            said = place.run("members", "activate", second, "--account", "TEST::9", expect=1)
            assert f"The wallet {wallet.address} belongs to member {first}.".lower() in said.lower()

    def test_a_tampered_document_is_shown_as_tampered(self, imported):
        place, _ = imported
        with place.put_back():
            community = place.community()
            one = next(iter(community.history.refresh().contributions.values()))
            assert "approved by 1" in place.run("contributions", "show", one.id.hex())
            file = next(community.record.files.documents.rglob(f"{one.evidence.hex()}.json"))
            file.write_text(file.read_text().replace('"text":"', '"text":"not '))
            said = place.run("contributions", "show", one.id.hex(), expect=1)
            assert "was changed or damaged" in said

    def test_an_edited_entry_is_refused(self, imported, round_10, tmp_path):
        place, _ = imported
        folder = shutil.copytree(round_10, tmp_path / "round-10")
        text = (folder / "praise.csv").read_text()
        (folder / "praise.csv").write_text(text.replace("for ", "for or against ", 1))
        said = place.run("contributions", "import", "--format", "praise", folder, expect=1)
        assert "has changed in the source file since it was imported" in said


class TestFromTheBeginning:
    def test_a_dry_run_sends_and_keeps_nothing(self, place, round_10):
        place.community()
        height, files = Node().height(), sorted(place.home.rglob("*"))
        said = import_round(place, round_10, "--dry-run")
        assert "138 to enrol" in said and "740 contributions are new" in said and "nothing was sent" in said
        assert Node().height() == height and sorted(place.home.rglob("*")) == files

    def test_rates_that_no_programme_pays_are_told_and_nothing_happens(self, place, round_10):
        height = Node().height()
        said = place.run(
            "contributions", "import", "--format", "praise", round_10.with_name("round-13"), expect=1
        )
        assert "No open programme with quorum 1 pays the rates of round-13." in said
        assert "tokens_per_unit into the community's YAML" in said and "validators: 0." in said
        assert Node().height() == height

    def test_a_closed_programme_is_told_and_nothing_happens(self, place, round_10):
        assert "Done in block" in place.run("programmes", "close", "round-10-validators")
        height = Node().height()
        said = import_round(place, round_10, expect=1)
        assert "No open programme with quorum 1 pays the rates of round-10." in said
        assert "validators: 0.1000711237553342" in said and "contributors" not in said.split("rates of")[1]
        assert Node().height() == height

    def test_an_account_without_a_seat_is_told(self, place, round_10):
        said = import_round(place, round_10, "--account", "TEST::5", expect=1)
        assert "is not the wallet of a member. Use the account of a member who has a seat" in said
