"""A record adds up on PostgreSQL as on SQLite."""

from tests.index.scattered import require_adds_up, scatter


def test_record__in_every_period__is_what_comes_of_every_single_record(new_index, database):
    index = new_index(url=database).sync()
    scatter(index)
    require_adds_up(index)
