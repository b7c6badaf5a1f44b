"""Every admin function of the registry and the token refuses whoever has no role (T1)."""

import pytest

from ..circle import DAY, NOTHING, in_an_hour
from ..refusal import refused

MEMBER_FUNCTIONS = {
    "openCohort": lambda who: (7, NOTHING, 10, in_an_hour()),
    "closeCohort": lambda who: (1,),
    "admit": lambda who: (7, [(who.address, False, b"")], in_an_hour()),
    "reinvite": lambda who: (1, who.address),
    "publishCharter": lambda who: (NOTHING,),
    "setSuspended": lambda who: (1, True, NOTHING),
    "startRecovery": lambda who: (1, who.address, in_an_hour(), b""),
    "cancelRecovery": lambda who: (1,),
    "overruleObjection": lambda who: (1,),
}

TOKEN_FUNCTIONS = {
    "mint": lambda who: (1,),
    "mintToBudget": lambda who: (1, 1),
    "setTransferPolicy": lambda who: (1,),
    "addSystemContract": lambda who: (who.address,),
}


@pytest.mark.parametrize("function", MEMBER_FUNCTIONS)
@pytest.mark.parametrize("caller", ["stranger", "alice"])
def test_registry__caller_without_a_role__is_refused(request, circle, function, caller):
    who = request.getfixturevalue(caller)
    with refused(circle.members.AccessManagedUnauthorized, caller=who.address):
        getattr(circle.members, function)(*MEMBER_FUNCTIONS[function](who), sender=who.account)


@pytest.mark.parametrize("function", TOKEN_FUNCTIONS)
@pytest.mark.parametrize("caller", ["stranger", "alice", "treasury"])
def test_token__caller_without_a_role__is_refused(request, circle, function, caller):
    who = request.getfixturevalue(caller)
    with refused(circle.token.AccessManagedUnauthorized, caller=who.address):
        getattr(circle.token, function)(*TOKEN_FUNCTIONS[function](who), sender=who.account)


@pytest.mark.parametrize("amount", [0, 1, 10**24, 2**256 - 1])
def test_mint__stranger_with_any_amount__is_refused(circle, stranger, amount):
    with refused(circle.token.AccessManagedUnauthorized, caller=stranger.address):
        circle.token.mint(amount, sender=stranger.account)


def test_authority__set_by_a_stranger__is_refused(circle, stranger):
    for contract in (circle.members, circle.token):
        with refused(contract.AccessManagedUnauthorized, caller=stranger.address):
            contract.setAuthority(stranger.address, sender=stranger.account)


def test_member_actions__admin_target_closed__still_go_through(circle, alice):
    """A29: closing a contract to its admins keeps no member in."""
    circle.manager.setTargetClosed(circle.members, True, sender=circle.admin)
    circle.manager.setTargetClosed(circle.token, True, sender=circle.admin)
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    circle.members.comeBack(alice.id, sender=alice.account)
    circle.token.approve(circle.catalog, DAY, sender=alice.account)
