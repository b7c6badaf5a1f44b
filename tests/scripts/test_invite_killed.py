"""`ape run members invite`, killed at any point."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.enrolment import Newcomer, enrol
from tests.scripts.inviting import LIST, code_of, join, letters, wallet


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(LIST)
    return file


class TestKilled:
    """Whatever was done when it died, the same command again finishes it, and nobody has two numbers."""

    @pytest.mark.parametrize("sends", [False, True])
    def test_invite__killed_before_or_after_it_is_mined__is_finished_by_the_next_run(
        self, place, people, sends
    ):
        community = place.community()
        before = community.members.enrolled
        office = AdminSigner(community, account(community.node, "TEST::1"))

        class Mortal:
            address, sign = office.address, office.sign

            def send(self, call):
                if sends:
                    office.send(call)
                raise SystemExit("killed")

        listed = [Newcomer("edith@example.org", "Édith", email="edith@example.org", language="fr", year=2019)]
        with pytest.raises(SystemExit):
            enrol(community, Mortal(), listed, community.node.time() + timedelta(days=9))
        place.run("members", "invite", people)
        community = place.community()
        assert community.members.enrolled == before + 3
        assert community.directory.person(community.directory.emails()["edith@example.org"]).year == 2019
        join(community, code_of(people, "edith@example.org"), wallet("TEST::11"))

    def test_invite__killed_as_a_process_while_it_runs__is_finished_by_the_next_run(self, place, people):
        rows = "".join(f"Person {number},p{number}@x.org\n" for number in range(400))
        people.write_text(f"name,e-mail\n{rows}")
        before, folder = place.community().members.enrolled, place.community().record.folder
        for written in ("enrolment.json", "finished.txt"):
            process = place.process("members", "invite", people)
            while process.poll() is None and not (folder / written).exists():
                pass
            process.kill()
            process.communicate()
        place.run("members", "invite", people)
        community = place.community()
        assert community.members.enrolled == before + 400 and len(letters(people)) == 400
        assert not (folder / "enrolment.json").exists()
        assert len({row["number"] for row in letters(people).values()}) == 400
        join(community, code_of(people, "p7@x.org"), wallet("TEST::11"))
