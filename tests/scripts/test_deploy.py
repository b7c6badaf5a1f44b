"""`ape run deploy` and `check` on a chain of their own: plan, apply, check; kills; changes; what can not be."""

import json
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from cercle.access import MANAGER, manager_at
from cercle.contracts import at
from cercle.invitations import load_cohort
from cercle.record import DeploymentRecord
from cercle.roles import ROLES
from tests.anvil import LocalChain, environment, free_port, local_chain, run, wait_until

pytestmark = pytest.mark.anvil

DEPLOYER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
FOUNDERS = 7


def folder(chain: LocalChain, slug: str = "alumni") -> Path:
    return chain.home / "polygon-local" / slug


def journal(chain: LocalChain, slug: str = "alumni") -> list[dict[str, Any]]:
    path = folder(chain, slug) / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines[1:] if line.endswith(b"\n")]


def sent(chain: LocalChain) -> int:
    return int(chain.rpc("eth_getTransactionCount", DEPLOYER, "latest"), 16)


def record(chain: LocalChain, slug: str = "alumni") -> dict[str, Any]:
    return json.loads((folder(chain, slug) / "deployment.json").read_text())


def comparable(deployment: dict[str, Any]) -> dict[str, Any]:
    """Without what is random: which founder has which number."""
    return {**deployment, "founders": sorted(deployment["founders"].values())}


def edited(yaml: Path, to: Path, *changes: tuple[str, str]) -> Path:
    """A copy of a YAML with changes."""
    text = yaml.read_text()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    to.write_text(text)
    return to


@pytest.fixture(scope="module")
def deployed_once(running_chain, tmp_path_factory) -> tuple[dict[str, Any], int, Path]:
    """What an undisturbed deployment ends in: record, number of transactions, and its home."""
    home = tmp_path_factory.mktemp("undisturbed")
    (home / "chain").symlink_to(running_chain.home / "chain")
    chain = LocalChain(home, running_chain.port, running_chain.process)
    with chain.put_back():
        before = sent(chain)
        done = chain.run("deploy", "communities/alumni.yaml")
        assert done.returncode == 0, done.stderr
        assert "Chain, YAML, role table and build agree" in done.stdout
        return record(chain), sent(chain) - before, home


# -- running it -------------------------------------------------------------------------------------------------


def test_deploy__again__changes_nothing(chain, alumni):
    assert chain.run("deploy", alumni).returncode == 0
    files = {path: path.read_bytes() for path in folder(chain).rglob("*") if path.is_file()}
    height = chain.rpc("eth_blockNumber")
    again = chain.run("deploy", alumni)
    assert again.returncode == 0 and "nothing to do" in again.stdout
    assert chain.rpc("eth_blockNumber") == height
    assert {path: path.read_bytes() for path in folder(chain).rglob("*") if path.is_file()} == files


def test_deploy__dry_run__says_the_plan_and_sends_nothing(chain, alumni):
    height = chain.rpc("eth_blockNumber")
    said = chain.run("deploy", "--dry-run", alumni)
    assert said.returncode == 0, said.stderr
    assert "Open the programme mentoring." in said.stdout and "the deployer keeps nothing" in said.stdout
    assert chain.rpc("eth_blockNumber") == height and not (folder(chain) / "deployment.json").exists()


def test_deploy__leaves_the_deployer_without_any_role(chain, alumni):
    assert chain.run("deploy", alumni).returncode == 0
    with chain.connected():
        manager = manager_at(record(chain)["addresses"][MANAGER])
        assert [role.name for role in ROLES if manager.hasRole(role.id, DEPLOYER)[0]] == []


def test_deploy__founders__are_invited_with_keys_kept_for_their_owner_only(chain, alumni):
    assert chain.run("deploy", alumni).returncode == 0
    cohort = load_cohort(folder(chain) / "invitations", 1)
    founders = record(chain)["founders"]
    assert {name: founders[name] for name in cohort.ids} == cohort.ids
    assert sorted(founders.values()) == list(range(1, FOUNDERS + 1))
    assert cohort.invitation(founders["julien"]).key and cohort.invitation(founders["claire"]).key is None
    with chain.connected():
        members = at("MemberRegistry", record(chain)["addresses"]["MemberRegistry"])
        assert bytes(members.cohortInfo(1).root) == cohort.root
        school = members.memberInfo(founders["school"])
        assert school.flags & members.FLAG_INSTITUTION()


