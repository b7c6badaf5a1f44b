"""Links: what their codes hold, and what is told about one that was cut, mistyped or made up (P5)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercle.config import parse_config
from cercle.config_models import Dashboard
from cercle.contracts import ROOT
from cercle.errors import ConfigProblem, InputProblem
from cercle.invitations import new_invitation
from cercle.links import Code, link, read_code

members = st.integers(min_value=1, max_value=2**32 - 1)
keys = st.binary(min_size=32, max_size=32)


def code_in(url: str) -> str:
    return url.partition("code=")[2]


class TestCode:
    @given(members, keys, st.integers(min_value=0, max_value=2**32 - 1))
    def test_read_code__of_what_was_written__gives_it_back(self, member, key, referrer):
        code = Code(member, key, referrer)
        if referrer == member:
            with pytest.raises(InputProblem, match="not complete"):
                read_code(str(code))
        else:
            assert read_code(f" {code}\n") == code

    @given(members, keys, st.data())
    def test_read_code__with_one_letter_changed__is_refused(self, member, key, data):
        written = str(Code(member, key))
        place = data.draw(
            st.integers(0, len(written) - 2)
        )  # the last letter holds two bits that nobody reads
        other = data.draw(st.sampled_from("abcXYZ019-_").filter(lambda letter: letter != written[place]))
        with pytest.raises(InputProblem, match="This link is not complete"):
            read_code(written[:place] + other + written[place + 1 :])

    @pytest.mark.parametrize("cut", [1, 5, 30, 59])
    def test_read_code__cut_short__is_refused(self, cut):
        with pytest.raises(InputProblem, match="copy all of it"):
            read_code(str(Code(7, bytes(32)))[:-cut])

    @pytest.mark.parametrize("made_up", ["", "=", "é" * 59, "../../etc", "A" * 59, "A" * 100_000, "\0", "🙂"])
    def test_read_code__of_anything__is_refused_in_words(self, made_up):
        with pytest.raises(InputProblem, match="This link is not complete"):
            read_code(made_up)

    def test_read_code__in_the_other_base64_alphabet__is_refused(self):
        written = str(Code(7, b"\xff" * 32))
        with pytest.raises(InputProblem, match="not complete"):
            read_code(written.replace("_", "/"))

    def test_a_code_that_is_logged__does_not_show_its_secret(self):
        invitation = new_invitation(1, 7)
        assert repr(Code(7, invitation.secret)) == "<Code of member 7>"
        assert invitation.secret.hex() not in repr(invitation) and repr(invitation.secret) not in repr(
            invitation
        )


class TestLink:
    def test_link__leads_to_joining_with_member_secret_and_referrer(self):
        invitation = new_invitation(3, 12, "ada@example.org")
        url = link("https://cercle.example", invitation, 5)
        assert url.startswith("https://cercle.example/join?code=")
        assert read_code(code_in(url)) == Code(12, invitation.secret, 5)

    def test_link__holds_nothing_personal(self):
        url = link("https://cercle.example", new_invitation(3, 12, "ada@example.org"))
        raw = base64.urlsafe_b64decode(code_in(url) + "=" * (-len(code_in(url)) % 4))
        assert b"ada" not in raw and "ada" not in url

    def test_link__for_a_known_wallet__has_a_secret_that_is_no_key(self):
        wallet = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
        invitation = new_invitation(3, 12, wallet=wallet)
        assert invitation.key is None and len(read_code(code_in(link("https://x", invitation))).key) == 32


class TestDashboardUrl:
    @pytest.mark.parametrize(
        "url", ["https://cercle.example", "https://x.org/cercle/", "http://localhost:8501"]
    )
    def test_url__that_passkeys_work_on__is_taken_without_its_last_slash(self, url):
        assert Dashboard(url=url).url == url.rstrip("/")

    @pytest.mark.parametrize(
        ("url", "problem"),
        [
            ("http://cercle.example", "passkeys work on https only"),
            ("http://127.0.0.1:8501", "passkeys work on https only"),
            ("cercle.example", "is not a dashboard's address: write it like https://cercle.example."),
            ("ftp://cercle.example", "is not a dashboard's address"),
            ("https://cercle.example/?a=1", "is not a dashboard's address"),
            ("https://", "is not a dashboard's address"),
        ],
    )
    def test_url__that_would_not_work__is_refused_with_its_line(self, url, problem):
        text = (ROOT / "communities" / "alumni.yaml").read_text()
        assert "  url: http://localhost:8501\n" in text
        with pytest.raises(ConfigProblem, match=r"line [0-9]+: dashboard\.url") as caught:
            parse_config(text.replace("url: http://localhost:8501", f"url: {url}"), "alumni.yaml")
        assert problem in str(caught.value)
