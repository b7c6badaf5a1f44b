"""What a round holds for a member: from when until when, in what token (M10)."""

from datetime import timedelta
from decimal import Decimal

import ape
import pytest

from cercle.rounds import Currency
from cercle.states import RoundStatus
from cercle.units import to_time
from tests.contracts.circle import deploy_circle
from tests.dashboard.village import ALICE, DAY
from tests.rounds.on_chain import OPENING_DELAY

SHARES = {ALICE: 10**18, 2: 3 * 10**18}
SECOND = timedelta(seconds=1)


def test_a_share__just_before_at_and_after_its_round_opens_and_ends(village, new_index, office):
    one = office.take(office.make(SHARES), RoundStatus.Approved)
    index = new_index().sync()
    index.lists(village.record.files.rounds).take_in()
    opens, ends = village.rounds.get(one).open_from, to_time(one.round.ends)

    def collectable(now):
        return [share.collectable(now) for share in index.shares_of(ALICE, now)]

    assert [collectable(opens + one) for one in (-SECOND, 0 * SECOND, SECOND)] == [[False], [True], [True]]
    assert [collectable(ends + one) for one in (-SECOND, 0 * SECOND, SECOND)] == [[True], [], []]
    (share,) = index.shares_of(ALICE, opens)
    assert village.rounds.from_when(share, ends) == opens


def test_a_share_of_a_round_that_waits__comes_at_the_earliest_when_it_could_open(village, new_index, office):
    opens = village.node.time() + 20 * DAY
    one = office.take(office.make(SHARES, opens=int(opens.timestamp())), RoundStatus.Funded)
    index = new_index().sync()
    index.lists(village.record.files.rounds).take_in()
    (share,) = index.shares_of(ALICE, opens)
    last = to_time(one.round.ends) - village.rounds.shortest_opening - OPENING_DELAY
    when = village.rounds.from_when
    assert not share.collectable(last)
    assert when(share, opens - OPENING_DELAY) == share.opens
    assert when(share, opens - OPENING_DELAY + SECOND) == share.opens + SECOND
    assert when(share, last) == last + OPENING_DELAY and when(share, last + SECOND) is None


def test_a_cancelled_round__is_nobodys(village, new_index, office, send):
    one = office.take(office.make(SHARES), RoundStatus.Approved)
    send(0, village.rounds.cancel(one))
    index = new_index().sync()
    assert index.lists(village.record.files.rounds).take_in() == []
    assert index.shares_of(ALICE, to_time(0)) == []


@pytest.mark.parametrize("name", ["PlainToken", "SilentToken"])
def test_currency__is_the_tokens_own_word__or_its_address(village, name):
    admin = ape.accounts.test_accounts[0]
    token = str(admin.deploy(ape.project.get_contract(name)).address)
    found = village.rounds.currency(token)
    if name == "PlainToken":
        assert (found.name, found.tokens(2_500_000)) == ("EUR", Decimal("2.5"))
    else:
        assert (found.name, found.tokens(7)) == (f"{token[:6]}…{token[-4:]}", 7)


@pytest.mark.parametrize("symbol", ["[x](y)", "two words", 17 * "A"])
def test_currency__whose_symbol_cannot_stand_in_a_sentence__is_called_by_its_address(village, symbol):
    token = str(deploy_circle(ape.accounts.test_accounts[0], symbol=symbol).token.address)
    assert village.rounds.currency(token) == Currency(f"{token[:6]}…{token[-4:]}", 18)
