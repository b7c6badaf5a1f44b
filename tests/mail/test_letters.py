"""What a letter looks like: both languages, both parts, its headers, and nothing that could do harm."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from cercle.config_values import Words
from cercle.documents import Bilingual
from cercle.errors import InputProblem
from cercle.mail.addresses import Mailbox, check_email, read_mailbox
from cercle.mail.kinds import STOPS, Kind
from cercle.mail.letters import Letters, Part, Recipient, Sender
from cercle.mail.out import WaysOut
from cercle.mail.samples import SAMPLES
from cercle.mail.templates import Templates
from cercle.mail.wire import WIRE

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
CAMILLE = Recipient(7, "Camille Lefèvre", "camille@example.org", "fr")
COMMUNITY = Words(fr="Le Cercle d’Été", en="The Summer Circle")


@pytest.fixture
def letters(tmp_path) -> Letters:
    sender = Sender(
        Mailbox("Le Cercle d’Été", "cercle@example.org"),
        Mailbox("", "office@example.org"),
        COMMUNITY,
        "Merci",
        "https://cercle.example",
    )
    return Letters(sender, Templates(tmp_path / "own", ZoneInfo("Europe/Paris")), WaysOut(tmp_path))


def write(letters: Letters, *parts: Part, language: str = "fr", name: str = CAMILLE.name):
    """A letter as its reader's program gets it."""
    recipient = Recipient(7, name, CAMILLE.email, language)
    return message_from_bytes(
        letters.write("number", recipient, parts, NOW).as_bytes(policy=WIRE), policy=default
    )


def collect(title: str = "Mentorat") -> Part:
    thing = {"title": Bilingual(fr=title, en=title), "amount": Decimal("7.5")}
    return Part(Kind.Collect, {"count": 1, "amount": Decimal("1207.5"), "things": [thing], "more": 0})


def texts(letter) -> tuple[str, str]:
    return letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("parts", SAMPLES, ids=[" ".join(part.kind for part in parts) for parts in SAMPLES])
def test_every_kind__in_both_languages__two_parts_and_a_deep_link(letters, parts, language):
    letter = write(letters, *parts, language=language)
    text, html = texts(letter)
    assert letter["Subject"].strip() and "\n" not in letter["Subject"]
    for said in (text, html):
        assert "https://cercle.example/" in said
        assert "{{" not in said and "{%" not in said and "None" not in said
    assert f'lang="{language}"' in html
    assert ("Bonjour" if language == "fr" else "Hello") in text
    out = STOPS.get(parts[0].kind) is not None
    assert (letter["List-Unsubscribe"] is not None) == out == ("https://cercle.example/unsubscribe/" in text)


def test_headers__say_who_from__answers_where__and_how_to_stop(letters):
    letter = write(letters, collect())
    assert str(letter["From"]) == "Le Cercle d’Été <cercle@example.org>"
    assert letter["Reply-To"] == "office@example.org"
    assert letter["Message-ID"] == "<number@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"].startswith("<https://cercle.example/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_numbers_and_dates__as_the_language_writes_them(letters):
    assert "1\u202f207,5 Merci" in texts(write(letters, collect()))[0]
    assert "1,207.5 Merci" in texts(write(letters, collect(), language="en"))[0]


def test_html__no_picture__no_tracking__no_script(letters):
    for parts in SAMPLES:
        html = texts(write(letters, *parts))[1].lower()
        for forbidden in ("<img", "<script", "http://", "src=", "@import", "url("):
            assert forbidden not in html


def test_what_people_wrote__is_shown_as_they_wrote_it(letters):
    evil = "[click](https://evil.example) <b>x</b> **y** ![p](http://e/p.png)\n\n# Big"
    text, html = texts(write(letters, collect(evil)))
    assert "[click](https://evil.example) <b>x</b> **y** ![p](http://e/p.png) # Big: 7,5" in text.replace(
        "\u00a0:", ":"
    )
    assert (
        'href="https://evil' not in html
        and "<b>" not in html
        and "<img" not in html
        and "Big</h1>" not in html
    )


def test_text_part__has_no_markdown_left(letters):
    text = texts(write(letters, collect()))[0]
    assert "**" not in text and "](" not in text and "\\" not in text
    assert "Les récupérer: https://cercle.example/" in text


@pytest.mark.parametrize(
    "name", ["Camille\r\nBcc: all@example.org", "Camille\nX: y", "Camille\x00", "Ca\u2028mille"]
)
def test_name__with_a_line_break__is_refused(letters, name):
    with pytest.raises(InputProblem, match="line break"):
        write(letters, collect(), name=name)


@pytest.mark.parametrize("name", ['Camille "Cam" <x@y.org>', "Lefèvre, Camille; Jr.", "Camille @ home", ""])
def test_name__with_signs_of_its_own__stays_one_name(letters, name):
    letter = write(letters, collect(), name=name)
    (to,) = letter["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "camille@example.org")


def test_title__with_a_line_break__adds_no_header(letters):
    letter = write(letters, Part(Kind.Digest, {**SAMPLES[8][0].facts, "month": "May\nBcc: all@example.org"}))
    assert letter["Bcc"] is None
    assert "May Bcc: all@example.org" in letter["Subject"]


@pytest.mark.parametrize("email", ["a@b.org", "first.last+tag@mail.example.co", "o'neil@example.org"])
def test_address__that_is_one(email):
    assert check_email(email) == email


@pytest.mark.parametrize(
    "email",
    ["", "a", "a@b", "a@@b.org", "a b@c.org", "a@b.org\nBcc: c@d.org", "a@b.org, c@d.org", "<a@b.org>", "a@[127.0.0.1]",
     "é@example.org", "a@-b.org", "a" * 65 + "@b.org", "a@" + "b" * 250 + ".org"],
)  # fmt: skip
def test_address__that_is_none__is_refused(email):
    with pytest.raises(InputProblem):
        check_email(email)


def test_mailbox__name_and_address():
    assert read_mailbox("Le Cercle <c@d.org>") == Mailbox("Le Cercle", "c@d.org")
    assert read_mailbox("c@d.org") == Mailbox("", "c@d.org")
    with pytest.raises(InputProblem):
        read_mailbox("Le Cercle <c@d.org>\nBcc: e@f.org")
