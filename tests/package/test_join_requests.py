"""Asking to join: what is kept, for how long, and what a flood of requests does (W6)."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from cercle import join_requests
from cercle.errors import InputProblem
from cercle.join_requests import MAX_MESSAGE, PER_HOUR, PER_HOUR_AND_SOURCE, JoinRequests


@pytest.fixture
def requests(tmp_path):
    return JoinRequests.in_folder(tmp_path)


def test_add__keeps_what_was_written__in_one_line_and_small_letters(requests):
    requests.add("  Ada \n Lovelace ", " ADA@Example.org ", "en", "Hello\nthere", 12)
    (one,) = requests.waiting()
    assert (one.name, one.email, one.language) == ("Ada Lovelace", "ada@example.org", "en")
    assert (one.message, one.referrer) == ("Hello\nthere", 12)
    assert datetime.now(UTC) - one.at < timedelta(minutes=1)


def test_add__the_same_e_mail_again__changes_nothing_and_says_nothing(requests):
    requests.add("Ada", "ada@example.org", "en", "first")
    requests.add("Mallory", "Ada@example.org", "fr", "second")
    (one,) = requests.waiting()
    assert (one.name, one.message) == ("Ada", "first")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (("", "a@x.org", "fr"), "Write your name"),
        (("x" * 201, "a@x.org", "fr"), "at most 200 characters"),
        (("A\u202eda", "a@x.org", "fr"), "Write your name"),
        (("Ada", "", "fr"), "Write your e-mail"),
        (("Ada", "ada", "fr"), "“ada” is not an e-mail"),
        (("Ada", "a@x.org\nBcc: b@x.org", "fr"), "is not an e-mail"),
        (("Ada", "a@x.org,b@x.org", "fr"), "is not an e-mail"),
        (("Ada", "a" * 250 + "@x.org", "fr"), "is not an e-mail"),
        (("Ada", "a@x.org", "de"), "write fr or en"),
        (("Ada", "a@x.org", "fr", "x" * (MAX_MESSAGE + 1)), "longer than 1000 characters"),
        (("Ada", "a@x.org", "fr", "", -1), "There is no member -1"),
        (("Ada", "a@x.org", "fr", "", 2**32), "There is no member"),
    ],
)
def test_add__of_what_is_not_right__is_refused_in_words_and_kept_nowhere(requests, values, problem):
    with pytest.raises(InputProblem, match=problem):
        requests.add(*values)
    assert not requests.waiting()


def test_add__a_message_of_just_the_length_allowed__is_kept(requests):
    requests.add("Ada", "a@x.org", "fr", "x" * MAX_MESSAGE)
    assert len(requests.waiting()[0].message) == MAX_MESSAGE


class TestPatience:
    def test_one_source__five_an_hour__the_sixth_waits_and_others_do_not(self, requests):
        for number in range(PER_HOUR_AND_SOURCE):
            requests.add("Ada", f"a{number}@x.org", "fr", source="198.51.100.7")
        with pytest.raises(InputProblem, match="Try again in an hour; nothing was kept"):
            requests.add("Ada", "more@x.org", "fr", source="198.51.100.7")
        requests.add("Alan", "alan@x.org", "fr", source="198.51.100.8")
        assert len(requests.waiting()) == PER_HOUR_AND_SOURCE + 1

    def test_one_source__an_hour_later__may_ask_again(self, requests, monkeypatch):
        for number in range(PER_HOUR_AND_SOURCE):
            requests.add("Ada", f"a{number}@x.org", "fr", source="198.51.100.7")
        later = datetime.now(UTC) + timedelta(hours=1, seconds=1)

        class Later(datetime):
            @classmethod
            def now(cls, tz=None):
                return later

        monkeypatch.setattr(join_requests, "datetime", Later)
        requests.add("Ada", "more@x.org", "fr", source="198.51.100.7")

    def test_everybody__a_hundred_an_hour__also_from_many_sources(self, requests):
        for number in range(PER_HOUR):
            requests.add("Ada", f"a{number}@x.org", "fr", source=f"source {number}")
        with pytest.raises(InputProblem, match="Too many requests arrive"):
            requests.add("Ada", "more@x.org", "fr", source="one more")
        requests.forget([requests.waiting()[0].number])
        requests.add("Ada", "more@x.org", "fr", source="one more")

    def test_no_more_than_can_be_read__wait(self, requests, monkeypatch):
        monkeypatch.setattr(join_requests, "MOST_WAITING", 2)
        requests.add("Ada", "a@x.org", "fr")
        requests.add("Ada", "b@x.org", "fr")
        with pytest.raises(InputProblem, match="Too many requests"):
            requests.add("Ada", "c@x.org", "fr")


def test_forget__leaves_nothing_in_the_file(requests, tmp_path):
    requests.add("Ada Lovelace", "ada@example.org", "en", "I knew Charles")
    requests.forget([requests.waiting()[0].number])
    assert not requests.waiting()
    raw = (tmp_path / "join_requests.sqlite").read_bytes()
    assert b"Lovelace" not in raw and b"Charles" not in raw and b"ada@" not in raw


def test_numbers__are_never_given_twice(requests):
    requests.add("Ada", "a@x.org", "fr")
    requests.forget([1])
    requests.add("Alan", "b@x.org", "fr")
    assert [one.number for one in requests.waiting()] == [2]


def test_find__names_those_that_do_not_wait(requests):
    requests.add("Ada", "a@x.org", "fr")
    assert [one.name for one in requests.find([1])] == ["Ada"]
    with pytest.raises(InputProblem, match="No request 7, 9 waits"):
        requests.find([1, 9, 7])


def test_another_process__sees_the_same_requests(requests, tmp_path):
    requests.add("Ada", "a@x.org", "fr")
    assert [one.email for one in JoinRequests.in_folder(tmp_path).waiting()] == ["a@x.org"]
    with sqlite3.connect(tmp_path / "join_requests.sqlite") as file:
        assert file.execute("select count(*) from join_requests").fetchone() == (1,)
