"""What a community token cannot be made without (D7)."""

import ape
import pytest

from ..circle import NOBODY
from ..refusal import refused

TERMS = ("name", "symbol", "cap", "limit", "period", "treasury")


def deploy(circle, **changes):
    """The circle's token a second time, with something changed."""
    terms = dict(
        zip(TERMS, ("Merci", "MRC", 10**27, 10**24, 3600, str(circle.treasury.address)), strict=True)
    )
    values = {
        "escrow": circle.escrow.address,
        "catalog": circle.catalog.address,
        "rounds": circle.rounds.address,
    }
    terms |= {name: value for name, value in changes.items() if name in terms}
    values |= {name: value for name, value in changes.items() if name in values}
    return circle.admin.deploy(
        ape.project.CommunityToken,
        circle.manager,
        circle.members,
        *values.values(),
        tuple(terms.values()),
    )


def test_deploy__keeps_its_terms(circle):
    token = circle.token
    assert (token.name(), token.symbol(), token.decimals()) == ("Merci", "MRC", 18)
    assert (token.treasury(), token.members()) == (circle.treasury.address, circle.members.address)
    assert (token.escrow(), token.catalog()) == (circle.escrow.address, circle.catalog.address)
    assert token.rounds() == circle.rounds.address
    assert token.authority() == circle.manager.address
    assert token.totalSupply() == 0


@pytest.mark.parametrize(
    "missing",
    [
        {"treasury": NOBODY},
        {"limit": 0},
        {"period": 0},
        {"escrow": NOBODY},
        {"catalog": NOBODY},
        {"rounds": NOBODY},
    ],
    ids=lambda missing: next(iter(missing)),
)
def test_deploy__without_it__is_refused(circle, missing):
    with refused(ape.project.CommunityToken.Token_ZeroValue):
        deploy(circle, **missing)


def test_deploy__without_a_cap__is_refused(circle):
    with refused(ape.project.CommunityToken.ERC20InvalidCap, cap=0):
        deploy(circle, cap=0)
