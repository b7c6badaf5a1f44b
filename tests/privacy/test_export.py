"""A person's copy of their data: complete, explained in both languages, and readable without anything else."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from cercle.documents import Evidence
from cercle.errors import InputProblem
from cercle.privacy.export import export_archive, personal_data
from cercle.privacy.places import PLACES
from tests.dashboard.village import ALICE, MENTORING, NADIA
from tests.privacy.everywhere import EMAIL

ATTACK = "<script>alert(1)</script> & a talk"


@pytest.fixture
def files(village_of_alice) -> dict[str, str]:
    village_of_alice.documents.put(
        Evidence(member=ALICE, programme=MENTORING, date="2026-04-01", title=ATTACK)
    )
    with ZipFile(BytesIO(export_archive(village_of_alice, ALICE))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_archive__has_one_page_a_language__and_the_same_for_programs(files):
    assert set(files) == {"mes-donnees.html", "my-data.html", "data.json"}
    data = json.loads(files["data.json"])
    assert data["member"] == ALICE and [one["place"] for one in data["places"]] == [
        one.name for one in PLACES
    ]
    for language in ("fr", "en"):
        assert all(one["holds"][language] for one in data["places"])


def test_pages__show_name_email_and_texts__with_what_each_is(files):
    page = files["my-data.html"]
    for said in ("Alice Martin", EMAIL, "Two mock interviews", "Spam in the forum", "Your e-mail address."):
        assert said in page
    assert "What village keeps about you" in page and "2026-11-20" in page


def test_pages__load_nothing__and_run_nothing_that_somebody_wrote(files):
    for page in (files["my-data.html"], files["mes-donnees.html"]):
        assert "<script" not in page and "&lt;script&gt;" in page.replace("\\u003c", "&lt;").replace(
            "\\u003e", "&gt;"
        )
        assert "default-src 'none'" in page and " src=" not in page and "<link" not in page


def test_somebody_about_whom_little_is_kept__gets_a_file_that_says_so(village):
    village.directory.erase(NADIA)
    data = personal_data(village, NADIA)
    (directory,) = [one for one in data["places"] if one["place"] == "directory"]
    assert directory["records"] == []
    assert (
        "Nothing is kept here about you."
        in ZipFile(BytesIO(export_archive(village, NADIA))).read("my-data.html").decode()
    )


def test_number_never_given_out__is_refused(village):
    with pytest.raises(InputProblem, match="There is no member 999"):
        export_archive(village, 999)
