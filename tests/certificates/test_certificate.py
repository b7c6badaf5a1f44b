"""The code on a printed record: short enough to scan, read back as it was, refused when anything of it is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import segno

from cercle.certificates import Certificate, CertificateRefused, Sum, read_certificate
from cercle.certificates.certificate import SPAN, digest_of, link
from cercle.lifeline import EVERYTHING, Period

CERTIFICATE = Certificate(
    chain_id=137,
    registry="0x" + "Ab5801a7D398351b8bE11C439e05C5B3259aeC9B",
    member=1207,
    block=71_234_567,
    block_hash=bytes(range(8)),
    period=Period(date(2025, 9, 1), date(2026, 8, 31)),
    sums=(Sum(1, 11, Decimal("34.50")), Sum(3, 1, Decimal("0.01"))),
    places=(4, 5, *range(7, 17)),
    digest=digest_of([bytes([number]) * 32 for number in range(12)]),
)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"period": EVERYTHING},
        {"period": Period(since=date(2026, 1, 1))},
        {"places": (0,)},
        {"places": (2**32 - 1,)},
        {"places": tuple(range(7, 7 + SPAN))},
        {"sums": ()},
        {"member": 2**32 - 1, "chain_id": 2**64 - 1},
    ],
    ids=str,
)
def test_code__is_read_back_as_it_was(changes) -> None:
    certificate = replace(CERTIFICATE, **changes)
    assert read_certificate(str(certificate)) == certificate
    assert read_certificate(f"  {link('https://cercle.example/', certificate)}\n") == certificate


def test_code__of_more_places_than_fit__is_refused() -> None:
    with pytest.raises(CertificateRefused):
        read_certificate(str(replace(CERTIFICATE, places=(0, SPAN))))


def test_code__cut_anywhere__is_refused() -> None:
    code = str(CERTIFICATE)
    for length in range(len(code)):
        with pytest.raises(CertificateRefused, match="This code is not complete, or was changed"):
            read_certificate(code[:length])


def test_code__one_letter_mistyped__is_refused() -> None:
    code = str(CERTIFICATE)
    for place in range(len(code)):
        other = "A" if code[place] != "A" else "B"
        with pytest.raises(CertificateRefused):
            read_certificate(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", ["", " ", "é", "a" * 100_000, "<script>", "AAAA", "=" * 40, "c=", "\0"])
def test_code__that_is_none__is_refused(code) -> None:
    with pytest.raises(CertificateRefused):
        read_certificate(code)


def test_code__has_one_form_only() -> None:
    code = str(CERTIFICATE)
    for other in (code + "=", code + "AAAA", code + "\n\n="):
        with pytest.raises(CertificateRefused):
            read_certificate(other)


def test_code__of_a_hundred_contributions__fits_a_picture_that_a_phone_reads() -> None:
    full = replace(
        CERTIFICATE,
        places=tuple(range(100)),
        sums=tuple(Sum(programme, 25, Decimal(40)) for programme in (1, 2, 3, 4)),
    )
    picture = segno.make_qr(link("https://cercle.school.example", full), error="m", boost_error=False)
    assert picture.symbol_size(border=0)[0] <= 69  # modules: over half a millimetre each on 40 mm


def test_code__holds_no_name_and_no_text() -> None:
    """Whoever reads it learns numbers and hashes that are public on the chain."""
    assert set(vars(CERTIFICATE)) == {
        "chain_id", "registry", "member", "block", "block_hash", "period", "sums", "places", "digest",
    }  # fmt: skip
