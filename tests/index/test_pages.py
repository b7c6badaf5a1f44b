"""Lists come in pages, each beginning at what was shown last, and miss and repeat nothing."""

from tests.dashboard.village import ALICE
from tests.index.compare import EVERYTHING
from tests.index.submit import submit


def test_contributions__page_by_page__are_the_whole_list(village, new_index):
    for number in range(5):
        submit(village, number)
    index, seen, last = new_index().sync(), [], None
    whole = index.contributions_of(ALICE, most=EVERYTHING)
    while page := index.contributions_of(ALICE, before=last, most=2):
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
