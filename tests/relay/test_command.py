"""`ape run relay`: what it says to the office; and `ape run check` looks at the relay's account, too."""

import importlib

import pytest
from click.testing import CliRunner

from cercle.config_models import RelayTerms
from cercle.relay.gas_only import other_powers
from cercle.relay.key import make_key, relay_address
from tests.dashboard.village import ALICE
from tests.relay.place import working

pytestmark = pytest.mark.anvil


@pytest.fixture
def run(place, monkeypatch):
    """Runs ``ape run relay <arguments>`` in this process; returns what it says, spaces made single."""
    monkeypatch.setenv("APE_FOUNDRY_HOST", place.chain.url)
    monkeypatch.setenv("COLUMNS", "300")

    def run_it(*arguments, expect=0):
        cli = importlib.import_module("scripts.relay").cli
        result = CliRunner(mix_stderr=False).invoke(cli, arguments)
        said = " ".join(f"{result.stdout} {result.stderr}".split())
        assert result.exit_code == expect, f"{said}\n{result.exception!r}"
        return said

    return run_it


def test_key_fund_status__lead_from_nothing_to_an_open_relay(place, run, make_relay):
    assert "The relay has no key" in run("status", expect=1)
    said = run("key")
    address = relay_address(place.community.node, place.community.record, RelayTerms())
    assert address in said and said == run("key")
    assert "gas tank is empty" in run("status")
    assert "10 coins in the relay" in run("fund", "--coins", "10")
    with working(make_relay(account=None)) as relay:
        relay.send(ALICE, place.submitted(ALICE, "An hour"))
        said = run("status")
    assert "The relay is open, with 10 POL" in said and "0 waiting, 0 on their way, 1 done so far" in said
    assert (
        address in said
        and place.community.record.folder.joinpath("relay.key").read_text().strip() not in said
    )
    assert "The relay is not running" in run("status")
    assert "is not a number" in run("fund", "--coins", "many", expect=1)


def test_powers__of_an_account_that_only_pays__are_none(place):
    record = place.community.record
    assert list(other_powers(record, make_key(record))) == []


@pytest.mark.parametrize(
    ("account", "power"),
    [("TEST::0", "holds the role admin"), ("TEST::0", "is the treasury"), ("TEST::3", "wallet of member 3")],
)
def test_powers__besides_paying__are_found(place, account, power):
    record = place.community.record
    address = relay_address(place.community.node, record, RelayTerms(account=account))
    assert any(power in str(finding) for finding in other_powers(record, address))


def test_address__of_an_account_that_is_elsewhere__is_not_known_here(place):
    terms = RelayTerms(account="on-the-server")
    assert relay_address(place.community.node, place.community.record, terms) is None
