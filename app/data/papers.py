"""What documents say, what the community's terms are, and what programmes and services are called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

import streamlit as st

from app import words
from app.data.connection import community, folder, programmes, services
from cercle.certificates import Verdict, check, read_certificate
from cercle.config import load_config
from cercle.config_models import CommunityConfig
from cercle.config_models import Programme as ProgrammeConfig
from cercle.documents import Bilingual
from cercle.papers import Paper, read_paper
from cercle.rounds import Currency
from cercle.units import DECIMALS

_KEPT = 10_000  # documents


@st.cache_resource(ttl=30, max_entries=_KEPT, show_spinner=False)
def _paper(folder: str, document: bytes) -> Paper:
    return read_paper(community(), document)


def paper(document: bytes) -> Paper:
    """A document by its hash; a missing or tampered one says so."""
    return _paper(folder(), document)


def forget_papers() -> None:
    """After something that we sent may have added a confirmation."""
    _paper.clear()


# -- printed records ------------------------------------------------------------------------------


@st.cache_data(ttl=10, max_entries=256, show_spinner=False)
def _verdict(folder: str, code: str) -> Verdict:
    here, certificate = community(), read_certificate(code)
    return check(here, certificate, here.past.submissions(certificate.member))


def verdict(code: str) -> Verdict:
    """What a printed record's code proves now. Raises ``CertificateRefused``."""
    return _verdict(folder(), code)


# -- the community's terms, and what programmes and services are called ---------------------------


@st.cache_resource(ttl=60, show_spinner=False)
def _applied_config(folder: str) -> CommunityConfig | None:
    file = community().record.files.config
    return load_config(file) if file.is_file() else None


def config() -> CommunityConfig | None:
    """The YAML that was applied last; None for a community that was set up without one."""
    return _applied_config(folder())


def community_name() -> Bilingual:
    """What the community calls itself."""
    applied, slug = config(), community().name.capitalize()
    return Bilingual(fr=applied.name.fr, en=applied.name.en) if applied else Bilingual(fr=slug, en=slug)


def tokens(amount: Decimal) -> str:
    """An amount with the token's own name."""
    return f"{words.number(amount)} {community().token.name}"


@st.cache_resource(show_spinner=False, max_entries=256)
def _currency(folder: str, token: str) -> Currency:
    return community().rounds.currency(token)


def currency(token: str) -> Currency:
    """What a token that rounds pay in is called; the community's own by the community's name for it."""
    own = community().token
    return Currency(own.name, DECIMALS) if token == own.contract.address else _currency(folder(), token)


def in_token(token: str, amount: int) -> str:
    """An amount of smallest units with the name of its token."""
    paid_in = currency(token)
    return f"{words.number(paid_in.tokens(amount))} {words.plain(paid_in.name)}"


def programme_title(number: int) -> str:
    """A programme's title in the reader's language."""
    title = paper(programmes()[number].document).title
    return (
        words.either(title) if isinstance(title, Bilingual) else words.t("programme {number}", number=number)
    )


def service_title(number: int) -> str:
    """A service's title in the reader's language."""
    return service_titles([number])[0]


def service_titles(numbers: Iterable[int]) -> list[str]:
    """As ``service_title``, for many at once."""
    here, offered = folder(), services()
    titles = [(number, _paper(here, offered[number].document).title) for number in numbers]
    return [
        words.either(title) if isinstance(title, Bilingual) else words.t("service {number}", number=number)
        for number, title in titles
    ]


def unit_name(programme: int) -> str:
    """What a programme counts, such as hours, in the reader's language."""
    terms = _applied_programme(programme)
    return words.either(Bilingual(fr=terms.unit.fr, en=terms.unit.en)) if terms else words.t("unit")


def requires_confirmation(programme: int) -> bool:
    """Whether a programme's contributions count once a beneficiary has confirmed them."""
    terms = _applied_programme(programme)
    return terms is not None and terms.requires_confirmation


def _applied_programme(number: int) -> ProgrammeConfig | None:
    applied, keys = config(), community().record.programmes
    found = [applied.programmes.get(key) for key, one in keys.items() if applied and one == number]
    return found[0] if found else None


@st.cache_data(show_spinner=False)
def _arbitration_period(folder: str) -> timedelta:
    return timedelta(seconds=int(community().services.contract.ARBITRATION_PERIOD()))


def arbitration_period() -> timedelta:
    """How long an arbiter has to decide a dispute. The contract's own constant."""
    return _arbitration_period(folder())
