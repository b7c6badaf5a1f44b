"""Hanna, who has a passkey account and is no member yet."""

import pytest

from tests.authenticator import Authenticator

from .holders import Holder, open_account


# Everybody is asked for here: a fixture of the session that comes later makes Ape build the module again.
@pytest.fixture(scope="module", autouse=True)
def hanna(circle, alice, bob, vera, paul, stranger, treasury, spare) -> Holder:
    """Somebody with a passkey account."""
    return open_account(circle, stranger.account)


@pytest.fixture
def tablet() -> Authenticator:
    """A second device of hers."""
    return Authenticator()
