"""`ape run deploy` and `ape run check`, as an admin runs them: kills, the wrong place, what a check finds (D9)."""

import shutil
import signal

import pytest

from cercle.access import MANAGER, manager_at
from tests.anvil import environment, free_port, local_chain, run, wait_until
from tests.scripts.deployed import OFFICE, comparable, edited, folder, height, journal, record, sent

pytestmark = pytest.mark.anvil

INTRUDER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720"


# -- running it -------------------------------------------------------------------------------------------------


def test_deploy__again__changes_nothing(living, alumni):
    files = {path: path.read_bytes() for path in folder(living).rglob("*") if path.is_file()}
    before = height(living)
    again = living.run("deploy", alumni)
    assert again.returncode == 0 and "nothing to do" in again.stdout
    assert "Chain, YAML, role table and build agree" in again.stdout
    assert height(living) == before
    assert {path: path.read_bytes() for path in folder(living).rglob("*") if path.is_file()} == files


def test_deploy__dry_run__says_the_plan_and_sends_nothing(chain, alumni):
    before = height(chain)
    said = chain.run("deploy", "--dry-run", alumni)
    assert said.returncode == 0, said.stderr
    assert "Open the programme mentoring." in said.stdout and "the deployer keeps nothing" in said.stdout
    assert height(chain) == before and not (folder(chain) / "deployment.json").exists()


@pytest.mark.parametrize("lines", [1, 4, 8, 35])
def test_deploy__killed_after_some_transactions_and_run_again__ends_the_same(
    chain, living_chain, alumni, lines
):
    before = sent(chain)
    process = chain.start("deploy", alumni)
    wait_until(lambda: len(journal(chain)) >= lines or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    again = chain.run("deploy", alumni)
    assert again.returncode == 0, again.stderr
    assert comparable(record(chain)) == comparable(record(living_chain))
    keys = [entry["key"] for entry in journal(chain)]
    assert len(keys) == len(set(keys)) == sent(chain) - before


# -- check ------------------------------------------------------------------------------------------------------


def test_check__after_somebody_was_given_a_role__names_them(living):
    manager = record(living)["addresses"][MANAGER]
    assert living.run("check").returncode == 0
    with living.connected():
        data = bytes(manager_at(manager).grantRole.encode_input(1, INTRUDER, 0)).hex()
    free = {"maxFeePerGas": "0x0", "maxPriorityFeePerGas": "0x0"}
    living.rpc("eth_sendTransaction", {"from": OFFICE, "to": manager, "data": f"0x{data}", **free})
    found = living.run("check", "--community", "alumni")
    assert found.returncode == 1 and f"{INTRUDER} holds treasurer and should not." in found.stderr


def test_check__other_code_at_an_address__is_refused(living):
    catalog = record(living)["addresses"]["ServiceCatalog"]
    code = living.rpc("eth_getCode", catalog, "latest")
    other = "00" if code[200:202] != "00" else "01"
    living.rpc("anvil_setCode", catalog, code[:200] + other + code[202:])
    refused = living.run("check")
    assert refused.returncode == 1 and "is not the ServiceCatalog of this version of Cercle" in refused.stderr


def test_check__yaml_that_says_something_else__finds_it(living, alumni, tmp_path):
    found = living.run("check", edited(alumni, tmp_path / "other.yaml", ("quorum: 2", "quorum: 1")))
    assert found.returncode == 1
    assert "programmes.mentoring.quorum: 2 on chain, 1 expected." in found.stderr


# -- the wrong place --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["deploy", "check"])
def test_command__without_a_chain__says_how_to_start_one(tmp_path, alumni, command):
    refused = run(environment(tmp_path, free_port()), command, alumni)
    assert refused.returncode == 1 and "make chain" in refused.stderr
    assert "Traceback" not in refused.stderr + refused.stdout


def test_check__nothing_deployed__says_how_to_deploy(chain):
    refused = chain.run("check")
    assert refused.returncode == 1
    assert (
        "No community was deployed on polygon:local." in refused.stderr and "ape run deploy" in refused.stderr
    )


def test_check__unknown_community__names_those_there_are(living):
    refused = living.run("check", "--community", "village")
    assert refused.returncode == 1 and "there are: alumni" in refused.stderr


def test_commands__on_a_chain_started_anew__refuse_and_deploy_puts_the_former_community_aside(
    living, alumni, tmp_path
):
    with local_chain(tmp_path / "other") as other:
        shutil.copytree(living.home / "polygon-local", other.home / "polygon-local")
        refused = other.run("check")
        assert refused.returncode == 1
        assert "deployed on another chain with the same number" in refused.stderr
        done = other.run("deploy", alumni)
        assert done.returncode == 0, done.stderr
        kept = sorted(path.name for path in (other.home / "polygon-local").iterdir())
    assert kept == ["alumni", f"alumni.former-{record(living)['genesis'][2:10]}"]


def test_deploy__network_the_yaml_does_not_allow__is_refused(chain, alumni, tmp_path):
    other = edited(alumni, tmp_path / "other.yaml", ("networks: [local]", "networks: [amoy, mainnet]"))
    refused = chain.run("deploy", other)
    assert refused.returncode == 1 and "alumni is not meant for polygon:local." in refused.stderr


def test_deploy__broken_yaml__names_the_line_and_sends_nothing(chain, alumni, tmp_path):
    before = height(chain)
    broken = edited(alumni, tmp_path / "broken.yaml", ("price: 120", "price: -1"))
    refused = chain.run("deploy", broken)
    line = broken.read_text().splitlines().index("    price: -1") + 1
    assert refused.returncode == 1
    assert f"line {line}: services.coaching.price: -1 is negative." in refused.stderr
    assert height(chain) == before


def test_deploy__by_an_unknown_account__is_refused(chain, alumni):
    refused = chain.run("deploy", "--account", "nobody", alumni)
    assert refused.returncode == 1 and "There is no account “nobody”" in refused.stderr
