"""Gatherings: who gave, who attended, and what an attendee's signature says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from eth_account import Account
from pydantic import ValidationError

from cercle.documents import (
    Confirmation,
    ConfirmationRefused,
    DocumentStore,
    Evidence,
    attendance_typed_data,
    hash_text,
    is_signed_by,
)
from cercle.errors import InputProblem
from cercle.gatherings import Attended, Gathering, Gatherings, link

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHAIN, REGISTRY = 31337, "0x" + 39 * "0" + "1"
PAUL, NADIA, BOB = 5, 6, 2


@pytest.fixture
def kept(tmp_path) -> Gatherings:
    return Gatherings.in_folder(tmp_path)


def opened(kept: Gatherings, **changes: object) -> Gathering:
    terms = {
        "programme": 1,
        "title": "A CV workshop",
        "day": NOON.date(),
        "given": {PAUL: Decimal("1.5"), NADIA: Decimal(2)},
        "until": NOON + timedelta(hours=2),
    }
    return kept.open(**{**terms, **changes})


def attended(member: int, at: datetime = NOON) -> Attended:
    return Attended(member, "I was there", "0x" + 40 * "1", b"\x01", at)


def test_open__is_read_back_by_its_code__also_from_another_process(kept, tmp_path) -> None:
    gathering = opened(kept)
    assert Gatherings.in_folder(tmp_path).get(gathering.code) == gathering
    assert gathering.given == {PAUL: Decimal("1.5"), NADIA: Decimal("2")}
    assert (gathering.closed, gathering.attended, gathering.evidence) == (False, (), {})
    assert (
        link("https://cercle.example/", gathering.code) == f"https://cercle.example/event?g={gathering.code}"
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": "  "}, "The gathering has no title."),
        ({"given": {}}, "Nobody gave anything."),
        ({"given": {PAUL: Decimal(0)}}, "0 is not an amount that somebody gave."),
        ({"given": {PAUL: Decimal("-1")}}, "-1 is not an amount that somebody gave."),
        ({"given": {PAUL: Decimal("0.005")}}, "0.005 is not an amount that somebody gave."),
    ],
)
def test_open__without_what_it_needs__says_what_is_missing(kept, changes, problem) -> None:
    with pytest.raises(InputProblem) as refused:
        opened(kept, **changes)
    assert str(refused.value.problem) == problem
    assert kept.of_programmes([1]) == []


def test_list__newest_first__of_these_programmes_only(kept) -> None:
    older = opened(kept, day=date(2026, 11, 1))
    newer = opened(kept)
    opened(kept, programme=2)
    assert [one.code for one in kept.of_programmes([1])] == [newer.code, older.code]
    assert kept.of_programmes([]) == []


def test_attend__twice__counts_once(kept) -> None:
    code = opened(kept).code
    assert kept.attend(code, attended(BOB))
    assert not kept.attend(code, attended(BOB, NOON + timedelta(minutes=1)))
    assert kept.get(code).attended == (attended(BOB),)


def test_attend__until_the_code_expires(kept) -> None:
    code = opened(kept).code
    until = NOON + timedelta(hours=2)
    assert kept.attend(code, attended(BOB, until - timedelta(seconds=1)))
    with pytest.raises(InputProblem, match="This code worked until 20 Nov 2026, 14:00"):
        kept.attend(code, attended(7, until))


def test_attend__a_closed_gathering_or_an_unknown_code__is_refused(kept) -> None:
    code = opened(kept).code
    assert kept.close(code).closed
    with pytest.raises(InputProblem, match="The list of “A CV workshop” is closed"):
        kept.attend(code, attended(BOB))
    with pytest.raises(InputProblem, match="This code belongs to no gathering here"):
        kept.attend("somebody-made-it-up", attended(BOB))


def test_evidence__is_kept_once__so_that_a_killed_closing_makes_no_other(kept) -> None:
    code = opened(kept).code
    kept.keep_evidence(code, PAUL, b"first")
    kept.keep_evidence(code, PAUL, b"second")
    assert kept.get(code).evidence == {PAUL: b"first"}


class TestSignedAttendance:
    """Below a piece of evidence it counts as the attendee's confirmation, of what they signed and of nothing else."""

    @pytest.fixture
    def gathering(self, kept) -> Gathering:
        return opened(kept)

    def evidence(self, **changes: object) -> Evidence:
        facts = {"member": PAUL, "programme": 1, "date": NOON.date(), "title": "A CV workshop"}
        return Evidence(**{**facts, "beneficiaries": (BOB,), **changes})

    def confirmation(self, gathering: Gathering, evidence: Evidence, member: int = BOB) -> Confirmation:
        account = Account.create()
        attendance = gathering.attendance("I was helped")
        data = attendance_typed_data(CHAIN, REGISTRY, member, attendance)
        return Confirmation(
            beneficiary=member, evidence=hash_text(evidence.hash), wallet=account.address, at=NOON,
            signature="0x" + account.sign_typed_data(full_message=data).signature.hex(), attendance=attendance,
        )  # fmt: skip

    def test_confirms__and_survives_the_store(self, gathering, tmp_path) -> None:
        evidence = self.evidence()
        confirmation = self.confirmation(gathering, evidence)
        store = DocumentStore(str(tmp_path / "documents"))
        store.put(evidence, [confirmation])
        assert store.get(evidence.hash).confirmations == (confirmation,)
        assert confirmation.verify(CHAIN, REGISTRY)

    def test_says_everything_that_is_recorded__in_words(self, gathering) -> None:
        data = attendance_typed_data(CHAIN, REGISTRY, BOB, gathering.attendance("I was there"))
        assert data["message"] == {
            "memberId": BOB,
            "statement": "I was there",
            "gathering": "A CV workshop",
            "day": "2026-11-20",
            "programmeId": 1,
            "given": "member 5: 1.50, member 6: 2.00",
            "code": gathering.code,
        }

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": "Forty hours of mentoring"},
            {"programme": 2},
            {"date": date(2026, 11, 21)},
            {"member": 9},
        ],
    )
    def test_below_other_evidence__is_refused(self, gathering, tmp_path, changes) -> None:
        evidence = self.evidence(**changes)
        with pytest.raises(ConfirmationRefused, match="member 2 attended something else"):
            DocumentStore(str(tmp_path)).put(evidence, [self.confirmation(gathering, evidence)])

    @pytest.mark.parametrize(
        "changes",
        [{"statement": "I was there"}, {"title": "Another"}, {"gathering": "other"}, {"programme": 2}],
    )
    def test_changed_afterwards__is_not_their_signature(self, gathering, changes) -> None:
        confirmation = self.confirmation(gathering, self.evidence())
        changed = confirmation.attendance.model_copy(update=changes)
        assert not confirmation.model_copy(update={"attendance": changed}).verify(CHAIN, REGISTRY)

    def test_of_somebody_else__is_not_theirs(self, gathering) -> None:
        confirmation = self.confirmation(gathering, self.evidence())
        data = attendance_typed_data(CHAIN, REGISTRY, 9, confirmation.attendance)
        assert not is_signed_by(confirmation.wallet, data, bytes.fromhex(confirmation.signature[2:]))

    def test_other_words_than_the_two__are_no_attendance(self, gathering) -> None:
        with pytest.raises(ValidationError):
            gathering.attendance("I was not there")
