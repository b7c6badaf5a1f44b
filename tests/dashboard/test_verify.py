"""Check a record: what somebody who is no member is told about a code (C1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import data
from tests.certificates.records import challenge, of, printed, resolve
from tests.dashboard.screen import text
from tests.dashboard.village import ALICE, BOB, NAMES


def scan(open_page, code: str, language: str = "en") -> str:
    st_page = open_page(None, "verify", language)
    st_page.query_params["c"] = code
    return text(st_page.run())


def test_scan__a_genuine_record__says_what_is_proved_and_what_is_not(open_page, village) -> None:
    said = scan(open_page, str(printed(village)))
    assert "This record is genuine." in said
    assert (
        "member number 1 of Village has 2 accepted contributions (10 × unit), "
        "each approved by a validator other than the member" in said
    )
    assert "**10 × unit**" in said and "**10 Merci**" in said
    assert "What this does not say" in said and "Who the person is." in said


def test_scan__nobody_is_named(open_page, village) -> None:
    said = scan(open_page, str(printed(village)))
    for name in NAMES.values():
        assert name not in said
    for title in ("Two mock interviews", "A call about a thesis"):
        assert title not in said


def test_scan__revoked_later__is_red_and_says_when(open_page, village) -> None:
    code, doubted = str(printed(village)), of(village, ALICE, "2")
    challenge(village, doubted)
    said = scan(open_page, code)
    assert "Not all of this record stands any more." in said and "Being looked into now" in said
    resolve(village, doubted, uphold=False)
    data.papers._verdict.clear()
    app = open_page(None, "verify")
    app.query_params["c"] = code
    said = text(app.run())
    assert (
        "Taken back since this record was made" in said and "has 1 accepted contribution (8 × unit)," in said
    )
    assert len(app.error) == 1 and not app.success


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"member": BOB}, "It names contributions that are not member 2’s."),
        ({"chain_id": 137}, "This record belongs to chain 137, and this page checks chain 31337."),
        (
            {"registry": "0x" + 40 * "1"},
            "This record belongs to another community, or to an earlier contract of this one.",
        ),
        ({"sums": ()}, "Its totals are not those of the contributions that it names."),
    ],
    ids=["member", "chain", "community", "totals"],
)
def test_scan__changed__is_red_and_says_why(open_page, village, changes, problem) -> None:
    said = scan(open_page, str(replace(printed(village), **changes)))
    assert "This cannot be confirmed." in said and problem in said
    assert "genuine" not in said


@pytest.mark.parametrize("code", ["abc", "<script>alert(1)</script>", "A" * 200])
def test_scan__no_code__says_what_to_do(open_page, village, code) -> None:
    assert "This code is not complete, or was changed. Scan it again" in scan(open_page, code)


def test_visit__without_a_code__asks_for_it(open_page, village) -> None:
    app = open_page(None, "verify")
    assert "Scan the code that is printed on the record" in text(app)
    app.text_input(key="verify-code").input(f"https://cercle.example/verify?c={printed(village)}")
    assert "This record is genuine." in text(app.run())


def test_member__may_check_too(open_page, village) -> None:
    app = open_page(ALICE, "verify")
    app.query_params["c"] = str(printed(village))
    assert "This record is genuine." in text(app.run())
