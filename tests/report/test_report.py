"""What the impact report says, and what it keeps to itself."""

import re

import pytest

from cercle.errors import InputProblem
from cercle.measures import Month, Period
from cercle.report import compose
from cercle.report.figures import measure
from tests.report.conftest import NAMES


def section(report, title):
    (found,) = (one for one in report.sections if one.title == title)
    return found


def titles(report):
    return [one.title for one in report.sections]


def test_headline__is_what_to_remember(many):
    """Mentoring rewarded 9 twenty times over, talks 2; seven people took part, two of them both gave and received."""
    report = compose(many, "en")
    assert report.title == "Neighbours & <friends>: what our circle brought"
    assert report.subtitle == "Impact report, January 2025 to June 2025"
    assert [value for _, value in report.facts] == ["140", "220", "100", "29%"]


def test_every_section__begins_with_one_sentence(many):
    found = {
        one.title: one.sentence.replace("\N{NO-BREAK SPACE}", " ") for one in compose(many, "en").sections
    }
    assert found == {
        "Who takes part": "140 people took part in the twelve months to June 2025: 64% of the 220 enrolled.",
        "Who stays": "Of the 180 people enrolled in Q1 2025, 56% took part in the latest quarter.",
        "What members gave": "Members gave 220 contributions that were rewarded; 82% of them to “Mentoring”.",
        "How the circle turns": "Members earned 31 MRC and used 9 MRC; 30.5 MRC can still be used.",
        "What tokens were used for": "Services were ordered 100 times, for 180 MRC; 75% of what was due was rendered.",
        "What each programme takes": "The programmes thanked with 487 MRC; 8 MRC that had been earned in them were used.",
        "How long budgets last": "At today’s pace every budget lasts longer than 24 months.",
        "How evenly thanks are spread": "The tenth of people who earned most earned 38% of the tokens.",
        "What to look at": "There is something to look at.",
    }


def test_programmes__with_units_and_money(many):
    """14 hours; 280 + 7 tokens for 100 people; half of 120 a year and 2 an hour."""
    report = compose(many, "en")
    given = section(report, "What members gave").table
    assert given.rows[0] == ("Mentoring", "180", "100", "14 × hour", "2.9")
    costs = section(report, "What each programme takes").table
    assert costs.columns[-2:] == ("money", "money a person")
    assert costs.rows[0] == ("Mentoring", "100", "287", "2.9", "7", "€88.00", "€0.88")
    assert costs.rows[1][-2:] == ("–", "–")


def test_in_french__numbers_are_written_as_the_french_do(many):
    report = compose(many, "fr")
    assert report.language == "fr" and report.title.startswith("Les voisins & <amis>")
    assert [value for _, value in report.facts] == ["140", "220", "100", "29\N{NO-BREAK SPACE}%"]
    tables = [one.table for one in report.sections if one.table]
    assert any("88,00\N{NO-BREAK SPACE}€" in row for table in tables for row in table.rows)


def test_very_few_people__are_never_counted_out(few):
    """Five people were rewarded for mentoring, two for talks, two ordered: talks are not told, alone or by difference,
    nor are services."""
    report = compose(few, "en")
    assert "What tokens were used for" not in titles(report) and "How the circle turns" not in titles(report)
    assert [value for _, value in report.facts] == ["7", "11", "–", "–"]
    assert "What members gave" not in titles(report) and "What each programme takes" not in titles(report)
    words = str([(one.sentence, one.facts, one.table) for one in report.sections])
    assert "Talks" not in words and "Mentoring" not in words


def test_months_of_very_few__are_not_drawn(few):
    drawn = section(compose(few, "en"), "Who takes part").chart.svg()
    assert len(re.findall(r">fewer than 5</text>", drawn)) == 5  # February to June; nobody in January


def test_a_small_wave__has_no_line(few):
    """Two people were invited in spring, nine in winter."""
    drawn = section(compose(few, "en"), "Who stays").chart.svg()
    assert "Q1 2025 (9)" in drawn and "Q2 2025" not in drawn


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_to_look_at__says_how_many_people_only_from_five_on(few, language):
    *people, (_, programmes) = compose(few, language).sections[-1].table.rows
    assert len(people) == 4 and {count for _, count in people} <= {"fewer than 5", "moins de 5"}
    assert programmes == "1"


def test_a_period_that_has_not_begun_on_the_chain__is_refused__this_month_is_not(year_index):
    this = Month.at(year_index.status().time)
    assert measure(year_index, Period(this, this.plus(1)), NAMES, {}).period.first == this
    following = this.plus(1)
    with pytest.raises(InputProblem, match=f"{following.start:%Y-%m} has not begun on the chain"):
        measure(year_index, Period(following, following), NAMES, {})
