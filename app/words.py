"""Words, numbers and dates in the language of the person in front of the screen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from babel.dates import format_date
from babel.numbers import format_decimal

from cercle.documents import Bilingual
from cercle.texts import LANGUAGES, Text

LANGUAGE = "language"
_KEPT = "language of this page so far"


def language() -> str:
    """The language chosen here, else the one so far, else the address bar's, else the browser's, else English."""
    # What was chosen is gone with its widget, and the address bar is empty, while one goes on to another page.
    asked = (
        st.session_state.get(LANGUAGE)
        or st.session_state.get(_KEPT)
        or st.query_params.get("lang")
        or str(st.context.locale or "").split("-")[0]
    )
    chosen = asked if asked in LANGUAGES else "en"
    st.session_state[_KEPT] = chosen
    return chosen


def t(message: str, **values: Any) -> str:
    """A sentence of the catalogue in the reader's language, with its values."""
    return say(Text(message, values))


def say(text: Text) -> str:
    """A sentence in the reader's language; moments are in the reader's time zone."""
    return Text(text.message, {name: _here(value) for name, value in text.values.items()}).in_(language())


def either(words: Bilingual) -> str:
    """The text in the reader's language."""
    return words.fr if language() == "fr" else words.en


def number(amount: Decimal | int) -> str:
    """Such as 1,234.5 or 1 234,5."""
    return str(format_decimal(amount, format="#,##0.##", locale=language()))


def day(moment: datetime | date) -> str:
    """Such as 3 May 2026 or 3 mai 2026."""
    return str(format_date(_here(moment), "d MMMM y", locale=language()))


def month(moment: datetime) -> str:
    """Such as May 2026 or mai 2026, to stand above what happened in it."""
    named = str(format_date(_here(moment), "LLLL y", locale=language()))
    return named[:1].upper() + named[1:]


def plain(text: str) -> str:
    """What somebody wrote, shown as they wrote it: no Markdown, no link, no picture from elsewhere."""
    return re.sub(r"([\\`*_\[\]<>#$~:|!&])", r"\\\1", text)


def _here(value: Any) -> Any:
    if isinstance(value, Text):
        return Text(value.message, {name: _here(inner) for name, inner in value.values.items()})
    return value.astimezone(_zone()) if isinstance(value, datetime) else value


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
