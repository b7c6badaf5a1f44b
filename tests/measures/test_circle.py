"""The little year's circle of tokens, added up by hand."""

from decimal import Decimal

from cercle.measures import Liability, Month, Period, flows, liability, spending, velocity
from tests.measures.little_year import MENTORING, TALKS


def test_flows__month_by_month(db, half_year, year_token):
    """April: Dan's coaching burns 1.5; his card burns 0.5 and pays the school 1.5. June: Eve's 2, and 7 of the round
    that was issued for it."""
    found = flows(db, half_year, year_token)
    assert [one.issued for one in found] == [200, 0, 0, 0, 0, 10]
    assert [one.burnt for one in found] == [0, 0, 0, 2, 0, 0]
    assert [one.earned for one in found] == [0, 6, 5, 11, 0, 9]
    assert [one.redeemed for one in found] == [0, 0, 0, 5, 4, 0]
    assert [one.outstanding for one in found] == [0, 6, 11, Decimal("18.5"), Decimal("18.5"), Decimal("27.5")]


def test_flows__of_a_part__begins_with_what_was_outstanding(db, year_token):
    (june,) = flows(db, Period(Month(2025, 6), Month(2025, 6)), year_token)
    assert (june.earned, june.outstanding) == (9, Decimal("27.5"))


def test_velocity__redeemed_in_a_year_over_what_is_outstanding(db, half_year, year_token):
    """9 in half a year are 18 a year; on average 81.5 ÷ 6 were outstanding."""
    assert velocity(flows(db, half_year, year_token)) == Decimal(18) / (Decimal("81.5") / 6)


def test_velocity__where_nothing_was_earned__is_none(db, year_token):
    assert velocity(flows(db, Period(Month(2024, 1), Month(2024, 3)), year_token)) is None


def test_liability__is_where_the_tokens_are(db, half_year, year_token):
    """Dan: 9 collected − 5 spent + 7 of the round; Ann: 3 collected + 1.5 for coaching − 4 in orders. To collect:
    mentoring 14 − 7, talks 10 − 5. Eve's 3 of the round are still there; two cards are not over."""
    found = liability(db, year_token)
    assert found == Liability(Decimal("11.5"), Decimal(12), Decimal(3), Decimal(0), Decimal(4))
    outstanding = flows(db, half_year, year_token)[-1].outstanding
    assert found.total == outstanding + found.in_rounds == Decimal("30.5")


def test_spending__takes_the_oldest_tokens_first(db, half_year, year_token):
    """Dan spends 3 and 2 of 4 for mentoring and 5 for a talk; Ann 4, of which 3 for mentoring."""
    found = spending(db, half_year, year_token)
    assert found.by_programme == {MENTORING: Decimal(3 + 1 + 3), TALKS: Decimal(1)}
    assert found.from_elsewhere == 1
    # 3 tokens: 15 February to 1 April; 1: to 10 April; 1: 1 March to 10 April; Ann's: 2 April to 12 and 15 May.
    assert found.mean_days == Decimal(3 * 45 + 54 + 40 + 2 * 40 + 43) / 8
    assert found.median_days == 43


def test_spending__of_a_part__knows_what_was_spent_before(db, year_token):
    """In May only Ann spent."""
    found = spending(db, Period(Month(2025, 5), Month(2025, 5)), year_token)
    assert (found.by_programme, found.from_elsewhere) == ({MENTORING: Decimal(3)}, 1)


def test_spending__of_nothing__has_no_days(db, year_token):
    found = spending(db, Period(Month(2025, 1), Month(2025, 1)), year_token)
    assert (found.by_programme, found.from_elsewhere) == ({}, 0)
    assert found.mean_days is found.median_days is None
