"""What the little year's validators did, counted by hand."""

from decimal import Decimal

from cercle.measures import Load, Month, Period, Review, Ring, concentration, loads, reviews, rings
from tests.measures.little_year import ANN, BEN, CLEO, END, JURIES, MENTORING, TALKS


def test_loads__and_votes_against_the_outcome(db, half_year):
    """Mentoring: Ann approves Dan's and records three of Ben's; Ben records Fay's, Ann's three and Eve's, and rejects
    Eve's. Talks: Ann alone approved the one that Ben and Cleo rejected."""
    assert loads(db, half_year) == (
        Load(MENTORING, ANN, 4, 4, 0, Decimal(0)),
        Load(MENTORING, BEN, 6, 6, 0, Decimal(0)),
        Load(TALKS, ANN, 3, 3, 1, Decimal(1) / 3),
        Load(TALKS, BEN, 1, 1, 0, Decimal(0)),
        Load(TALKS, CLEO, 3, 3, 0, Decimal(0)),
        Load(JURIES, CLEO, 0, 0, 0, None),
    )


def test_concentration__is_the_gini_of_their_votes(db, half_year):
    """4 and 6: (−4 + 6) ÷ 20. 1, 3 and 3: (−2 + 6) ÷ 21."""
    found = concentration(loads(db, half_year))
    assert found == {MENTORING: Decimal("0.1"), TALKS: Decimal(4) / 21, JURIES: 0}


def test_rings__of_reciprocal_approval(db, half_year):
    """Ben approved three of Ann's, Ann four of Ben's; Cleo one of Ben's, which nobody returned."""
    (found,) = rings(db, half_year)
    assert found == Ring((ANN, BEN), inside=7, received=8)
    assert found.closure == Decimal("0.875")


def test_rings__need_as_many_approvals_both_ways(db, half_year):
    assert len(rings(db, half_year, at_least=3)) == 1
    assert rings(db, half_year, at_least=4) == ()


def test_rings__where_nobody_returned_anything__are_none(db):
    assert rings(db, Period(Month(2025, 2), Month(2025, 3)), at_least=1) == ()


def test_reviews__how_long_members_wait(db, half_year):
    """Mentoring: 2 days for Dan, 1 for Eve; what was recorded does not count; Gil waits since noon of 21 May. Talks: 4,
    3 and 2 days. Juries: Eve waits since 20 May."""
    assert reviews(db, half_year, END) == (
        Review(MENTORING, 2, Decimal("1.5"), 1, Decimal("40.5")),
        Review(TALKS, 3, Decimal(3), 0, None),
        Review(JURIES, 0, None, 1, Decimal("41.5")),
    )
