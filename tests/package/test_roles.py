"""The role table: every restricted function once, and nothing that is not restricted."""

import re
from collections import Counter

import pytest

from cercle.contracts import ROOT, container
from cercle.roles import ADMIN_ID, BY_NAME, ROLES, selector

# The base contracts in these folders are parts of one contract each.
PARTS = {"members": "MemberRegistry", "contributions": "ContributionRegistry", "services": "ServiceCatalog"}
FOLDERS = [ROOT / "contracts", *(ROOT / "contracts" / folder for folder in PARTS)]
SOURCES = [path for folder in FOLDERS for path in folder.glob("*.sol")]
HEADER = re.compile(r"function\s+(\w+)\s*\([^)]*\)([^{;]*)\{")


def restricted_functions() -> list[tuple[str, str]]:
    """Every function that the sources mark `restricted`, with its contract."""
    found = []
    for path in SOURCES:
        name = PARTS.get(path.parent.name, path.stem)
        headers = HEADER.finditer(path.read_text())
        found += [(name, match[1]) for match in headers if "restricted" in match[2].split()]
    return found


def test_role_table__holds_every_restricted_function_exactly_once():
    table = [
        (name, function)
        for role in ROLES
        for name, functions in role.functions.items()
        for function in functions
    ]
    assert Counter(table) == Counter(restricted_functions())


def test_restricted_functions__as_many_as_the_word_appears_in_the_sources():
    # So that no unusual header hides from the test above.
    words = sum(
        len(re.findall(r"\brestricted\b", re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)))
        for text in (path.read_text() for path in SOURCES)
    )
    assert len(restricted_functions()) == words


def test_ids__are_unique_and_administration_is_zero():
    assert len({role.id for role in ROLES}) == len(ROLES) == len(BY_NAME)
    assert BY_NAME["admin"].id == ADMIN_ID == 0


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_role__says_its_worst_loss_and_has_a_guardian_only_if_it_can_wait(role):
    assert str(role.worst_loss) and str(role.title)
    assert role.guardian is None or (role.delayed and role.guardian in BY_NAME)


@pytest.mark.parametrize("name", ["moderator", "arbiter", "guardian", "recovery_judge"])
def test_role__that_stops_harm__never_waits(name):
    assert not BY_NAME[name].delayed


def test_selector__is_the_abi_s():
    method = container("CommunityToken").contract_type.mutable_methods["mint(uint256)"]
    assert selector("CommunityToken", "mint").hex() == "a0712d68"
    assert method.name == "mint"
