"""A member with a recovery key, for the tests of recovery keys."""

import pytest
from ape.api import AccountAPI

from ..circle import Person
from .invitations import answer, invite


@pytest.fixture
def key(spare) -> AccountAPI:
    """Kept in a drawer."""
    return spare[1]


@pytest.fixture
def next_key(spare) -> AccountAPI:
    """For the drawer, once the first one is used."""
    return spare[5]


@pytest.fixture
def carla(circle, spare, key, stranger) -> Person:
    """A member with a recovery key."""
    (invitation,) = invite(circle, spare[0])
    answer(circle, invitation, spare[2], recovery_key=key.address).send(circle, stranger.account)
    return Person(spare[2], invitation.member_id)
