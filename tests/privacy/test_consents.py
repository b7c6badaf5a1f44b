"""Consents: each purpose by itself, from the moment given to just before the moment taken back, provable for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from cercle.privacy import purposes
from cercle.privacy.consents import Consents
from cercle.privacy.database import open_database
from cercle.privacy.purposes import Purpose, wording, wording_of, wording_version
from cercle.texts import Text

GIVEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
WITHDRAWN = datetime(2026, 4, 1, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
ALICE, BOB = 1, 2


@pytest.fixture
def consents(tmp_path) -> Consents:
    return Consents(open_database(tmp_path))


def give(consents: Consents, member: int = ALICE, purpose: Purpose = Purpose.Digest, at=GIVEN) -> None:
    consents.give(member, purpose, language="fr", source="reunion form", at=at)


@pytest.mark.parametrize("purpose", Purpose)
def test_nobody__has_agreed_to_anything_before_they_were_asked(consents, purpose):
    assert not consents.has(ALICE, purpose)
    assert consents.of(ALICE) == [] and consents.members(purpose) == frozenset()


def test_consent__is_for_one_member_and_one_purpose(consents):
    give(consents)
    assert consents.has(ALICE, Purpose.Digest)
    assert not consents.has(ALICE, Purpose.Notices) and not consents.has(BOB, Purpose.Digest)
    assert consents.members(Purpose.Digest) == {ALICE}


def test_consent__keeps_when_where_and_in_which_words(consents):
    give(consents)
    (kept,) = consents.of(ALICE)
    assert (kept.given_at, kept.withdrawn_at) == (GIVEN, None)
    assert (kept.language, kept.source, kept.wording) == ("fr", "reunion form", 1)
    assert wording_of(kept.purpose, kept.wording) == wording(Purpose.Digest)


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (GIVEN - MOMENT, False),
        (GIVEN, True),
        (GIVEN + MOMENT, True),
        (WITHDRAWN - MOMENT, True),
        (WITHDRAWN, False),
        (WITHDRAWN + MOMENT, False),
    ],
)
def test_consent__holds_from_when_it_was_given_until_just_before_it_was_withdrawn(consents, moment, holds):
    give(consents)
    consents.withdraw(ALICE, Purpose.Digest, at=WITHDRAWN)
    assert consents.has(ALICE, Purpose.Digest, at=moment) is holds
    assert not consents.has(ALICE, Purpose.Digest)


def test_consent__given_twice_is_one(consents):
    give(consents)
    give(consents, at=GIVEN + timedelta(days=1))
    assert [one.given_at for one in consents.of(ALICE)] == [GIVEN]


def test_consent__withdrawn_and_given_again__leaves_both_in_the_history(consents):
    give(consents)
    consents.withdraw(ALICE, Purpose.Digest, at=WITHDRAWN)
    consents.withdraw(ALICE, Purpose.Digest, at=WITHDRAWN + timedelta(days=1))  # a second click
    give(consents, at=WITHDRAWN + timedelta(days=2))
    assert [(one.given_at, one.withdrawn_at) for one in consents.of(ALICE)] == [
        (GIVEN, WITHDRAWN),
        (WITHDRAWN + timedelta(days=2), None),
    ]


def test_consent__to_an_older_wording__ends_where_the_new_one_begins(consents, monkeypatch):
    give(consents)
    reworded = {**purposes._WORDINGS, Purpose.Digest: (wording(Purpose.Digest), Text("Other words."))}
    monkeypatch.setattr(purposes, "_WORDINGS", reworded)
    assert wording_version(Purpose.Digest) == 2
    give(consents, at=WITHDRAWN)
    first, second = consents.of(ALICE)
    assert (first.wording, first.withdrawn_at) == (1, WITHDRAWN)
    assert (second.wording, second.given_at, second.withdrawn_at) == (2, WITHDRAWN, None)


def test_many__agree_at_once__whoever_agreed_before_keeps_their_date(consents):
    give(consents, BOB)
    consents.give_many([ALICE, BOB, BOB, 3], Purpose.Digest, language="en", source="list", at=WITHDRAWN)
    assert consents.members(Purpose.Digest) == {ALICE, BOB, 3}
    assert [one.given_at for one in consents.of(BOB)] == [GIVEN]


def test_proof__keeps_dates_and_drops_the_rest(consents):
    give(consents)
    give(consents, BOB)
    consents.reduce_to_proof(ALICE)
    (kept,) = consents.of(ALICE)
    assert (kept.purpose, kept.given_at, kept.wording) == (Purpose.Digest, GIVEN, 1)
    assert kept.withdrawn_at is not None and (kept.language, kept.source) == ("", "")
    assert consents.has(BOB, Purpose.Digest) and consents.of(BOB)[0].source == "reunion form"


def test_two_processes__see_each_others_consents(tmp_path):
    give(Consents(open_database(tmp_path)))
    assert Consents(open_database(tmp_path)).has(ALICE, Purpose.Digest)
