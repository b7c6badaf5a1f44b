"""The kinds of cells there are in a round's tables; each function raises InputProblem for what is none."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from cercle.errors import InputProblem
from cercle.texts import Text


def number(column: str, text: str, largest: int, decimals: int) -> Decimal:
    """Returns a number from 0 to `largest`, written with at most so many decimals."""
    text = text.strip()
    values = {"column": column, "text": text[:40], "decimals": decimals, "largest": Decimal(largest)}
    if text.startswith("-"):
        raise InputProblem(Text("{column} “{text}” is negative: correct it.", values))
    if not re.fullmatch(rf"[0-9]{{1,20}}(\.[0-9]{{1,{decimals}}})?", text):
        message = "{column} “{text}”: write a number with at most {decimals} decimals, after a point."
        raise InputProblem(Text(message, values))
    if Decimal(text) > largest:
        message = "{column} “{text}” is more than {largest}, the largest there is: correct it."
        raise InputProblem(Text(message, values))
    return Decimal(text)


def truth(column: str, text: str) -> bool:
    """Returns whether it is true or false that is written."""
    known = {"true": True, "false": False}
    if text.strip().lower() not in known:
        message = "{column} “{text}”: write true or false."
        raise InputProblem(Text(message, {"column": column, "text": text[:40]}))
    return known[text.strip().lower()]


def moment(text: str) -> tuple[datetime, date]:
    """Returns the moment in UTC and the day it was for the community.

    The tool that praise was moved from kept days only, as Central European midnights: exactly 22:00 UTC in
    summer, 23:00 in winter. Those belong to the day after.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(text)
            return datetime.combine(day, time(), UTC), day
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})", text):
            raise ValueError
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        message = "DATE “{text}”: write 2026-03-31 or 2026-03-31T09:21:43Z, an existing day and time."
        raise InputProblem(Text(message, {"text": text[:40]})) from None
    is_midnight = at.time() in (time(22), time(23))
    return at, (at + timedelta(hours=2)).date() if is_midnight else at.date()
