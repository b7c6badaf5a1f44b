"""What a community's YAML says of e-mail: no password in it, and every mistake told with its line."""

import pytest

from cercle.config import BrokenConfig, parse_config
from cercle.contracts import ROOT

YAML = (ROOT / "communities" / "alumni.yaml").read_text().partition("\nemail:")[0]
RIGHT = ("from: Alumni Grandmont <cercle@example.org>",)


def email(*lines: str):
    return parse_config("\n".join([YAML, "email:", *(f"  {line}" for line in lines), ""]), "a.yaml").email


def test_terms__with_what_is_usual_left_out():
    found = email(*RIGHT)
    assert (found.sender, found.smtp, found.hours) == (RIGHT[0][6:], "CERCLE_SMTP", (8, 20))


def test_terms__the_whole_day():
    assert email(*RIGHT, "hours: 0-24", "smtp: env:OUR_SMTP").hours == (0, 24)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["fro: cercle@example.org"], "did you mean from"),
        (["from: cercle"], "not an e-mail address"),
        ([*RIGHT, "smtp: smtp://user:password@mail.example.org"], "write env:CERCLE_SMTP"),
        ([*RIGHT, "hours: 20-8"], "write it like 8-20"),
        ([*RIGHT, "hours: 8-25"], "write it like 8-20"),
        ([*RIGHT, "hours: 8-8"], "write it like 8-20"),
        ([*RIGHT, "time_zone: Mars/Base"], "Europe/Paris"),
        ([*RIGHT, "per_minute: 0"], "at least 1"),
    ],
)
def test_terms__a_mistake__is_told_with_its_line(lines, said):
    with pytest.raises(BrokenConfig, match=said) as caught:
        email(*lines)
    assert max(found.line for found in caught.value.problems) == YAML.count("\n") + 2 + len(lines)
