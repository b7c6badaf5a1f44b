"""Lists come in pages, each beginning at what was shown last, and miss and repeat nothing."""

import pytest

from cercle.states import ContributionStatus
from tests.dashboard.village import ALICE, TALKS, VICTOR
from tests.index.compare import EVERYTHING
from tests.index.submit import submit


def of_a_member(index, last, most):
    return index.contributions_of(ALICE, before=last, most=most)


def to_review(index, last, most):
    return index.to_review(VICTOR, TALKS, after=last, most=most)


def in_state(index, last, most):
    return index.in_state(TALKS, ContributionStatus.Pending, after=last, most=most)


@pytest.mark.parametrize("asked", [of_a_member, to_review, in_state])
def test_contributions__page_by_page__are_the_whole_list(village, new_index, asked):
    for number in range(5):
        submit(village, number)
    index, seen, last = new_index().sync(), [], None
    whole = asked(index, None, EVERYTHING)
    while page := asked(index, last, 2):
        seen += page
        last = page[-1].id
    assert seen == whole
    assert len(whole) >= 5


def test_orders__page_by_page__are_the_whole_list(village, new_index):
    index = new_index().sync()
    for of_one, side in ((index.orders_of, "before"), (index.orders_for, "after")):
        for member in village.history.refresh().members:
            whole, seen, last = of_one(member, most=EVERYTHING), [], None
            while page := of_one(member, most=1, **{side: last}):
                seen += page
                last = page[-1].id
            assert seen == whole
