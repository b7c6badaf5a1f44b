"""Gas is part of the contract: what an action costs stands in git, and stays below its ceiling."""

import json
import subprocess
import sys

import pytest
from eth.vm.forks.prague.computation import PragueComputation

from cercle.contracts import ROOT

from .polygon_prices import polygon_prices
from .snapshot import CEILINGS, MISSED, SNAPSHOT, Measured, render


@pytest.fixture(scope="module")
def measured() -> Measured:
    """Gas of every action, on a chain where nothing else ever happened."""
    command = [sys.executable, "-m", "tests.gas.measure"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return Measured(*json.loads(printed.splitlines()[-1]))


def test_snapshot__is_what_the_contracts_cost_now(measured, request):
    table = render(measured)
    if request.config.getoption("--update-gas", default=False):
        SNAPSHOT.write_text(table, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == table, "run: ape test tests/gas --update-gas"


@pytest.mark.parametrize("action", CEILINGS)
def test_action__costs_at_most_its_ceiling(measured, action):
    """But for those listed as missed, which must be missed: a ceiling that is met is to be held."""
    for prices, gas, ceiling in zip(
        ("Ethereum", "Polygon"), (measured.ethereum, measured.polygon), CEILINGS[action], strict=True
    ):
        if ceiling is not None:
            assert (gas[action] > ceiling) == ((action, prices) in MISSED), (prices, gas[action], ceiling)


@pytest.mark.parametrize("action", [action for action, (_, polygon) in CEILINGS.items() if polygon])
def test_action__with_an_access_list__costs_at_most_its_ceiling(measured, action):
    assert measured.named[action] <= CEILINGS[action][1]


def test_access_lists__are_chosen_only_where_they_are_cheaper(measured):
    assert all(measured.named[action] < gas for action, gas in measured.polygon.items())


def test_polygon_prices__are_higher_for_every_action_that_touches_storage(measured):
    polygon = measured.polygon
    same = {action for action, gas in measured.ethereum.items() if polygon[action] <= gas}
    assert same == {"open a passkey account"}, "a passkey is kept in the account's code"


def test_polygon_prices__end_with_their_block():
    ethereum = PragueComputation.opcodes
    with polygon_prices():
        assert PragueComputation.opcodes != ethereum
    assert PragueComputation.opcodes is ethereum
