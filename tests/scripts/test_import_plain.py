"""`ape run contributions import` of our own CSV, and `record`: each row once, or every problem with its line."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.enrolment import Newcomer, enrol
from cercle.errors import InputProblem
from cercle.imports import import_plain, read_plain
from cercle.node import Node
from cercle.signers import AccountSigner
from cercle.states import ContributionStatus
from tests.scripts.place import Place

COLUMNS = ("date", "member", "programme", "units", "evidence", "beneficiaries")
ROWS = (
    ("2026-03-01", "ada", "jury", "1.5", "Jury d'admission", ""),
    ("2026-03-02", "bob", "cohort-meetings", "1", "Rencontre de la promo 2012", "ada;#1"),
    ("2026-03-02", "ada", "cohort-meetings", "1", "Rencontre de la promo 2012", "bob"),
    ("2026-03-03", "bob", "conference", "1", "Conférence sur l'impôt\nEt débat", "ada"),
)


@pytest.fixture(scope="module")
def deployed(deployed):
    """Three people in the directory; of the founders, the school and amina (jury, meetings, conference) have joined."""
    community = deployed.community()
    office = AccountSigner(community.node, account(community.node, "TEST::1"))
    people = [Newcomer("ada", "Ada"), Newcomer("bob", "Bob"), Newcomer("eve", "Eve")]
    enrol(community, office, people, community.node.time() + timedelta(days=99))
    for founder, name in (("amina", "TEST::7"), ("claire", "TEST::3")):
        deployed.run("members", "activate", community.record.founders[founder], "--account", name)
    return deployed


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "march.csv"
    write(path, *ROWS)
    return path


def write(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([COLUMNS, *rows])


def nothing_happens(place: Place, *arguments: object) -> str:
    """Runs a command that has to fail, and asserts that chain and documents stay as they were."""
    place.community()
    height, documents = Node().height(), list(place.community().documents)
    said = place.run(*arguments, expect=1)
    assert Node().height() == height and list(place.community().documents) == documents
    return said


def test_every_row_becomes_a_contribution_with_its_evidence_once(place, file):
    said = place.run("contributions", "import", file)
    assert "4 contributions recorded" in said and "0 skipped" in said
    community = place.community()
    numbers = community.directory.keys()
    found = {}
    for one in community.history.refresh().contributions.values():
        document = community.documents.get(one.evidence).document
        assert (document.member, document.programme) == (one.member, one.programme)
        found[(document.date.isoformat(), one.member, one.programme, one.units, document.title)] = (
            one,
            document,
        )
    assert set(found) == {
        ("2026-03-01", numbers["ada"], 3, Decimal("1.5"), "Jury d'admission"),
        ("2026-03-02", numbers["bob"], 5, Decimal(1), "Rencontre de la promo 2012"),
        ("2026-03-02", numbers["ada"], 5, Decimal(1), "Rencontre de la promo 2012"),
        ("2026-03-03", numbers["bob"], 2, Decimal(1), "Conférence sur l'impôt"),
    }
    statuses = {key[2]: one.status for key, (one, _) in found.items()}
    assert statuses == {
        3: ContributionStatus.Accepted,
        5: ContributionStatus.Accepted,
        2: ContributionStatus.Pending,  # two approvals are needed, and this is one
    }
    (meeting,) = (document for key, (_, document) in found.items() if key[1:3] == (numbers["bob"], 5))
    assert meeting.beneficiaries == (numbers["ada"], 1)
    (talk,) = (document for key, (_, document) in found.items() if key[2] == 2)
    assert talk.text == "Conférence sur l'impôt\nEt débat"
    height = Node().height()
    again = place.run("contributions", "import", file)
    assert "4 contributions, 4 recorded before, 0 new." in again and Node().height() == height


def test_the_same_row_in_another_file_is_the_same_contribution(place, file, tmp_path):
    place.run("contributions", "import", file)
    other = tmp_path / "april.csv"
    write(other, ROWS[0], ("2026-04-01", "eve", "jury", "1", "Jury d'avril", ""))
    assert "2 contributions, 1 recorded before, 1 new." in place.run("contributions", "import", other)


def test_a_dry_run_keeps_nothing(place, file):
    place.community()
    height = Node().height()
    said = place.run("contributions", "import", file, "--dry-run")
    assert "4 new" in said and "nothing was sent" in said
    assert Node().height() == height and not place.community().record.files.imports.exists()


def test_what_is_over_the_cap_is_skipped_with_its_line_and_stops_nothing_else(place, file):
    write(
        file,
        *[("2026-03-01", "ada", "cohort-meetings", "1", f"Rencontre {n}", "") for n in range(3)],
        ("2026-03-01", "bob", "cohort-meetings", "1", "Rencontre", ""),
    )
    said = place.run("contributions", "import", file)
    assert "3 contributions recorded in 1 transactions" in said and "1 skipped" in said
    assert "line 4: The cap of this period leaves 0 units." in said
    again = place.run("contributions", "import", file)
    assert "1 new" in again and "0 contributions recorded" in again and "line 4: The cap" in again


def test_every_problem_is_told_with_its_line_before_anything_is_sent(place, file):
    place.run("programmes", "close", "referrals")
    write(
        file,
        ROWS[0],
        ("2026-03-01", "nobody", "jury", "1", "x", ""),
        ("2026-03-01", "ada", "chess", "1", "x", ""),
        ("2026-13-01", "ada", "jury", "-1", "x", ""),
        ("2026-03-01", "ada", "referrals", "1", "x", "stranger"),
        ("2026-03-01", "ada", "jury", "99999999", "x", ""),
    )
    said = nothing_happens(place, "contributions", "import", file)
    for problem in (
        "march.csv, line 3: unknown member “nobody”: enrol the person first",
        "march.csv, line 4: unknown programme “chess”",
        "march.csv, line 5: date “2026-13-01”: write an existing day",
        "march.csv, line 5: units “-1”: must be more than 0.",
        "march.csv, line 6: the programme “referrals” is closed",
        "march.csv, line 6: unknown member “stranger”",
        "march.csv, line 7: units “99999999”: at most 10,000 in one row.",
    ):
        assert problem in said


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            b"date,member,programme,units\n2026-03-01,ada,jury,1\n",
            "missing columns: “evidence”, “beneficiaries”",
        ),
        (
            "date,member,programme,units,evidence,beneficiaries\n2026-03-01,ada,jury,1,é,\n".encode(
                "latin-1"
            ),
            "not UTF-8",
        ),
        (b"", "line 1"),
    ],
)
def test_a_broken_file_is_refused(place, file, content, problem):
    file.write_bytes(content)
    assert problem in nothing_happens(place, "contributions", "import", file) or not content


def test_a_missing_file_is_told(place, tmp_path):
    assert "there is no such file" in nothing_happens(place, "contributions", "import", tmp_path / "none.csv")


def test_who_records_for_themselves_or_names_somebody_twice_is_told(place, file):
    write(
        file,
        ("2026-03-01", "#1", "jury", "1", "Jury", ""),
        ("2026-03-01", "ada", "jury", "1", "Jury", f"#{place.community().directory.keys()['ada']}"),
    )
    said = nothing_happens(place, "contributions", "import", file)
    assert "line 2: “#1” is who imports: nobody records for themselves" in said
    assert "line 3: the same person is named twice" in said


def test_an_empty_budget_is_told_with_what_is_missing_then_funded_when_asked(place, file):
    community = place.community()
    treasurer = AccountSigner(community.node, account(community.node, "TEST::1"))
    treasurer.send(community.rewards.withdraw(3, Decimal(29_950)))
    write(file, ROWS[0])
    said = nothing_happens(place, "contributions", "import", file)
    assert "The budgets are short by 10 tokens in all (jury 10); nothing was recorded." in said
    assert "To be issued into the budget of jury: 10 tokens" in place.run(
        "contributions", "import", file, "--fund"
    )
    assert community.rewards.budget(3).available == 0 and community.rewards.budget(3).reserved == 60


def test_a_paused_programme_is_told(place, file):
    place.run("programmes", "pause", "jury")
    said = nothing_happens(place, "contributions", "import", file)
    assert "line 2: the programme “jury” is paused" in said


def test_a_programme_without_a_seated_account_here_is_told(place, file):
    write(file, ("2026-03-01", "ada", "proofreading", "1", "x", ""))  # karim and sophie have not joined
    said = nothing_happens(place, "contributions", "import", file)
    assert "No account of this computer has a seat on proofreading." in said
    said = nothing_happens(place, "contributions", "import", file, "--account", "TEST::7")
    assert "has no seat on the programme proofreading." in said


def test_record__one_by_hand_once(place):
    arguments = ("contributions", "record", "--programme", "jury", "--member", "ada", "--units", "2")
    arguments += ("--evidence", "Jury de juin", "--date", "2026-06-01", "--beneficiary", "bob")
    assert "1 contributions recorded" in place.run(*arguments)
    assert "1 recorded before, 0 new" in place.run(*arguments)
    (one,) = place.community().history.refresh().contributions.values()
    assert one.units == 2 and one.status is ContributionStatus.Accepted


@pytest.mark.parametrize("units", ["-1", "0", "1.234", "1e9", "nan", "20000"])
def test_record__absurd_units__are_refused(place, units):
    said = nothing_happens(
        place,
        "contributions",
        "record",
        "--programme",
        "jury",
        "--member",
        "ada",
        "--evidence",
        "x",
        f"--units={units}",
    )
    assert f"units “{units}”" in said


def test_queue__shows_what_waits_oldest_first(place, file):
    place.run("contributions", "import", file)
    said = place.run("contributions", "queue")
    assert (
        "Conférence sur l'impôt" in said and "1 yes, 0 no, of 2" in said and "1 contributions wait." in said
    )
    assert "0 contributions wait." in place.run("contributions", "queue", "--programme", "jury")


def test_in_python__with_any_signer_and_validator(place, file):
    community = place.community()
    rows = [row for row in read_plain(community, file) if row.programme == "jury"]
    school = AdminSigner(community, account(community.node, "TEST::2"))
    assert import_plain(community, school, rows).recorded == 1
    assert import_plain(community, school, rows, validator=1).known == 1
    with pytest.raises(InputProblem, match="has no seat on the programme jury"):
        import_plain(community, AccountSigner(community.node, account(community.node, "TEST::7")), rows)
