"""arbitrate: a member with the role who is neither side, strictly before the arbitration period ends"""

import pytest

from ..circle import at
from ..members.wallet_changes import Flag, start_rotation
from ..refusal import refused
from ..roles import ARBITERS, make_arbiter
from .orders import BURN_SHARE, PRICE, PURSE, REASON, OrderStatus, balances, moved, redeem, status_of


def arbitrate(circle, person, order, share):
    return circle.catalog.arbitrate(person.id, order, share, REASON, sender=person.account)


@pytest.mark.parametrize("share", [0, 1, 5000, 9999, 10_000])
def test_arbitrate__splits_the_price(circle, alice, paul, arbiter, disputed, share):
    refunded = PRICE * share // 10_000
    burnt = (PRICE - refunded) * BURN_SHARE // 10_000
    paid = PRICE - refunded - burnt
    receipt = arbitrate(circle, arbiter, disputed, share)
    transfers = [(alice, refunded), (paul, paid), (None, burnt)]
    assert receipt.events == [
        circle.catalog.DisputeArbitrated(disputed, arbiter.id, share, REASON),
        circle.catalog.OrderEnded(disputed, alice.id, paul.id, OrderStatus.ARBITRATED, refunded, paid, burnt),
        *[moved(circle, circle.catalog, to, amount) for to, amount in transfers if amount],
    ]
    assert status_of(circle, disputed) == OrderStatus.ARBITRATED
    assert balances(circle, alice, paul, arbiter) == [PURSE - PRICE + refunded, paid, 0, 0]


@pytest.mark.parametrize("share", [10_001, 2**16 - 1])
def test_arbitrate__more_than_the_whole__is_refused(circle, arbiter, disputed, share):
    with refused(circle.catalog.Catalog_BadShare, share=share):
        arbitrate(circle, arbiter, disputed, share)


def test_arbitrate__one_second_before_the_period_ends__is_taken(circle, arbiter, disputed):
    at(circle.catalog.orderDeadline(disputed) - 1)
    arbitrate(circle, arbiter, disputed, 0)


@pytest.mark.parametrize("late", [0, 1, 15])
def test_arbitrate__when_the_period_has_ended__is_refused(circle, arbiter, disputed, late):
    """E13: from this second on anybody refunds the order, and before it nobody."""
    until = circle.catalog.orderDeadline(disputed)
    at(until + late)
    with refused(circle.catalog.Catalog_TooLate, orderId=disputed, until=until):
        arbitrate(circle, arbiter, disputed, 0)


@pytest.mark.parametrize("side", ["alice", "paul"])
def test_arbitrate__by_a_side__is_refused(circle, members_by_name, arbiter, disputed, side):
    """E17: not even with the role."""
    party = members_by_name[side]
    make_arbiter(circle, party)
    with refused(circle.catalog.Catalog_ArbiterIsParty, orderId=disputed, arbiterId=party.id):
        arbitrate(circle, party, disputed, 10_000)
    arbitrate(circle, arbiter, disputed, 10_000)


def test_arbitrate__by_a_side_in_the_name_of_another__is_refused(circle, bob, paul, arbiter, disputed):
    """E17: the role alone does not make somebody else of a provider."""
    make_arbiter(circle, paul)
    for name in (bob, arbiter):
        with refused(circle.members.Members_NotTheWallet, memberId=name.id, caller=paul.address):
            circle.catalog.arbitrate(name.id, disputed, 0, REASON, sender=paul.account)


def test_arbitrate__by_a_side_with_another_wallet__is_refused(circle, paul, arbiter, disputed, spare):
    """E17: a side is a member, whatever the wallet."""
    start_rotation(circle, paul, spare[0])
    at(circle.members.walletChange(paul.id).readyAt)
    circle.members.finishWalletChange(paul.id, sender=paul.account)
    circle.manager.grantRole(ARBITERS, spare[0], 0, sender=circle.admin)
    with refused(circle.catalog.Catalog_ArbiterIsParty, orderId=disputed, arbiterId=paul.id):
        circle.catalog.arbitrate(paul.id, disputed, 0, REASON, sender=spare[0])


def test_arbitrate__without_the_role__is_refused(circle, bob, arbiter, disputed, stranger):
    for person in (bob, stranger):
        with refused(circle.catalog.AccessManagedUnauthorized, caller=person.address):
            arbitrate(circle, person, disputed, 0)


def test_arbitrate__by_an_earlier_arbiter__is_refused(circle, bob, arbiter, disputed):
    """E16: rights follow the role as it is held now."""
    make_arbiter(circle, bob)
    circle.manager.revokeRole(ARBITERS, arbiter.account, sender=circle.admin)
    with refused(circle.catalog.AccessManagedUnauthorized, caller=arbiter.address):
        arbitrate(circle, arbiter, disputed, 0)
    arbitrate(circle, bob, disputed, 0)


def test_arbitrate__by_an_arbiter_who_may_not_act__is_refused(circle, arbiter, disputed):
    circle.members.leaveCommunity(arbiter.id, sender=arbiter.account)
    with refused(circle.members.Members_MayNotAct, memberId=arbiter.id, flags=Flag.LEFT):
        arbitrate(circle, arbiter, disputed, 0)
    circle.members.comeBack(arbiter.id, sender=arbiter.account)
    arbitrate(circle, arbiter, disputed, 0)


def test_arbitrate__one_order__leaves_the_others_alone(circle, bob, arbiter, service, disputed):
    """E2."""
    other = redeem(circle, bob, service)
    arbitrate(circle, arbiter, disputed, 10_000)
    assert status_of(circle, other) == OrderStatus.OPEN
    assert balances(circle) == [PRICE]
