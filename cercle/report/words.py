"""Numbers, dates and sentences of a report in its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from cercle.documents import Bilingual
from cercle.measures import Month, Period
from cercle.privacy.small_groups import FEWEST
from cercle.texts import Text


@dataclass(frozen=True)
class Words:
    """One language, one token, one currency (ISO 4217)."""

    language: str
    symbol: str
    currency: str

    def say(self, text: Text) -> str:
        """A sentence."""
        return text.in_(self.language)

    def tell(self, message: Text, **values: Any) -> str:
        """A sentence with values that are words already."""
        return Text(message.message, values).in_(self.language)

    def either(self, words: Bilingual | str) -> str:
        """A title in the report's language."""
        if isinstance(words, str):
            return words
        return words.fr if self.language == "fr" else words.en

    def number(self, amount: Decimal | int) -> str:
        """As people read it: whole from a hundred on, one decimal below."""
        return str(format_decimal(amount, format=_pattern(amount), locale=self.language))

    def months(self, count: Decimal) -> str:
        """Such as 1 month or 2.5 months."""
        return str(format_unit(count, "duration-month", format=_pattern(count), locale=self.language))

    def tokens(self, amount: Decimal) -> str:
        """An amount of the community's token."""
        return f"{self.number(amount)}\N{NO-BREAK SPACE}{self.symbol}"

    def money(self, amount: Decimal | None) -> str:
        """An amount of money: whole from a hundred on, with cents below."""
        if amount is None:
            return "–"
        small = abs(amount) < 100
        number = "#,##0.00" if small else "#,##0"
        pattern = f"{number}\N{NO-BREAK SPACE}¤" if self.language == "fr" else f"¤{number}"
        exact = amount.quantize(Decimal("0.01") if small else Decimal(1), ROUND_HALF_UP)
        return str(
            format_currency(exact, self.currency, pattern, locale=self.language, currency_digits=False)
        )

    def percent(self, part: Decimal | None) -> str:
        """A share."""
        return "–" if part is None else str(format_percent(part, locale=self.language))

    def few(self, count: int) -> str:
        """How many people, or things of as many people at most: none, fewer than five, or how many."""
        if 0 < count < FEWEST:
            return self.tell(Text("fewer than {count}"), count=FEWEST)
        return self.number(count)

    def day(self, moment: datetime) -> str:
        """A date, UTC."""
        return str(format_date(moment, "d MMMM y", locale=self.language))

    def month(self, month: Month) -> str:
        """Such as May 2026."""
        return str(format_skeleton("yMMMM", month.start, locale=self.language))

    def short_month(self, month: Month) -> str:
        """Such as May 26, for the axis of a chart."""
        return str(format_date(month.start, "MMM yy", locale=self.language))

    def period(self, period: Period) -> str:
        """From which month to which."""
        if period.first == period.last:
            return self.month(period.first)
        values = {"first": self.month(period.first), "last": self.month(period.last)}
        return self.tell(Text("{first} to {last}"), **values)


def _pattern(amount: Decimal | int) -> str:
    exact = Decimal(amount)
    return "#,##0.0" if abs(exact) < 100 and exact != int(exact) else "#,##0"
