"""Every measure gives on PostgreSQL what it gives on SQLite."""

import pytest

from cercle import measures
from cercle.measures import Month, Period
from cercle.units import to_time


@pytest.fixture
def of_the_village(village):
    """All measures of an index, by name, for the year until now."""
    last = Month.at(village.node.time())
    period, token = Period(last.plus(-11), last), bytes.fromhex(str(village.token.contract.address)[2:])

    def measure(index):
        now = to_time(int(index.status().time.timestamp()))
        with index.engine.connect() as db:
            spent, budgets = measures.spending(db, period, token), measures.runways(db, period)
            named = {
                name: getattr(measures, name)(db, period)
                for name in (
                    *("enrolment", "engagement", "retention", "monthly_people", "by_month", "demand"),
                    *("spread", "loads", "rings"),
                )
            }
            return named | {
                "spending": spent,
                "runways": budgets,
                "flows": measures.flows(db, period, token),
                "liability": measures.liability(db, token),
                "profit_and_loss": measures.profit_and_loss(db, period, token, spent, {}),
                "reviews": measures.reviews(db, period, now),
                "quality": measures.quality(db, period, budgets, now),
            }

    return measure


def test_measures__on_both_engines__are_the_same(new_index, database, of_the_village):
    here, there = new_index().sync(), new_index(url=database).sync()
    found = of_the_village(here)
    assert of_the_village(there) == found
    assert found["engagement"].engaged and found["flows"][-1].earned
