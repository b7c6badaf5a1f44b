"""What there is to look at in the little year, and how evenly its rewards are spread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cercle.measures import Month, Period, Quality, Spread, quality, runways, spread
from tests.measures.little_year import END

FOUND = Quality(
    waiting_long=2,  # Eve's jury since 20 May, Gil's since 21 May
    late_orders=1,  # Ann's card of 12 May, due in ten days
    evidence_again=2,  # Gil brought in May what Dan had brought in February
    without_wallet=1,  # Fay
    their_tokens=Decimal(2),
    lapsing=0,
    unfunded=1,  # juries: 2 wait, nothing is there
)


def test_quality__at_the_end(db, half_year):
    assert quality(db, half_year, runways(db, half_year), END) == FOUND


def test_quality__the_same_evidence__is_looked_for_in_the_period(db):
    spring = Period(Month(2025, 4), Month(2025, 6))
    assert quality(db, spring, runways(db, spring), END) == replace(FOUND, evidence_again=0)


def test_quality__waiting_is_long__after_thirty_days(db, half_year):
    thirty_after = datetime(2025, 6, 19, 12, tzinfo=UTC)  # Eve's of 20 May
    for now, expected in ((thirty_after, 0), (thirty_after + timedelta(seconds=1), 1)):
        assert quality(db, half_year, (), now).waiting_long == expected


def test_quality__rewards_lapse__365_days_after_they_could_be_collected(db, half_year):
    """Fay's first: accepted on 20 February, to be collected from the 21st on, until 21 February 2026."""
    ninety_before = datetime(2026, 2, 21, 12, tzinfo=UTC) - timedelta(days=90)
    for now, expected in ((ninety_before, 0), (ninety_before + timedelta(seconds=1), 1)):
        assert quality(db, half_year, (), now).lapsing == expected


def test_spread__of_what_each_earned(db, half_year):
    """Dan 9, Ben 8, Ann 3, Eve 2, Fay 2: (−4·2 − 2·2 + 2·8 + 4·9) ÷ (5 · 24); the first of five has 9 of 24."""
    fifths = tuple(Decimal(amount) / 24 for amount in (2, 2, 3, 8, 9))
    assert spread(db, half_year) == Spread(5, Decimal(40) / 120, Decimal("0.375"), fifths)


def test_spread__of_nothing(db):
    assert spread(db, Period(Month(2025, 1), Month(2025, 1))) == Spread(0, Decimal(0), None, None)
