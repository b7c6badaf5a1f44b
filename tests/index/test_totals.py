"""What members earned is exact, and so is the ranking, where floating-point numbers would not tell them apart."""

import pytest

from cercle.index.tables import member_spending, member_tallies, programmes
from cercle.states import ContributionStatus
from cercle.units import to_tokens

RATE = 10**23
TERMS = dict.fromkeys(
    ("quorum", "challenge_window", "cap", "cap_period", "claim_within", "opened_at", "status"), 0
)


@pytest.fixture
def index(new_index):
    """Members 1 to 30 earned 10**23 base units and a few more: the last member most. Member 31 only spent."""
    index = new_index().sync()
    tally = {"programme": 101, "contributions": 1, "status": ContributionStatus.Paid}
    with index.engine.begin() as connection:
        for table in (member_tallies, member_spending):
            connection.execute(table.delete())
        for programme, rate in ((101, RATE), (102, 1)):
            row = {"programme": programme, "rate": rate, "document": b"", "funded": 0, "withdrawn": 0}
            connection.execute(programmes.insert().values(row | TERMS))
        for member in range(1, 31):
            connection.execute(member_tallies.insert().values(tally | {"member": member, "units": 1}))
            more = {"member": member, "programme": 102, "units": member}
            connection.execute(member_tallies.insert().values(tally | more))
        rejected = {"member": 1, "units": 10**6, "status": ContributionStatus.Rejected}
        connection.execute(member_tallies.insert().values(tally | rejected))
        connection.execute(member_spending.insert().values(member=31, spent=2**255))
    return index


@pytest.mark.parametrize("most", [1, 10, 29, 30])
def test_leaderboard__of_nearly_equal_amounts__is_in_their_exact_order(index, most):
    found = index.leaderboard(most)
    assert [one.member for one in found] == list(range(30, 30 - most, -1))
    assert [one.earned for one in found] == [to_tokens(RATE + one.member) for one in found]


def test_totals__of_a_member__count_what_was_accepted_and_spent(index):
    assert (index.totals(1).earned, index.totals(1).spent) == (to_tokens(RATE + 1), 0)
    assert (index.totals(31).earned, index.totals(31).spent) == (0, to_tokens(2**255))
    assert (index.totals(99).earned, index.totals(99).spent) == (0, 0)
