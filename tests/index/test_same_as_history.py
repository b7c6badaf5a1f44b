"""The index tells what the fold of the same events in memory tells."""

import ape

from cercle.lifeline import EVERYTHING, Period
from cercle.signers import AccountSigner
from tests.authenticator import Authenticator
from tests.dashboard.village import ALICE, BOB
from tests.index.compare import as_history_tells, as_index_tells


def test_every_record__of_the_index__is_historys(village, new_index, office, send):
    one, two = office.open({ALICE: 5, BOB: 3}, {ALICE: 2})
    send(ALICE, village.rounds.claim(ALICE, [two, one]))
    send(BOB, village.rounds.claim(BOB, [one]))
    index = new_index().sync()
    history = village.history.refresh()

    told = as_index_tells(index, list(history.members))

    assert told == as_history_tells(history)
    assert told["contributions"] and told["orders"]
    assert [one["amount"] for one in told["shares"]] == [2, 5, 3]


def test_everybodys_record__is_historys(village, new_index, office, send):
    one, two = office.open({ALICE: 5, BOB: 3}, {ALICE: 2})
    send(ALICE, village.rounds.claim(ALICE, [two, one]))
    index, history = new_index().sync(), village.history.refresh()
    year = village.node.time().year
    for member in history.members:
        assert index.first_day_of(member) == history.first_day_of(member)
        for period in (EVERYTHING, Period.year(year), Period.year(year + 1)):
            assert index.summary_of(member, period) == history.summary_of(member, period)
            for most in (1, 3, 100):
                assert index.happened_to(member, period, most) == history.happened_to(member, period, most)
    found = index.summary_of(ALICE, EVERYTHING)
    assert found.accepted and found.earned and list(found.collected.values()) == [7]


def start_recovery(village, send, member, number):
    wallet = AccountSigner(village.node, ape.accounts.test_accounts[number])
    deadline = village.node.now() + 3_600
    consent = wallet.sign(village.members.bind_wallet_data(member, wallet.address, deadline))
    send(0, village.members.start_recovery(member, wallet.address, deadline, consent))


def test_changes_of_wallets__under_way_and_over__are_historys(village, new_index, send):
    index = new_index()
    start_recovery(village, send, ALICE, 15)
    start_recovery(village, send, BOB, 16)
    send(0, village.members.cancel_recovery(BOB))
    send(ALICE, village.members.object_to_recovery(ALICE))
    assert set(index.sync().wallet_changes()) == {ALICE}
    assert index.wallet_changes() == village.history.refresh().wallet_changes
    assert list(index.differences()) == []


def test_recoveries_of_accounts__under_way_and_over__are_historys(village, new_index, send):
    index, accounts = new_index(), []
    for _ in range(2):
        key = Authenticator().key
        send(0, village.accounts.create(key))
        accounts.append(village.accounts.address_of(key))
        send(0, village.accounts.start_recovery(accounts[-1], Authenticator().key))
    send(0, village.accounts.cancel_recovery(accounts[0]))
    assert set(index.sync().account_recoveries()) == {accounts[1]}
    assert index.account_recoveries() == village.history.refresh().account_recoveries
