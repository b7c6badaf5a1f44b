"""Contributions, profit and loss, and budgets of the little year, added up by hand."""

from decimal import Decimal

from cercle.measures import (
    MoneyCost,
    Month,
    Period,
    ProgrammeMonth,
    Runway,
    by_month,
    profit_and_loss,
    runways,
    spending,
)
from cercle.states import ProgrammeStatus
from tests.measures.little_year import JURIES, MENTORING, TALKS


def test_by_month__submitted_and_rewarded(db, half_year):
    def row(month, programme, submitted, rewarded, units, earned):
        return ProgrammeMonth(
            programme, Month(2025, month), submitted, rewarded, Decimal(units), Decimal(earned)
        )

    assert by_month(db, half_year) == (
        row(2, MENTORING, 2, 2, 6, 6),  # Dan 4, Fay 2
        row(3, MENTORING, 1, 0, 0, 0),  # Eve's was rejected
        row(3, TALKS, 2, 1, 1, 5),  # Dan's accepted, Eve's rejected
        row(4, MENTORING, 6, 6, 6, 6),  # three of Ann's, three of Ben's
        row(4, TALKS, 1, 1, 1, 5),  # Ben's
        row(5, MENTORING, 1, 0, 0, 0),  # Gil's waits
        row(5, JURIES, 1, 0, 0, 0),  # Eve's waits
        row(6, MENTORING, 1, 1, 2, 2),  # Eve's, challenged: reserved until that is decided
    )


def test_profit_and_loss__of_each_programme(db, half_year, year_token):
    costs = {MENTORING: MoneyCost(a_year=Decimal(120), a_unit=Decimal(2))}
    spent = spending(db, half_year, year_token)
    mentoring, talks, juries = profit_and_loss(db, half_year, year_token, spent, costs)

    assert (mentoring.submitted, mentoring.rewarded, mentoring.waiting) == (11, 9, 1)
    assert (mentoring.units, mentoring.people) == (14, 5)  # Dan, Fay, Ann, Ben, Eve
    assert (mentoring.earned, mentoring.from_rounds) == (14, 7)  # Dan collected 7 of the round's 10
    assert mentoring.collected == 7  # Dan's 4, Ann's 3
    assert (mentoring.funded, mentoring.withdrawn, mentoring.redeemed) == (100, 0, 7)
    assert mentoring.cost_per_person == Decimal("4.2")  # 21 tokens, 5 people
    assert mentoring.money == 88  # half of 120, and 2 for each of 14
    assert mentoring.money_per_person == Decimal("17.6")

    assert (talks.submitted, talks.rewarded, talks.waiting, talks.people) == (3, 2, 0, 2)
    assert (talks.units, talks.earned, talks.collected, talks.redeemed) == (2, 10, 5, 1)
    assert (talks.cost_per_person, talks.money, talks.money_per_person) == (5, None, None)

    assert (juries.submitted, juries.rewarded, juries.waiting, juries.people) == (1, 0, 1, 0)
    assert juries.cost_per_person is None
    assert [one.unrewarded for one in (mentoring, talks, juries)] == [False, False, True]
    assert {one.status for one in (mentoring, talks, juries)} == {ProgrammeStatus.Open}


def test_profit_and_loss__of_a_part__has_only_what_happened_then(db, year_token):
    """May: Gil submitted to mentoring, and waits; Ann collected 3 that she had earned in April, and spent 4."""
    may = Period(Month(2025, 5), Month(2025, 5))
    mentoring, *_ = profit_and_loss(db, may, year_token, spending(db, may, year_token), {})
    assert (mentoring.submitted, mentoring.rewarded, mentoring.waiting) == (1, 0, 1)
    assert (mentoring.earned, mentoring.collected, mentoring.redeemed) == (0, 3, 3)
    assert (mentoring.funded, mentoring.from_rounds) == (0, 0)


def test_runways__at_the_pace_of_the_last_three_months(db, half_year):
    """Mentoring: 100 − 14, at 8 tokens in three months; Gil's 2 wait. Talks: 100 − 10, at 5. Juries were never funded,
    and Eve's 2 wait."""
    assert runways(db, half_year) == (
        Runway(MENTORING, Decimal(86), Decimal(2), Decimal(8) / 3, Decimal(86) / (Decimal(8) / 3)),
        Runway(TALKS, Decimal(90), Decimal(0), Decimal(5) / 3, Decimal(90) / (Decimal(5) / 3)),
        Runway(JURIES, Decimal(0), Decimal(2), Decimal(0), None),
    )
