"""A record's sums are asked of the engine, and are what comes of every single contribution, order and share."""

from decimal import Decimal

from cercle.lifeline import EVERYTHING
from cercle.states import ContributionStatus
from cercle.units import to_tokens
from tests.index.scattered import MEMBERS, NOBODY, SERVICES, require_adds_up, scatter


def test_record__in_every_period__is_what_comes_of_every_single_record(new_index):
    index = new_index().sync()
    scatter(index)
    require_adds_up(index)
    found = index.summary_of(MEMBERS[0], EVERYTHING)
    assert set(found.states) == set(ContributionStatus) - {ContributionStatus.None_}
    assert found.accepted == 16 and len(found.totals) == 2 and found.earned > 10**9
    assert found.received == dict.fromkeys((302, 303, 304), 4) and found.rendered == 2 * 4
    assert list(found.collected.values()) == [2 * (2**200 + 1), 2**200 + 1]


def test_record__of_amounts_of_thirty_digits__is_exact(new_index):
    index = new_index().sync()
    scatter(index)
    dearest = SERVICES[301][1]
    others = [4 * price - price // 2 for _, (provider, price) in SERVICES.items() if provider == 23]
    assert index.summary_of(22, EVERYTHING).used == to_tokens(4 * dearest - dearest // 2 + sum(others))


def test_record__of_somebody_to_whom_nothing_happened__is_empty(new_index):
    index = new_index().sync()
    found = index.summary_of(NOBODY, EVERYTHING)
    assert (found.totals, found.accepted, found.earned) == ((), 0, Decimal(0))
    assert (found.received, found.used, found.rendered, found.collected) == ({}, 0, 0, {})
    assert index.happened_to(NOBODY, EVERYTHING, 20) == []
    assert index.first_day_of(NOBODY) is None
