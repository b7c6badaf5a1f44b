"""`ape run rehearse`: a spreadsheet, a real praise round, and the page for a board."""

import pytest
from click.testing import CliRunner

from cercle.config import load_config
from cercle.importers.praise import published_allocation, read_praise_round
from cercle.rehearsal import rehearse
from cercle.rehearsal.activity import activity_of_praise
from cercle.rehearsal.page import page
from scripts.rehearse import cli
from tests.scripts.place import ALUMNI, PRAISE, praise_round

PARTS = {
    "contributors": "round-10-contributors",
    "validators": "round-10-validators",
    "reward board": "round-10-reward-board",
}
HEADER = "date,member,programme,units,evidence,beneficiaries\n"


def run(*arguments: object, expect: int = 0) -> str:
    done = CliRunner(mix_stderr=False).invoke(cli, [str(one) for one in arguments])
    said = " ".join(f"{done.stdout} {done.stderr}".split())
    assert done.exit_code == expect, said
    return said


def test_csv__says_who_would_earn_what(tmp_path):
    (tmp_path / "deeds.csv").write_text(
        HEADER + "2026-01-05,ann,mentoring,2,Help,\n2026-01-06,ben,Talk,1,Talk,\n"
    )
    said = run("csv", ALUMNI, tmp_path / "deeds.csv", "--as", "Talk=conference")
    assert "100 MRC earned by 2 people; 100 would be needed; 0 deeds refused. Gini 0.300." in said


def test_csv__with_a_programme_the_yaml_lacks__says_what_to_do(tmp_path):
    (tmp_path / "deeds.csv").write_text(HEADER + "2026-01-05,ann,chess,2,Help,\n")
    said = run("csv", ALUMNI, tmp_path / "deeds.csv", expect=1)
    assert "The YAML has no programme chess; it has mentoring, conference" in said
    assert "--as “chess=PROGRAMME”" in said
    assert "there is no programme behind it" in run(
        "csv", ALUMNI, tmp_path / "deeds.csv", "--as", "chess", expect=1
    )


def test_praise__round_3_under_the_rules_of_round_10():
    """What each contributor would get is their points times round 10's rate, compared with what they were paid."""
    config = load_config(PRAISE)
    folder = praise_round("round-3")
    found = rehearse(activity_of_praise(folder, config, PARTS), config, endless=True)
    points = dict.fromkeys((one.receiver for one in read_praise_round(folder).contributions), 0)
    for one in read_praise_round(folder).contributions:
        points[one.receiver] += one.units_hundredths
    rate = config.programmes["round-10-contributors"].tokens_per_unit
    only = rehearse(
        activity_of_praise(folder, config, {"contributors": PARTS["contributors"]}), config, endless=True
    )
    earned = {one.member: one.earned for one in only.members if one.earned}
    assert earned == {key: units * rate / 100 for key, units in points.items()}
    before = published_allocation(folder)
    assert {one.member: one.before for one in found.members if one.before} == {
        k: v for k, v in before.items() if v
    }
    assert len(found.winners) + len(found.losers) > 100


@pytest.mark.parametrize("named", [(), ("--as", "reward-board=round-10-reward-board")])
def test_praise__with_a_part_that_no_round_has__says_which_there_are(named):
    said = run("praise", PRAISE, praise_round("round-3"), *named, expect=1)
    assert "A praise round has the parts contributors, validators, reward board." in said
    assert "--as “contributors=PROGRAMME”" in said


def test_page__names_nobody_unless_asked(tmp_path):
    config = load_config(PRAISE)
    found = rehearse(activity_of_praise(praise_round("round-3"), config, PARTS), config)
    without, with_people = (page(found, "fr", with_people=people) for people in (False, True))
    assert not any(one.member in without for one in found.members)
    assert found.winners[0].member in with_people
    assert "http" not in without.replace("http://www.w3.org", "")


def test_html__is_written_in_the_language_asked_for(tmp_path):
    (tmp_path / "deeds.csv").write_text(HEADER + "2026-01-05,ann,mentoring,2,Help,\n")
    run("csv", ALUMNI, tmp_path / "deeds.csv", "--html", tmp_path / "page.html", "--language", "fr")
    text = (tmp_path / "page.html").read_text()
    assert 'lang="fr"' in text and "20 MRC" in text
