"""How often is often enough: at most one letter a day, the same again after a week, three times in all. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from cercle.mail.log import Item, Telling

BETWEEN_LETTERS = timedelta(hours=20)  # a daily cron job may run a little early
REMINDER = timedelta(days=7)
MOST = 3


def is_due(waiting: Collection[Item], told: Mapping[Item, Telling], now: datetime) -> bool:
    """Whether a member gets a letter about what waits for them now; ``told`` is what they were told of duties."""
    last = max((one.last for one in told.values()), default=None)
    if last is not None and now - last < BETWEEN_LETTERS:
        return False
    if any(item not in told for item in waiting):
        return True
    return last is not None and now - last >= REMINDER and any(told[item].times < MOST for item in waiting)
