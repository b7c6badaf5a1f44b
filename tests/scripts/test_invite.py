"""`ape run members invite`: from a list to numbers, links, letters and cards. Nothing personal on chain (A16), no formula (W3)."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest

from cercle.node import Node
from cercle.privacy.purposes import Purpose
from tests.scripts.inviting import LIST, code_of, join, letters, wallet
from tests.scripts.place import DAY


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(LIST)
    return file


class TestInvite:
    def test_invite__a_french_list__gives_everybody_a_number_and_a_link_with_which_they_join(
        self, place, people
    ):
        said = place.run("members", "invite", people)
        assert "3 new" in said and "The links lead to http://localhost:8501" in said and "3 invited" in said
        community = place.community()
        numbers = community.directory.emails()
        ada = community.directory.person(numbers["ada@example.org"])
        assert (ada.name, ada.language, ada.year, ada.kind) == ("Ada Lovelace", "en", 1985, "validator")
        assert "seats are given with `ape run programmes seat`" in said
        for email, test_account in (("edith@example.org", "TEST::11"), ("ada@example.org", "TEST::12")):
            code = code_of(people, email)
            assert code.member == numbers[email] == int(letters(people)[email]["number"])
            join(community, code, wallet(test_account))
            assert community.members.get(code.member).wallet == wallet(test_account).address

    def test_invite__twice__sends_nothing_and_writes_the_same_links(self, place, people):
        place.run("members", "invite", people)
        first, height = letters(people), Node().height()
        people.with_name("people-links.csv").unlink()
        assert "0 new" in place.run("members", "invite", people)
        assert letters(people) == first and Node().height() == height

    def test_invite__the_letters__are_in_the_persons_language_and_say_the_last_day(self, place, people):
        place.run("members", "invite", people, "--valid-days", 30)
        edith = letters(people)["edith@example.org"]
        community = place.community()
        last = community.node.time() + timedelta(days=30)
        assert edith["valid until"].startswith(str(last.day)) and str(last.year) in edith["valid until"]
        until = community.members.contract.cohortInfo(community.members.contract.cohorts()).deadline
        assert until % DAY == 0 and 0 < until - last.timestamp() <= DAY
        assert edith["language"] == "fr" and edith["name"] == "Édith Œuvray-L’Hermite"

    def test_invite__a_name_that_a_spreadsheet_would_run__is_made_harmless(self, place, people):
        place.run("members", "invite", people)
        assert letters(people)["mallory@example.org"]["name"] == '\'=HYPERLINK("http://evil")'
        file = people.with_name("people-links.csv")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_invite__consent__is_kept_for_who_gave_it_only(self, place, people):
        place.run("members", "invite", people)
        community = place.community()
        numbers = community.directory.emails()
        assert community.consents.members(Purpose.Notices) == {numbers["edith@example.org"]}

    def test_invite__dry_run__keeps_and_writes_nothing(self, place, people):
        height = Node().height()
        assert "nothing was sent" in place.run("members", "invite", people, "--dry-run")
        assert Node().height() == height and not people.with_name("people-links.csv").exists()
        assert "edith@example.org" not in place.community().directory.emails()

    def test_invite__whoever_the_directory_has__gets_what_it_did_not_know__and_keeps_what_it_did(
        self, place, people
    ):
        people.write_text("key,name,e-mail,language\njulien,Julien X,julien@example.org,fr\n")
        assert "0 new" in place.run("members", "invite", people)
        julien = place.community().directory.person(place.community().record.founders["julien"])
        assert (julien.name, julien.email, julien.language) == ("Julien Morel", "julien@example.org", "fr")
        assert code_of(people, "julien@example.org").member == julien.member

    def test_invite__puts_no_name_and_no_e_mail_in_the_folder_of_invitations_or_on_chain(self, place, people):
        before = Node().height()
        place.run("members", "invite", people)
        folder = place.community().record.files.invitations
        kept = b"".join(file.read_bytes() for file in folder.iterdir())
        blocks = [
            Node().request("eth_getBlockByNumber", hex(one), True)
            for one in range(before + 1, Node().height() + 1)
        ]
        (sent,) = [one["input"] for block in blocks for one in block["transactions"]]
        for personal in ("Lovelace", "ada@example.org", "edith"):
            assert personal.encode() not in kept and personal.encode().hex() not in sent
        assert len(bytes.fromhex(sent[2:])) == 4 + 4 * 32  # first number, root, size, deadline

    def test_invite__cards__are_printed(self, place, people, tmp_path):
        cards = tmp_path / "cards.pdf"
        said = place.run("members", "invite", people, "--cards", cards)
        assert "3 cards are in" in said and cards.read_bytes().startswith(b"%PDF-")
        assert stat.S_IMODE(cards.stat().st_mode) == 0o600


def test_the_plan_of_a_wave__names_people_only_until_it_is_done(place, people):
    place.run("members", "invite", people)
    folder = place.community().record.folder
    assert not (folder / "enrolment.json").exists()
    newest = max((folder / "invitations").glob("cohort-*.json"))
    assert {one["name"] for one in json.loads(newest.read_text())["invitations"]} == {""}
