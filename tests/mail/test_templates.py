"""A community's own templates: used instead of Cercle's, in a sandbox, and broken ones are named with their line."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cercle.mail.notices import notices
from cercle.mail.templates import TemplateProblem, Templates
from tests.mail.test_notices import silently

FACTS = {"amount": 8, "token": "Merci", "things": [], "more": 0, "link": "x", "count": 0}


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


def write(own, text: str, name: str = "collect.en.md", language: str = "en"):
    (own / name).write_text(text)
    return Templates(own, ZoneInfo("UTC")).write("collect", language, FACTS)


def test_own_template__replaces_ours__in_its_language_only(own):
    found = write(own, "Subject: Yours: {{ amount }}\n\nCome and get it.")
    assert (found.subject, found.body) == ("Yours: 8", "Come and get it.")
    assert "à récupérer" in write(own, "unused", name="other.md", language="fr").subject


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Subject: x\n\n{{ amount", 3, "end of template"),
        ("Subject: x\n{% for a in things %}\n", 2, "endfor"),
        ("Subject: x\n\n\n{{ amuont }}", 4, "amuont"),
        ("Subject: x\n\n{{ amount + token }}", 3, "unsupported operand"),
        ("Subject: x\n{{ things.pop() }}", 2, "unsafe"),
        ("Subject: x\n{{ ''.__class__.__mro__ }}", 2, "__class__"),
        ("Subject: x\n{{ range(10**9) }}", 2, "range"),
        ("Subject: x\n{% include 'nowhere.md' %}", 2, "nowhere.md"),
        ("Hello", 1, "Subject"),
        ("Subject:\n\nHello", 1, "Subject"),
    ],
)
def test_broken_template__is_named_with_its_line_and_why(own, text, line, reason):
    with pytest.raises(TemplateProblem, match=reason) as caught:
        write(own, text)
    assert caught.value.file == str(own / "collect.en.md")
    assert caught.value.line == line
    assert "Nothing was sent" in str(caught.value)


def test_broken_template__even_of_another_kind__stops_the_run_before_the_first_letter(office, agree, box):
    agree()
    folder = office.community.record.folder / "mail"
    folder.mkdir()
    (folder / "digest.fr.md").write_text("Subject: x\n\n{{ oops }}")
    with pytest.raises(TemplateProblem, match=r"digest\.fr\.md.*line 3"), office.alone():
        office.send(notices(office, datetime.now(UTC)), silently)
    assert not box.connections
    (folder / "digest.fr.md").unlink()
    with office.alone():
        assert office.send(notices(office, datetime.now(UTC)), silently).sent == 6
