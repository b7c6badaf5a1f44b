"""payeeOf in the first days after joining: whoever made the invitations holds every invite key."""

import pytest

from ..circle import DAY, Person, admit, at, deploy_circle, mine_at
from ..refusal import refused
from .rewards import REWARD, claimable
from .wallet_changes import start_recovery


@pytest.fixture(scope="module", autouse=True)
def careful_reward(accounts):
    """A circle that pays nobody in the first three days after they joined."""
    circle = deploy_circle(accounts[0], treasury=accounts[8], first_payment_delay=3 * DAY)
    wallets = accounts[9:11]
    ids = admit(circle, *wallets)
    vera, alice = (Person(wallet, id) for wallet, id in zip(wallets, ids, strict=True))
    return circle, alice, claimable(circle, alice, vera)


def test_first_payment__one_second_early__waits(careful_reward):
    circle, alice, reward = careful_reward
    until = circle.members.memberInfo(alice.id).since + 3 * DAY
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=until):
        circle.members.payeeOf(alice.id)
    at(until - 1)
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=until):
        circle.registry.claim(alice.id, [reward], sender=alice.account)


@pytest.mark.parametrize("after", [0, 1])
def test_first_payment__once_the_delay_is_over__is_paid(careful_reward, after):
    circle, alice, reward = careful_reward
    until = circle.members.memberInfo(alice.id).since + 3 * DAY
    at(until + after)
    circle.registry.claim(alice.id, [reward], sender=alice.account)
    assert circle.token.balanceOf(alice.account) == REWARD


def test_first_payment__a_recovery_running_longer__waits_for_its_end(careful_reward, accounts):
    circle, alice, _ = careful_reward
    start_recovery(circle, alice, accounts[12])
    ends_at = circle.members.walletChange(alice.id).endsAt
    mine_at(circle.members.memberInfo(alice.id).since + 3 * DAY)
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=ends_at):
        circle.members.payeeOf(alice.id)
