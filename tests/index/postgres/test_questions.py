"""Every question of the dashboard has the same answer from PostgreSQL as from SQLite."""

import threading

from cercle.asked import read_new_evidence
from cercle.index import layout
from tests.dashboard.village import ALICE, MENTORING, NADIA, PAUL, TALKS
from tests.index.compare import dump


def answers(community, index) -> list[object]:
    """What the index says to each of the village, now and when time has passed."""
    now, wait = community.node.time(), community.rewards.resolution_period
    said: list[object] = [index.programmes(), index.services(), index.budgets()]
    for member in range(1, 8):
        for number in (MENTORING, TALKS):
            said += [index.to_review(member, number), index.challengeable(member, number, now, 1)]
        for moment in (now, now + wait, now + 10 * wait):
            said += [index.collectable(member, moment, wait), index.coming(member, moment, wait)]
            said.append(index.rewards_of(member, moment, wait))
        said += [index.shares_of(member, now), index.shares_collected(member)]
        said += [index.changed_of(member, 3), index.orders_changed_of(member, 3), index.asked_of(member)]
        said += [index.reviews(member), index.orders_counted(member)]
        said += [index.orders_under_way(member=member), index.orders_under_way(provider=member)]
    return said


def test_questions__of_everybody__are_answered_as_by_sqlite(village, new_index, database, office, send):
    both = []
    one, _ = office.open({ALICE: 5, NADIA: 2**75}, {ALICE: 3})
    send(ALICE, village.rounds.claim(ALICE, [one]))
    for url in (database, None):
        village.index = village.past = new_index(url=url).sync()
        assert village.index.lists(village.record.files.rounds).look() == []
        while read_new_evidence(village):
            pass
        both.append(answers(village, village.index))
    assert both[0] == both[1]
    assert village.index.asked_of(NADIA) and village.index.orders_under_way(provider=PAUL)
    assert village.index.contributions_of(ALICE)
    assert village.index.shares_collected(ALICE) and village.index.shares_of(NADIA, village.node.time())


def test_a_list__taken_in_by_two_dashboards_at_once__is_there_once(village, new_index, database, office):
    office.open({ALICE: 5, NADIA: 2})
    made = [new_index(url=database).sync() for _ in range(3)]
    folder, problems = village.record.files.rounds, []

    def look(index):
        problems.extend(index.lists(folder).look())

    threads = [threading.Thread(target=look, args=(one,)) for one in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not problems
    assert [one.amount for one in made[0].shares_of(NADIA, village.node.time())] == [2]


def test_evidence__read_by_two_dashboards_at_once__is_noted_once(village, new_index, database):
    village.index = village.past = new_index(url=database).sync()
    threads = [threading.Thread(target=read_new_evidence, args=(village,)) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    asked = [one.id for one in village.index.asked_of(NADIA)]
    assert asked and len(asked) == len(set(asked))


def test_tables_of_another_version__are_made_anew(new_index, database, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(layout, "fingerprint", lambda dialect: b"another version")
        new_index(url=database).sync()
    assert dump(new_index(url=database).sync()) == dump(new_index().sync())
    assert "was made by another version of Cercle" in caplog.text
