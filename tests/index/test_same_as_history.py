"""The index tells what the fold of the same events in memory tells."""

from tests.index.compare import as_history_tells, as_index_tells


def test_every_record__of_the_index__is_historys(village, new_index):
    index = new_index().sync()
    history = village.history.refresh()

    told = as_index_tells(index, list(history.members))

    assert told == as_history_tells(history)
    assert told["contributions"] and told["orders"]
