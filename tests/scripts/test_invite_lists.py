"""`ape run members invite` with a list that is not right: one sentence, its line, and nothing was done (W6)."""

from __future__ import annotations

import pytest

from cercle.node import Node
from tests.scripts.inviting import LIST


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(LIST)
    return file


class TestBadLists:
    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            ("name,language\nAda,en\n", "line 1: missing columns: “key”, or “e-mail”."),
            ("name,e-mail,e-mail\nAda,a@x.org,b@x.org\n", "line 1: columns that appear twice: “email”."),
            ("nom,name,key\nAda,Ada,a\n", "line 1: columns that appear twice: “name”."),
            ("name,e-mail,phone\nAda,a@x.org,1\n", "line 1: unknown columns: “phone”."),
            ("name,e-mail\nAda,ada\n", "line 2: “ada” is not an e-mail: write it like name@example.org."),
            ("name,e-mail\nAda,\n", "line 2: the key is empty: fill it in."),
            ("name,e-mail\n,a@x.org\n", "line 2: the name is empty: fill it in."),
            (
                "name,e-mail\nAda,a@x.org\nB,A@X.org\n",
                "line 3: key “a@x.org” is already on line 2: keep one.",
            ),
            ("key,name,e-mail\na,A,a@x.org\nb,B,a@x.org\n", "line 3: email “a@x.org” is already on line 2"),
            ("name,e-mail,language\nAda,a@x.org,de\n", "line 2: language “de”: write fr or en."),
            ("name,e-mail,year\nAda,a@x.org,19\n", "line 2: year “19”: write it with four digits"),
            ("name,e-mail,kind\nAda,a@x.org,boss\n", "line 2: kind “boss”: there are member, validator,"),
            ("name,e-mail,e-mail consent\nAda,a@x.org,maybe\n", "e-mail consent “maybe”: write yes or no."),
            ("name,e-mail\nA\u202eda,a@x.org\n", "line 2: the name holds a line break or an invisible"),
            ('name,e-mail\n"Ada\nLovelace",a@x.org\n', "line 2: the name holds a line break"),
            ("name,e-mail\nAda;Lovelace\n", "line 2: this row has 1 cells where the header has 2"),
            ("name,e-mail\n", "the file has no rows below its header"),
            ("", "the file has no rows below its header"),
        ],
    )
    def test_invite__a_broken_list__is_refused_with_its_line(self, place, people, content, problem):
        people.write_text(content)
        height = Node().height()
        assert problem in place.run("members", "invite", people, expect=1)
        assert Node().height() == height and not people.with_name("people-links.csv").exists()

    def test_invite__a_list_in_another_encoding__is_refused(self, place, people):
        people.write_bytes(LIST.encode("latin-1", "replace"))
        assert "this is not UTF-8 text" in place.run("members", "invite", people, expect=1)

    def test_invite__a_list_that_is_too_large__is_refused(self, place, people):
        with people.open("wb") as file:
            file.write(b"name,e-mail\n")
            file.truncate(50_000_001)
        assert "larger than 50 MB" in place.run("members", "invite", people, expect=1)

    def test_invite__a_workbook__is_refused_as_what_it_is_not(self, place, people):
        people.write_bytes(b"PK\x03\x04\xff\xfe\x00\x00")
        assert "people.csv" in place.run("members", "invite", people, expect=1)

    def test_invite__an_e_mail_of_another_member__is_refused(self, place, people):
        place.run("members", "invite", people)
        people.write_text("key,name,e-mail\nnew,Somebody,Ada@example.org\n")
        said = place.run("members", "invite", people, expect=1)
        assert "The e-mail ada@example.org of new belongs to member" in said
