"""What a members' registry cannot be made without, and what no contract of a community can be."""

import ape
import pytest

from ..circle import (
    DAY,
    FIRST_PAYMENT_DELAY,
    NOBODY,
    RECOVERY_COOLDOWN,
    RECOVERY_DELAY,
    RECOVERY_WINDOW,
    ROTATION_DELAY,
)
from ..refusal import refused


def deploy(circle, recovery_window):
    """A registry with no delay but the window for finishing what was started."""
    return circle.admin.deploy(ape.project.MemberRegistry, circle.manager, (0, 0, recovery_window, 0, 0))


def test_deploy__keeps_its_delays(circle):
    members = circle.members
    assert (members.ROTATION_DELAY(), members.RECOVERY_DELAY()) == (ROTATION_DELAY, RECOVERY_DELAY)
    assert (members.RECOVERY_WINDOW(), members.RECOVERY_COOLDOWN()) == (RECOVERY_WINDOW, RECOVERY_COOLDOWN)
    assert members.FIRST_PAYMENT_DELAY() == FIRST_PAYMENT_DELAY
    assert members.authority() == circle.manager.address


def test_deploy__without_time_to_finish__is_refused(circle):
    """A recovery or rotation could never be finished."""
    with refused(ape.project.MemberRegistry.Members_NoTimeToFinish):
        deploy(circle, recovery_window=0)


def test_deploy__with_a_second_to_finish__is_taken(circle):
    assert deploy(circle, recovery_window=1).RECOVERY_WINDOW() == 1


# What each contract of a community is made with, after its manager.
OTHER_ARGUMENTS = {
    "MemberRegistry": lambda circle: ((0, 0, DAY, 0, 0),),
    "CommunityToken": lambda circle: (
        *(circle.members, circle.escrow, circle.catalog, circle.rounds),
        ("Merci", "MRC", 10**27, 10**24, DAY, circle.treasury.address),
    ),
    "ContributionRegistry": lambda circle: (circle.members, circle.token, NOBODY, DAY, DAY),
    "RewardEscrow": lambda circle: (circle.token,),
    "ServiceCatalog": lambda circle: (circle.members, circle.token, True, DAY),
    "MemberAccountFactory": lambda circle: (DAY, DAY, DAY),
    "RewardRounds": lambda circle: (circle.members, circle.registry, circle.token, DAY),
}


@pytest.mark.parametrize("name", OTHER_ARGUMENTS)
@pytest.mark.parametrize("manager", ["nobody", "somebody's wallet"])
def test_deploy__a_manager_without_code__is_refused_by_every_contract(circle, stranger, name, manager):
    """Nobody could ever call what is restricted, or name another manager."""
    authority = {"nobody": NOBODY, "somebody's wallet": stranger.address}[manager]
    container = getattr(ape.project, name)
    with refused(container.AccessManagedInvalidAuthority, authority=authority):
        circle.admin.deploy(container, authority, *OTHER_ARGUMENTS[name](circle))
