"""What admins do refuses whoever has no role: members, validators of the programme, strangers."""

import pytest

from ..circle import access_manager
from ..refusal import refused
from .deeds import DOCUMENT, HELP, TALKS, WHY

TERMS = (10, 1, 0, 0, 0, 365)

FUNCTIONS = {
    "openProgramme": lambda vera, contribution: (7, TERMS, DOCUMENT, [vera.id]),
    "pauseProgramme": lambda vera, contribution: (TALKS,),
    "resumeProgramme": lambda vera, contribution: (TALKS,),
    "closeProgramme": lambda vera, contribution: (TALKS,),
    "seat": lambda vera, contribution: (HELP, vera.id),
    "unseat": lambda vera, contribution: (TALKS, vera.id),
    "challengeAsGuardian": lambda vera, contribution: (contribution, WHY),
    "resolve": lambda vera, contribution: (vera.id, contribution, False, WHY),
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_admin_functions__without_a_role__are_refused(circle, alice, vera, stranger, accepted, function):
    """A1: a seat is no role either."""
    for caller in (alice, vera, stranger):
        with refused(circle.registry.AccessManagedUnauthorized, caller=caller.address):
            arguments = FUNCTIONS[function](vera, accepted)
            getattr(circle.registry, function)(*arguments, sender=caller.account)


def test_authority__set_by_a_stranger__is_refused(circle, stranger):
    with refused(circle.registry.AccessManagedUnauthorized, caller=stranger.address):
        circle.registry.setAuthority(stranger.address, sender=stranger.account)


def test_authority__passed_on_by_the_admin__counts_from_then_on(circle, vera, stranger, recorded):
    """E16: rights are the present admin's: the one of before can do nothing any more."""
    successor = stranger.account.deploy(access_manager(), stranger.account)
    receipt = circle.manager.updateAuthority(circle.registry, successor, sender=circle.admin)
    assert receipt.events == [circle.registry.AuthorityUpdated(successor.address)]
    with refused(circle.registry.AccessManagedUnauthorized, caller=circle.admin.address):
        circle.registry.challengeAsGuardian(recorded, WHY, sender=circle.admin)
    circle.registry.challengeAsGuardian(recorded, WHY, sender=stranger.account)


def test_escrow__has_no_door_but_the_registrys(circle, alice, vera, recorded):
    """E2: nobody books a reward by hand."""
    for caller in (alice.account, vera.account, circle.admin):
        with refused(circle.escrow.Escrow_OnlyRegistry, caller=caller.address):
            circle.escrow.release(HELP, caller, 1, sender=caller)
