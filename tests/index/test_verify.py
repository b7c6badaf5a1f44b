"""``verify`` compares everything the events add up to with the contracts, and finds what differs (P4)."""

import pytest
from sqlalchemy import text

from tests.index.compare import dump


def said(index):
    return [str(one) for one in index.differences()]


def test_the_village__indexed__differs_in_nothing(new_index):
    asked = []
    assert [str(one) for one in new_index().sync().differences(asked.append)] == []
    assert asked[-1] > 20


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE members SET flags = flags + 8 WHERE member = 2", "member 2: flags"),
        ("DELETE FROM members WHERE member = 3", "members enrolled: value"),
        ("UPDATE programmes SET funded = '999' WHERE programme = 1", "budget of programme 1: available"),
        ("UPDATE seats SET active = 0 WHERE programme = 1", "programme 1: seats"),
        ("UPDATE contributions SET status = 5 WHERE status = 1", "status"),
        ("UPDATE services SET stock = stock + 1 WHERE service = 1", "service 1: stock"),
        ("UPDATE orders SET status = 3 WHERE status = 1", "status"),
        ("UPDATE balances SET amount = '7'", "balance of"),
        ("DELETE FROM services WHERE service = 2", "services: value"),
        ("UPDATE token_months SET burnt = '12'", "tokens in circulation: value"),
    ],
)
def test_a_planted_difference__is_found(new_index, change, what):
    index = new_index().sync()
    with index.engine.begin() as connection:
        assert connection.execute(text(change)).rowcount
    assert any(what in one for one in said(index)), said(index)


def test_a_lost_event__leaves_a_difference(new_index):
    index = new_index().sync()
    with index.engine.begin() as connection:
        connection.execute(text("DELETE FROM contribution_paid"))
    index.derive_anew()
    assert any("is 2 by the events and 3 by the contract" in one for one in said(index))


def test_a_rebuilt_index__is_identical(new_index):
    index = new_index().sync()
    before = dump(index)
    with index.engine.begin() as connection:
        connection.execute(text("DELETE FROM orders"))
    assert dump(index.rebuild()) == before
