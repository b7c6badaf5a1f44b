"""owed, collectOwed: what was kept for a member whose payments waited (test_kept.py)

├── collectOwed while it still runs → refused; nothing kept → refused
└── collectOwed by anybody → to the member's wallet of then
"""

import pytest

from ..circle import DAY, Person, admit, at, deploy_circle
from ..members.wallet_changes import start_recovery, start_rotation
from ..refusal import refused
from .orders import (
    DOCUMENT,
    OTHER_SALT,
    PAID,
    PRICE,
    Policy,
    act,
    balances,
    collect,
    give,
    moved,
    offer,
    owed,
    redeem,
)


@pytest.fixture
def kept(circle, alice, paul, spare, fulfilled) -> int:
    """Paul's payment is kept, because a recovery of his runs; when that ends."""
    start_recovery(circle, paul, spare[0])
    act(circle, "direct", "confirm", alice, fulfilled)
    assert owed(circle, paul) == [PAID]
    return circle.members.walletChange(paul.id).endsAt


def test_collect__while_the_recovery_runs__is_refused(circle, paul, stranger, spare, kept):
    """Nobody can say yet whose wallet it is: not for the old one, not for the new one, not for anybody."""
    for sender in (paul, stranger, Person(spare[0])):
        with refused(circle.members.Members_PaymentsWait, memberId=paul.id, until=kept):
            collect(circle, paul, sender)
    assert (owed(circle, paul), balances(circle, paul)) == ([PAID], [0, PAID])


def test_collect__one_second_before_the_recovery_ends__is_refused(circle, paul, stranger, kept):
    at(kept - 1)
    with refused(circle.members.Members_PaymentsWait, memberId=paul.id, until=kept):
        collect(circle, paul, stranger)


@pytest.mark.parametrize("late", [0, 1])
def test_collect__when_the_recovery_ended_unfinished__pays_the_wallet_that_stayed(
    circle, paul, spare, stranger, kept, late
):
    at(kept + late)
    receipt = collect(circle, paul, stranger)
    assert receipt.events == [
        circle.catalog.OwedCollected(paul.id, PAID),
        moved(circle, circle.catalog, paul, PAID),
    ]
    assert owed(circle, paul) == [0]
    assert balances(circle, paul, spare[0], stranger) == [PAID, 0, 0, 0]


def test_collect__when_the_recovery_is_finished__pays_the_new_wallet(circle, paul, spare, stranger, kept):
    """A7: and the old one, perhaps a thief's, gets nothing, whoever sends."""
    at(circle.members.walletChange(paul.id).readyAt)
    circle.members.finishWalletChange(paul.id, sender=stranger.account)
    collect(circle, paul, paul)
    assert balances(circle, paul, spare[0]) == [0, PAID, 0]


def test_collect__when_the_recovery_was_cancelled__pays_at_once(circle, paul, stranger, kept):
    circle.members.cancelRecovery(paul.id, sender=circle.admin)
    collect(circle, paul, stranger)
    assert balances(circle, paul) == [PAID, 0]


def test_collect__after_another_change_of_wallet__pays_the_wallet_of_then(
    circle, paul, spare, stranger, kept
):
    """E17: what is kept is the member's, not a wallet's."""
    at(kept)
    start_rotation(circle, paul, spare[1])
    at(circle.members.walletChange(paul.id).readyAt)
    circle.members.finishWalletChange(paul.id, sender=stranger.account)
    collect(circle, paul, stranger)
    assert balances(circle, paul, spare[0], spare[1]) == [0, 0, PAID, 0]


def test_collect__twice__is_refused(circle, alice, bob, paul, service, stranger, kept):
    """E3, E2: what others have in the catalogue stays there."""
    redeem(circle, bob, service)
    at(kept)
    collect(circle, paul, stranger)
    for person in (paul, alice, bob, stranger):
        with refused(circle.catalog.Catalog_NothingOwed, memberId=person.id):
            collect(circle, person, stranger)
    assert balances(circle, paul) == [PAID, PRICE]


def test_collect__several_that_were_kept__pays_their_sum(
    circle, alice, bob, paul, service, spare, stranger, kept
):
    other = redeem(circle, bob, service, OTHER_SALT)
    act(circle, "direct", "fulfil", paul, other)
    receipt = act(circle, "direct", "confirm", bob, other)
    assert circle.catalog.PaymentKept(paul.id, PAID) in receipt.events
    assert owed(circle, paul) == [2 * PAID]
    at(kept)
    assert circle.catalog.OwedCollected(paul.id, 2 * PAID) in collect(circle, paul, stranger).events
    assert balances(circle, paul) == [2 * PAID, 0]


def test_kept__a_payment_once_the_wait_is_over__is_made_beside_it(circle, alice, paul, service, kept):
    """What is kept goes only when somebody collects it."""
    at(kept)
    act(circle, "direct", "fulfil", paul, redeem(circle, alice, service, OTHER_SALT))
    order = bytes(circle.catalog.orderIdOf(alice.id, service, OTHER_SALT))
    act(circle, "direct", "confirm", alice, order)
    assert (owed(circle, paul), balances(circle, paul)) == ([PAID], [PAID, PAID])


@pytest.mark.parametrize("stopped", ["suspended", "left", "policy", "target"])
def test_collect__whatever_admins_stopped__is_paid(circle, paul, stranger, kept, stopped):
    """A29."""
    if stopped == "suspended":
        circle.members.setSuspended(paul.id, True, DOCUMENT, sender=circle.admin)
    elif stopped == "left":
        circle.members.leaveCommunity(paul.id, sender=paul.account)
    elif stopped == "policy":
        circle.token.setTransferPolicy(Policy.CLOSED, sender=circle.admin)
    else:
        for target in (circle.catalog, circle.token):
            circle.manager.setTargetClosed(target, True, sender=circle.admin)
    at(kept)
    collect(circle, paul, stranger)
    assert balances(circle, paul) == [PAID, 0]


# -- the first payment ----------------------------------------------------------------------------------------------


@pytest.fixture
def careful(accounts):
    """A circle that pays nobody in the first three days: its redeemer, whose order the provider refuses; until
    when the refund waits."""
    circle = deploy_circle(accounts[0], treasury=accounts[8], first_payment_delay=3 * DAY)
    wallets = accounts[9:11]
    redeemer, provider = (
        Person(wallet, number) for wallet, number in zip(wallets, admit(circle, *wallets), strict=True)
    )
    give(circle, redeemer, PRICE)
    order = redeem(circle, redeemer, offer(circle, provider))
    receipt = act(circle, "direct", "refuse", provider, order)
    assert receipt.events[-1] == circle.catalog.PaymentKept(redeemer.id, PRICE)
    return circle, redeemer, circle.members.memberInfo(redeemer.id).since + 3 * DAY


def test_first_payment__one_second_early__waits(careful, stranger):
    circle, redeemer, until = careful
    at(until - 1)
    with refused(circle.members.Members_PaymentsWait, memberId=redeemer.id, until=until):
        collect(circle, redeemer, stranger)
    assert balances(circle, redeemer) == [0, PRICE]


@pytest.mark.parametrize("late", [0, 1])
def test_first_payment__once_the_delay_is_over__is_collected(careful, stranger, late):
    circle, redeemer, until = careful
    at(until + late)
    collect(circle, redeemer, stranger)
    assert balances(circle, redeemer) == [PRICE, 0]
