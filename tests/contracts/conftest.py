"""One circle and its people, shared by all contract tests: Ape puts the chain back after each test."""

import pytest
from ape.api import AccountAPI

from .circle import Circle, Person, admit, deploy_circle
from .doors import CharterDoor, SubmitDoor

MEMBERS = ("alice", "bob", "vera", "victor", "viola", "paul")


# Autouse, so that it is there before the snapshot of the first module.
@pytest.fixture(scope="session", autouse=True)
def _circle_and_members(accounts) -> tuple[Circle, dict[str, Person]]:
    circle = deploy_circle(accounts[0], treasury=accounts[8])
    wallets = accounts[1 : 1 + len(MEMBERS)]
    ids = admit(circle, *wallets)
    people = [Person(wallet, member_id) for wallet, member_id in zip(wallets, ids, strict=True)]
    return circle, dict(zip(MEMBERS, people, strict=True))


@pytest.fixture(scope="session")
def circle(_circle_and_members) -> Circle:
    return _circle_and_members[0]


@pytest.fixture(scope="session")
def members_by_name(_circle_and_members) -> dict[str, Person]:
    return _circle_and_members[1]


@pytest.fixture(scope="session")
def alice(members_by_name) -> Person:
    """A member."""
    return members_by_name["alice"]


@pytest.fixture(scope="session")
def bob(members_by_name) -> Person:
    """Another member."""
    return members_by_name["bob"]


@pytest.fixture(scope="session")
def vera(members_by_name) -> Person:
    """A member who is a validator where a test seats her."""
    return members_by_name["vera"]


@pytest.fixture(scope="session")
def victor(members_by_name) -> Person:
    """A member who is a validator where a test seats him."""
    return members_by_name["victor"]


@pytest.fixture(scope="session")
def viola(members_by_name) -> Person:
    """A member who is a validator where a test seats her."""
    return members_by_name["viola"]


@pytest.fixture(scope="session")
def paul(members_by_name) -> Person:
    """A member who provides services."""
    return members_by_name["paul"]


@pytest.fixture(scope="session")
def stranger(accounts) -> Person:
    """No member."""
    return Person(accounts[7])


@pytest.fixture(scope="session")
def treasury(accounts) -> Person:
    """Where the circle's token is issued to; no member."""
    return Person(accounts[8])


@pytest.fixture(scope="session")
def spare(accounts) -> list[AccountAPI]:
    """Wallets that belong to nobody yet."""
    return list(accounts[9:])


@pytest.fixture(params=[CharterDoor, SubmitDoor], ids=["members", "contributions"])
def door(request, circle, vera) -> CharterDoor | SubmitDoor:
    """An action by signature, in two contracts."""
    return request.param(circle, vera)
