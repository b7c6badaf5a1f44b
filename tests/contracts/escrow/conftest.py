"""A programme at quorum one with Vera's seat, and a funder who has tokens."""

import pytest

from ..circle import open_programme
from .budgets import RATE

PURSE = 10**6


@pytest.fixture(scope="module", autouse=True)
def _programmes(circle, alice, bob, vera, stranger, treasury):
    """Two programmes, unfunded; the treasury has tokens and lets the escrow take them. Everybody is asked for here,
    before the snapshot of the module: a fixture of the session that comes later makes Ape build the module again."""
    for programme_id in (1, 2):
        open_programme(circle, programme_id, rate=RATE, quorum=1, challenge_window=0, validators=[vera])
    circle.token.mint(PURSE, sender=circle.admin)
    circle.token.approve(circle.escrow, PURSE, sender=treasury.account)