# -- kills ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5, 8, 20, 33, 35, 36])
def test_deploy__killed_after_some_transactions_and_run_again__ends_the_same(
    chain, alumni, deployed_once, lines
):
    expected, transactions, _home = deployed_once
    before = sent(chain)
    process = chain.start("deploy", alumni)
    wait_until(lambda: len(journal(chain)) >= lines or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    again = chain.run("deploy", alumni)
    assert again.returncode == 0, again.stderr
    assert comparable(record(chain)) == comparable(expected)
    assert sent(chain) - before == transactions
    keys = [entry["key"] for entry in journal(chain)]
    assert len(keys) == len(set(keys)) == transactions


def test_deploy__interrupted_and_something_else_sent_by_the_deployer__makes_another_token(chain, alumni):
    process = chain.start("deploy", alumni)
    wait_until(lambda: len(journal(chain)) >= 3 or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    chain.rpc("eth_sendTransaction", {"from": DEPLOYER, "to": DEPLOYER, "value": "0x0"})
    again = chain.run("deploy", alumni)
    assert again.returncode == 0, again.stderr
    assert "build agree" in again.stdout


def test_deploy__killed_and_the_yaml_changed__says_so_and_sends_nothing(chain, alumni, tmp_path):
    process = chain.start("deploy", alumni)
    wait_until(lambda: len(journal(chain)) >= 6 or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    chain.run("deploy", "--dry-run", alumni)
    before, lines = sent(chain), journal(chain)
    other = edited(alumni, tmp_path / "alumni.yaml", ("rotation: 2 days", "rotation: 3 days"))
    refused = chain.run("deploy", other)
    assert refused.returncode == 1 and "was sent before with other values" in refused.stderr
    assert sent(chain) - before <= 1 and len(journal(chain)) == len(lines)
    assert chain.run("deploy", alumni).returncode == 0


# -- changes ----------------------------------------------------------------------------------------------------


@pytest.fixture
def living(chain, alumni) -> LocalChain:
    done = chain.run("deploy", alumni)
    assert done.returncode == 0, done.stderr
    return chain


def test_deploy__new_programme_service_founder_seats_and_holders__adds_them(living, alumni, tmp_path):
    text = alumni.read_text()
    programme = text[text.index("  referrals:") : text.index("  proofreading:")]
    programme = (
        programme.replace("referrals:", "welcome:")
        .replace("id: 6", "id: 8")
        .replace("[claire, amina]", "[lena]")
    )
    service = text[text.index("  sport:") :].replace("sport:", "yoga:")
    changed = edited(
        alumni,
        tmp_path / "alumni.yaml",
        ("  julien: {}", "  julien: {}\n  lena: {wallet: TEST::8}"),
        ("\nservices:\n", f"{programme}\nservices:\n{service}"),
        ("seats: [school, sophie]", "seats: [school, amina]"),
        ("moderator: {holders: [TEST::1]}", "moderator: {holders: [TEST::9]}"),
        ("Chacun donne", "Chacune et chacun donne"),
    )
    done = living.run("deploy", changed)
    assert done.returncode == 0, done.stdout + done.stderr
    after = record(living)
    assert after["programmes"]["welcome"] == 8 and after["services"]["yoga"] == 13
    assert after["founders"]["lena"] == FOUNDERS + 1 and after["revision"] == 2
    with living.connected() as node:
        registry = at("ContributionRegistry", after["addresses"]["ContributionRegistry"])
        assert registry.seatOf(8, FOUNDERS + 1).active
        assert not registry.seatOf(3, after["founders"]["sophie"]).active
        assert registry.seatOf(3, after["founders"]["amina"]).active
        assert at("MemberRegistry", after["addresses"]["MemberRegistry"]).charter().version == 2
        assert node.is_local
    again = living.run("deploy", changed)
    assert again.returncode == 0 and "nothing to do" in again.stdout


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("tokens_per_unit: 10", "tokens_per_unit: 11", "open a new programme and close the old one"),
        ("price: 120", "price: 130", "list a new service and close the old one"),
        ("symbol: MRC", "symbol: MER", "deploy another community"),
        ("recovery: 7 days", "recovery: 8 days", "deploy another community"),
        ("treasury: TEST::1", "treasury: TEST::2", "deploy another community"),
        ("fr: Mentorat\n", "fr: Tutorat\n", "title and description are fixed"),
        ("claire: {wallet: TEST::3}", "claire: {wallet: TEST::8}", "they are enrolled"),
    ],
)
def test_deploy__change_of_what_is_fixed_for_ever__is_refused_whole(
    living, alumni, tmp_path, before, after, sentence
):
    changed = edited(
        alumni, tmp_path / "alumni.yaml", (before, after), ("  julien: {}", "  julien: {}\n  lena: {}")
    )
    height = living.rpc("eth_blockNumber")
    refused = living.run("deploy", changed)
    assert refused.returncode == 1 and sentence in refused.stderr, refused.stderr
    assert living.rpc("eth_blockNumber") == height
    assert living.run("deploy", alumni).returncode == 0


def test_deploy__role_with_a_delay__announces_then_waits_then_acts(chain, alumni, tmp_path):
    delayed = edited(
        alumni,
        tmp_path / "alumni.yaml",
        ("steward: {holders: [TEST::1]}", "steward: {holders: [TEST::1], delay: 2 days}"),
        ("guardian: {holders: [TEST::1]}", "guardian: {holders: [TEST::9]}"),
    )
    assert chain.run("deploy", delayed).returncode == 0
    changed = edited(
        delayed, tmp_path / "changed.yaml", ("seats: [school, sophie]", "seats: [school, sophie, amina]")
    )
    first = chain.run("deploy", changed)
    assert first.returncode == 1 and "Announced; it can be done from" in first.stderr, first.stderr
    announced = len(journal(chain))
    assert chain.run("deploy", changed).returncode == 1 and len(journal(chain)) == announced
    chain.rpc("evm_increaseTime", hex(2 * 86_400))
    chain.rpc("evm_mine")
    done = chain.run("deploy", changed)
    assert done.returncode == 0, done.stderr
    assert "build agree" in done.stdout


# -- check ------------------------------------------------------------------------------------------------------


def test_check__after_somebody_was_given_a_role__names_them(living):
    manager = record(living)["addresses"][MANAGER]
    office, intruder = (
        "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
    )
    assert living.run("check").returncode == 0
    with living.connected():
        data = manager_at(manager).grantRole.encode_input(1, intruder, 0).hex()
    living.rpc("eth_sendTransaction", {"from": office, "to": manager, "data": f"0x{data.removeprefix('0x')}"})
    found = living.run("check", "--community", "alumni")
    assert found.returncode == 1 and f"{intruder} holds treasurer and should not." in found.stderr


def test_check__other_code_at_an_address__is_refused(living):
    catalog = record(living)["addresses"]["ServiceCatalog"]
    code = living.rpc("eth_getCode", catalog, "latest")
    living.rpc("anvil_setCode", catalog, code[:200] + ("00" if code[200:202] != "00" else "01") + code[202:])
    refused = living.run("check")
    assert refused.returncode == 1 and "is not the ServiceCatalog of this version of Cercle" in refused.stderr


def test_check__yaml_that_says_something_else__finds_it(living, alumni, tmp_path):
    other = edited(alumni, tmp_path / "alumni.yaml", ("quorum: 2", "quorum: 1"))
    found = living.run("check", other)
    assert found.returncode == 1
    assert "programmes.mentoring.quorum: 2 on chain, 1 expected." in found.stderr


# -- the wrong place --------------------------------------------------------------------------------------------


def test_commands__without_a_chain__say_how_to_start_one(tmp_path, alumni):
    for arguments in (("deploy", alumni), ("check",)):
        refused = run(environment(tmp_path, free_port()), *arguments)
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


def test_check__chain_started_anew__is_another_chain(living, tmp_path):
    with local_chain(tmp_path / "other") as other:
        shutil.copytree(living.home / "polygon-local", other.home / "polygon-local")
        refused = other.run("check")
    assert refused.returncode == 1 and "deployed on another chain with the same number" in refused.stderr


def test_deploy__chain_started_anew__puts_the_former_community_aside(living, alumni, tmp_path):
    with local_chain(tmp_path / "other") as other:
        shutil.copytree(living.home / "polygon-local", other.home / "polygon-local")
        done = other.run("deploy", alumni)
        assert done.returncode == 0, done.stderr
        assert other.run("check").returncode == 0
        kept = [path.name for path in (other.home / "polygon-local").iterdir()]
    assert sorted(kept) == ["alumni", f"alumni.former-{record(living)['genesis'][2:10]}"]


def test_deploy__network_the_yaml_does_not_allow__is_refused(chain, alumni, tmp_path):
    other = edited(alumni, tmp_path / "alumni.yaml", ("networks: [local]", "networks: [amoy, mainnet]"))
    refused = chain.run("deploy", other)
    assert refused.returncode == 1 and "alumni is not meant for polygon:local." in refused.stderr


def test_deploy__broken_yaml__names_the_line_and_sends_nothing(chain, alumni, tmp_path):
    height = chain.rpc("eth_blockNumber")
    broken = edited(alumni, tmp_path / "alumni.yaml", ("quorum: 2", "quorum: 9"), ("price: 120", "price: -1"))
    refused = chain.run("deploy", broken)
    lines = broken.read_text().splitlines()
    assert refused.returncode == 1
    assert (
        f"line {lines.index('    price: -1') + 1}: services.coaching.price: -1 is negative." in refused.stderr
    )
    assert chain.rpc("eth_blockNumber") == height


def test_deploy__by_a_holder_of_a_role__is_refused(chain, alumni):
    refused = chain.run("deploy", "--account", "TEST::1", alumni)
    assert refused.returncode == 1 and "The deployer may hold no role" in refused.stderr


def test_deploy__by_an_unknown_account__is_refused(chain, alumni):
    refused = chain.run("deploy", "--account", "nobody", alumni)
    assert refused.returncode == 1 and "There is no account “nobody”" in refused.stderr


def test_record__saved_and_loaded__is_the_same_file(chain, deployed_once, monkeypatch):
    _record, _transactions, home = deployed_once
    monkeypatch.setenv("CERCLE_HOME", str(home))
    path = home / "polygon-local" / "alumni" / "deployment.json"
    before = path.read_bytes()
    DeploymentRecord.model_validate_json(before).save()
    assert path.read_bytes() == before
