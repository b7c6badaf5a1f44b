"""Sentences for people: written once in English, shown in French or English with the values of the moment."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

LANGUAGES = ("fr", "en")
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
LOCALE_FOLDER = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Text:
    """An English sentence with ``{placeholders}`` and their values; ``str()`` gives English, ``in_()`` any language.

    Values: ``Decimal`` and ``int`` are written as the language writes numbers, ``datetime`` as a date and a time,
    ``timedelta`` as days, or hours where it is not whole days, ``Text`` is translated too, anything else is shown as it is.
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def in_(self, language: str) -> str:
        """The sentence in a language of ``LANGUAGES``; another one falls back to English."""
        shown = {name: _show(value, language) for name, value in self.values.items()}
        return translations(language).gettext(self.message).format(**shown)

    def __str__(self) -> str:
        return self.in_("en")


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, compiled in memory from its .po file, so that none can be out of date."""
    source = LOCALE_FOLDER / language / "LC_MESSAGES" / "cercle.po"
    if not source.exists():
        return gettext.NullTranslations()
    with source.open("rb") as po:
        catalog = read_po(po, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _show(value: Any, language: str) -> str:
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, datetime):
        return format_datetime(value, "d MMM y, HH:mm", locale=language)
    if isinstance(value, Decimal):
        return format_decimal(value, format="#,##0.####", locale=language)
    if isinstance(value, timedelta):
        whole, unit = (_DAY, "day") if value >= _DAY and not value % _DAY else (_HOUR, "hour")
        return str(format_unit(value // whole, f"duration-{unit}", locale=language))
    return str(value)
