"""How values are written in a community's YAML: durations, amounts, percentages, texts in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlsplit

from eth_utils.address import is_checksum_address
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from cercle.texts import Text
from cercle.units import to_base_units, to_hundredths

HOUR = 3600
DAY = 24 * HOUR

# What the contracts ask for at least, in seconds: a YAML is told before anything is sent. The contracts' tests take
# their boundaries from here, and fail where a number is not the contracts'.
LEAST_CHALLENGE_WINDOW = DAY
"""Or zero, where nothing can be challenged."""
LEAST_CLAIM_TIME = 30 * DAY
LEAST_FULFIL_WINDOW = HOUR
LEAST_CONFIRM_WINDOW = DAY

_SECONDS = {
    "s": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "h": HOUR,
    "hour": HOUR,
    "day": DAY,
    "week": 7 * DAY,
}
_DURATION = re.compile(r"(\d+)\s*([a-z]+?)s?")


def problem(message: str, **values: Any) -> PydanticCustomError:
    """A validation problem as a sentence of ours; ``values`` are the sentence's placeholders."""
    return PydanticCustomError("cercle", "{text}", {"text": Text(message, values)})


class Section(BaseModel):
    """A part of the YAML: every key is known, and nothing is converted silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def duration(most: int = 2**32 - 1, whole: int = 1) -> BeforeValidator:
    """A duration such as ``3 days`` or ``2 h``, in seconds: at most ``most``, a multiple of ``whole``."""

    def read(written: Any) -> int:
        match = _DURATION.fullmatch(str(written).strip().lower()) if isinstance(written, str) else None
        unit = _SECONDS.get(match[2]) or _SECONDS.get(match[2] + "s") if match else None
        if match is None or unit is None:
            if written == 0 and not isinstance(written, bool):
                return 0
            raise problem(
                "“{written}” is not a duration: write it like 3 days, 2 h, 30 min or 45 s.", written=written
            )
        seconds = int(match[1]) * unit
        if seconds > most:
            raise problem("{written} is too long: at most {days} days.", written=written, days=most // DAY)
        if seconds % whole:
            raise problem("{written}: give it in whole days.", written=written)
        return seconds

    return BeforeValidator(read)


def _amount(scale: Callable[[Decimal], int], most: int | None = None) -> BeforeValidator:
    def read(written: Any) -> Decimal:
        if isinstance(written, bool) or not isinstance(written, int | Decimal):
            raise problem("“{written}” is not a number.", written=written)
        amount = Decimal(written)
        if amount < 0:
            raise problem("{written} is negative.", written=written)
        try:
            scaled = scale(amount)
        except ValueError as error:
            raise problem("{reason}.", reason=str(error)) from None
        if most is not None and scaled > most:
            raise problem("{written} is more than the contracts can hold.", written=written)
        return amount

    return BeforeValidator(read)


def _positive(amount: Decimal) -> Decimal:
    if not amount:
        raise problem("It can not be zero.")
    return amount


def _percent(share: Decimal) -> Decimal:
    if share > 100:
        raise problem("{share} % is more than the whole.", share=share)
    return share


def _rate(rate: Decimal) -> Decimal:
    # The chain holds base units for a hundredth of a unit.
    if to_base_units(rate) % 100:
        raise problem("{rate}: at most 16 decimals.", rate=rate)
    return rate


def _wallet(written: str) -> str:
    if written.lower().startswith("0x") and not is_checksum_address(written):
        raise problem(
            "{address} is not an address with a right checksum: copy it again from the wallet.",
            address=written,
        )
    return written


def _url(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise problem(
            "“{url}” is not a dashboard's address: write it like https://cercle.example.", url=written
        )
    if parts.scheme == "http" and parts.hostname != "localhost":
        raise problem(
            "{url}: passkeys work on https only (or http://localhost on one's own computer).", url=written
        )
    return written.rstrip("/")


Delay = Annotated[int, duration()]
Window = Annotated[int, duration(most=2**24 - 1)]
Days = Annotated[int, duration(most=(2**16 - 1) * DAY, whole=DAY)]
Tokens = Annotated[Decimal, _amount(to_base_units, 2**128 - 1)]
Coins = Annotated[Decimal, _amount(to_base_units)]
"""An amount of the chain's own coin, which pays for gas."""
Money = Annotated[Decimal, _amount(to_hundredths)]
"""An amount in the community's currency, in cents at most."""
Price = Annotated[Decimal, _amount(to_base_units, 2**96 - 1), AfterValidator(_positive)]
Rate = Annotated[
    Decimal, _amount(to_base_units, 100 * (2**80 - 1)), AfterValidator(_rate), AfterValidator(_positive)
]
Units = Annotated[Decimal, _amount(to_hundredths, 2**32 - 1), AfterValidator(_positive)]
Percent = Annotated[Decimal, _amount(to_hundredths), AfterValidator(_percent)]
Url = Annotated[str, AfterValidator(_url)]
"""Where a dashboard is, without a slash at the end."""
Wallet = Annotated[str, StringConstraints(min_length=1), AfterValidator(_wallet)]
"""An address with its checksum, or the alias of an Ape account (``TEST::0`` for a test account)."""


class Words(Section):
    """A text in every language of the interface."""

    fr: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    en: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
