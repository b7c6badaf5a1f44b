"""The printed record: its words, its code, its pages, in both languages."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from fpdf import FPDF

from cercle.certificates import Certificate, Sum, read_certificate
from cercle.certificates.certificate import digest_of
from cercle.certificates.paper import Given, Part, PrintedRecord, print_record
from cercle.lifeline import EVERYTHING, Period

CERTIFICATE = Certificate(
    chain_id=137,
    registry="0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B",
    member=1207,
    block=71_234_567,
    block_hash=bytes(8),
    period=Period.year(2025),
    sums=(Sum(1, 11, Decimal("34.5")),),
    places=tuple(range(11)),
    digest=digest_of([bytes(32)]),
)
RECORD = PrintedRecord(
    certificate=CERTIFICATE,
    made_at=datetime(2026, 5, 3, 14, 2, tzinfo=UTC),
    community="Les anciens de l’École",
    dashboard="https://cercle.example",
    name="Édith Œuvray-L’Hermite",
    tokens="345 Merci",
    quorum=2,
    parts=[Part("Mentorat", 11, "34,5 × heure")],
    given=[Given(date(2025, 3, 1), "Mentorat", "Deux entretiens", "2 × heure")],
)


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """Everything that is written, line by line, before the font turns letters into glyphs."""
    said: list[str] = []
    for name in ("cell", "multi_cell"):
        write = getattr(FPDF, name)

        def noting(self, width, height, text="", *args, write=write, **options):
            said.append(text)
            return write(self, width, height, text, *args, **options)

        monkeypatch.setattr(FPDF, name, noting)
    return said


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n")


def test_paper__says_who_what_and_when(written) -> None:
    print_record(RECORD, "en")
    said = "\n".join(written)
    for words in ("Édith Œuvray-L’Hermite", "Member number 1207", "From 1 January 2025 to 31 December 2025"):
        assert words in written
    assert {"11", "34.5", "heure", "345", "earned in Merci"} <= set(written)
    assert {"1 Mar 2025", "Deux entretiens", "2 × heure"} <= set(written)
    assert "at least 2 validators" in said
    assert "The name was added by its holder: the chain knows numbers only." in said
    assert f"Chain 137, contract {CERTIFICATE.registry}, block 71234567, 3 May 2026, 14:02 UTC." in said


def test_paper__without_a_name__says_nothing_of_one(written) -> None:
    print_record(replace(RECORD, name="", quorum=1), "en")
    said = "\n".join(written)
    assert "Édith" not in said and "The name was added" not in said
    assert "Who the member is, the chain does not know." in said
    assert "approved by a validator who is not the member" in said


def test_paper__of_everything__ends_on_its_day(written) -> None:
    print_record(replace(RECORD, certificate=replace(CERTIFICATE, period=EVERYTHING)), "en")
    assert "Everything up to 3 May 2026" in written


def test_paper__of_a_period_that_is_not_over__ends_on_its_day(written) -> None:
    print_record(replace(RECORD, certificate=replace(CERTIFICATE, period=Period.year(2026))), "en")
    assert "From 1 January 2026 to 3 May 2026" in written


def test_paper__in_french__dates_and_numbers_too(written) -> None:
    print_record(RECORD, "fr")
    assert {"1 mars 2025", "34,5"} <= set(written)


def test_paper__several_kinds_of_units__are_not_added_up(written) -> None:
    parts = [Part("Mentorat", 1, "34,5 × heure"), Part("Jury", 1, "3 × demi-journée")]
    sums = (Sum(1, 1, Decimal("34.5")), Sum(2, 1, Decimal(3)))
    print_record(replace(RECORD, parts=parts, certificate=replace(CERTIFICATE, sums=sums)), "en")
    assert "programmes" in written and "37.5" not in written


def test_paper__its_link_leads_to_the_check() -> None:
    pdf = print_record(RECORD, "en")
    (address,) = re.findall(rb"/URI \(([^)]+)\)", pdf)
    assert address.startswith(b"https://cercle.example/verify?c=")
    assert read_certificate(address.decode()) == CERTIFICATE


def test_paper__a_long_list__goes_on_with_its_heading(written) -> None:
    given = [replace(RECORD.given[0], title=f"Deed {number}") for number in range(100)]
    pdf = print_record(replace(RECORD, given=given), "en")
    assert pages(pdf) == 4
    assert written.count("One by one") == 4
    assert [one for one in written if one.startswith("Deed ")] == [one.title for one in given]


def test_paper__many_programmes__leave_the_code_its_place(written) -> None:
    parts = [Part(f"Programme {number}", 1, "1 × heure") for number in range(40)]
    assert pages(print_record(replace(RECORD, parts=parts), "en")) == 2
    assert written.count("By programme") == 2


def test_paper__endless_words__are_cut_and_never_leave_their_column(written) -> None:
    endless = "Wolfeschlegelsteinhausen " * 20
    given = [Given(date(2025, 3, 1), endless, endless, endless)]
    print_record(replace(RECORD, name=endless, community=endless, given=given), "en")
    assert endless not in written
    assert sum(one.endswith("…") for one in written) >= 5


def test_paper__the_same_record__gives_the_same_bytes() -> None:
    assert print_record(RECORD, "fr") == print_record(RECORD, "fr")
    assert zlib.crc32(print_record(RECORD, "fr")) != zlib.crc32(print_record(RECORD, "en"))
