"""Sentences say one of something as one, and times as people say them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from cercle import counted
from cercle.texts import Text


def test_one_of_something__is_in_the_singular():
    assert str(counted.contributions(1)) == "1 contribution"
    assert str(counted.contributions(0)) == "0 contributions"
    assert str(counted.contributions(2)) == "2 contributions"
    assert str(counted.tokens(Decimal("1.00"))) == "1 token"
    assert str(counted.tokens(Decimal("1.01"))) == "1.01 tokens"
    assert str(Text("Cancel {what}.", {"what": counted.units(Decimal(1))})) == "Cancel 1 unit."


@pytest.mark.parametrize(
    ("time", "english", "french"),
    [
        (timedelta(hours=1), "1 hour", "1\xa0heure"),
        (timedelta(hours=23), "23 hours", "23\xa0heures"),
        (timedelta(days=1), "1 day", "1\xa0jour"),
        (timedelta(hours=25), "25 hours", "25\xa0heures"),
        (timedelta(days=30), "30 days", "30\xa0jours"),
    ],
)
def test_a_time__is_in_days_where_they_are_whole(time, english, french):
    text = Text("{time}", {"time": time})
    assert text.in_("en") == english and text.in_("fr") == french
