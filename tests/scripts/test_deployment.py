"""Plan, apply and check as the package does them: what a deployment leaves, what may change, what never can."""

import ape
import pytest

from cercle.access import MANAGER, manager_at
from cercle.contracts import at
from cercle.deployment import Deployment
from cercle.errors import ConfigProblem, InputProblem, Interrupted
from cercle.invitations import load_cohort
from cercle.merkle import verify
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.roles import ROLES
from tests.anvil import DyingNode, Killed
from tests.scripts.deployed import (
    DEPLOYER,
    FOUNDERS,
    comparable,
    edited,
    folder,
    height,
    journal,
    record,
    sent,
)

pytestmark = pytest.mark.anvil


def deployment(node, yaml, account=0) -> Deployment:
    return Deployment(node, yaml, ape.accounts.test_accounts[account])


# -- what it leaves ---------------------------------------------------------------------------------------------


def test_apply__leaves_the_deployer_without_any_role(living):
    with living.connected():
        manager = manager_at(record(living)["addresses"][MANAGER])
        assert [role.name for role in ROLES if manager.hasRole(role.id, DEPLOYER)[0]] == []


def test_apply__invites_founders_with_keys_kept_for_their_owner_only(living):
    cohort = load_cohort(folder(living) / "invitations", 1)
    founders = record(living)["founders"]
    assert {name: founders[name] for name in cohort.ids} == cohort.ids
    assert sorted(founders.values()) == list(range(1, FOUNDERS + 1))
    assert cohort.invitation(founders["julien"]).key and cohort.invitation(founders["claire"]).key is None
    with living.connected():
        members = at("MemberRegistry", record(living)["addresses"]["MemberRegistry"])
        assert bytes(members.cohortInfo(1).root) == cohort.kept_root
        assert members.memberInfo(founders["school"]).flags & members.FLAG_INSTITUTION()
    karim = founders["karim"]
    assert verify(cohort.root, cohort.invitation(karim).leaf, cohort.proof(karim))


def test_plan__of_what_was_applied__is_empty(living, alumni):
    with living.connected() as node:
        assert deployment(node, alumni).plan().is_empty
        assert deployment(node, alumni).check() == []


def test_record__saved_again__is_the_same_file(living):
    path = folder(living) / "deployment.json"
    before = path.read_bytes()
    DeploymentRecord.model_validate_json(before).save()
    assert path.read_bytes() == before


def test_apply__by_a_holder_of_a_role__is_refused(chain, alumni):
    with chain.connected() as node, pytest.raises(InputProblem, match="The deployer may hold no role"):
        deployment(node, alumni, account=1).plan()


# -- killed -----------------------------------------------------------------------------------------------------


def test_apply__killed_at_many_requests_in_turn__ends_the_same_with_nothing_sent_twice(
    chain, living_chain, alumni
):
    expected, before = comparable(record(living_chain)), sent(chain)
    with chain.connected():
        finishes, dies_at = False, 1
        while not finishes:
            dying = DyingNode(dies_at, after=bool(dies_at % 2))
            try:
                deployment(dying, alumni).apply()
                finishes = True
            except Killed:
                dies_at += 13  # on from where the last one came to, more or less
        deployment(Node(), alumni).apply()
    assert comparable(record(chain)) == expected
    keys = [entry["key"] for entry in journal(chain)]
    assert len(keys) == len(set(keys)) == sent(chain) - before


def test_apply__killed_between_token_and_registry_and_the_nonce_used__makes_another_token(chain, alumni):
    with chain.connected() as node:
        steps = {step.key: step for step in _first(node, alumni)}
        for key in ("documents", MANAGER, "MemberRegistry", "tied/CommunityToken"):
            steps[key].run()
        ape.accounts.test_accounts[0].transfer(DEPLOYER, 0)
        deployment(node, alumni).apply()
        assert deployment(node, alumni).check() == []
    assert len([entry for entry in journal(chain) if "CommunityToken" in entry["key"]]) == 2


def test_apply__interrupted_and_the_yaml_changed__says_so_and_sends_nothing(chain, alumni, tmp_path):
    with chain.connected() as node:
        steps = {step.key: step for step in _first(node, alumni)}
        for key in ("documents", MANAGER, "MemberRegistry"):
            steps[key].run()
        before = sent(chain)
        other = edited(alumni, tmp_path / "other.yaml", ("rotation: 2 days", "rotation: 3 days"))
        with pytest.raises(InputProblem, match="was sent before with other values"):
            deployment(node, other).apply()
        assert sent(chain) == before
        assert [step.key for step in deployment(node, alumni).plan().steps if step.done] == [
            MANAGER,
            "MemberRegistry",
        ]
        deployment(node, alumni).apply()
        assert deployment(node, alumni).check() == []


def _first(node, yaml):
    one = deployment(node, yaml)
    one.folder.path.mkdir(parents=True)
    return one.plan().steps


# -- changes ----------------------------------------------------------------------------------------------------


def test_apply__new_programme_service_founder_seats_and_holders__adds_them(living, alumni, tmp_path):
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
        tmp_path / "changed.yaml",
        ("  julien: {name: Julien Morel}", "  julien: {name: Julien Morel}\n  lena: {wallet: TEST::8}"),
        ("\nservices:\n", f"{programme}\nservices:\n{service}"),
        ("seats: [school, sophie]", "seats: [school, amina]"),
        ("moderator: {holders: [TEST::1]}", "moderator: {holders: [TEST::9]}"),
        ("Chacun donne", "Chacune et chacun donne"),
        ("transfers: members only", "transfers: open"),
    )
    with living.connected() as node:
        after = deployment(node, changed).apply()
        assert after.programmes["welcome"] == 8 and after.services["yoga"] == 13
        assert after.founders["lena"] == FOUNDERS + 1 and after.revision == 2
        registry = at("ContributionRegistry", after.addresses["ContributionRegistry"])
        assert registry.seatOf(8, FOUNDERS + 1).active
        assert not registry.seatOf(3, after.founders["sophie"]).active
        assert registry.seatOf(3, after.founders["amina"]).active
        assert at("MemberRegistry", after.addresses["MemberRegistry"]).charter().version == 2
        assert deployment(node, changed).check() == []
        assert deployment(node, changed).plan().is_empty


def test_plan__programme_no_longer_in_the_yaml__stays_and_is_said(living, alumni, tmp_path):
    text = alumni.read_text()
    shorter = tmp_path / "shorter.yaml"
    shorter.write_text(text.replace(text[text.index("  sport:") :], ""))
    with living.connected() as node:
        plan = deployment(node, shorter).plan()
    assert [step.key for step in plan.steps] == ["config"]
    assert [str(notice) for notice in plan.notices] == [
        "The service sport stays: close it with ape run services close."
    ]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("tokens_per_unit: 10", "tokens_per_unit: 11", "open a new programme and close the old one"),
        ("price: 120", "price: 130", "list a new service and close the old one"),
        ("symbol: MRC", "symbol: MER", "deploy another community"),
        ("recovery: 7 days", "recovery: 8 days", "deploy another community"),
        ("treasury: TEST::1", "treasury: TEST::2", "deploy another community"),
        ("fr: Mentorat\n", "fr: Tutorat\n", "title and description are fixed"),
        (
            "claire: {wallet: TEST::3, name: Claire Fontaine}",
            "claire: {wallet: TEST::8, name: Claire Fontaine}",
            "they are enrolled",
        ),
    ],
)
def test_apply__change_of_what_is_fixed_for_ever__is_refused_whole(
    living, alumni, tmp_path, before, after, sentence
):
    changed = edited(
        alumni,
        tmp_path / "changed.yaml",
        (before, after),
        ("  julien: {name: Julien Morel}", "  julien: {name: Julien Morel}\n  lena: {}"),
    )
    at_first = height(living)
    with living.connected() as node:
        with pytest.raises(ConfigProblem, match=sentence):
            deployment(node, changed).apply()
        assert height(living) == at_first
        assert deployment(node, alumni).plan().is_empty


def test_apply__role_with_a_delay__announces_then_waits_then_acts(chain, alumni, tmp_path):
    delayed = edited(
        alumni,
        tmp_path / "delayed.yaml",
        ("steward: {holders: [TEST::1]}", "steward: {holders: [TEST::1], delay: 2 days}"),
        ("guardian: {holders: [TEST::1]}", "guardian: {holders: [TEST::9]}"),
    )
    seats = ("seats: [school, sophie]", "seats: [school, sophie, amina]")
    changed = edited(delayed, tmp_path / "changed.yaml", seats)
    with chain.connected() as node:
        deployment(node, delayed).apply()
        with pytest.raises(Interrupted, match="Announced; it can be done from"):
            deployment(node, changed).apply()
        announced = len(journal(chain))
        chain.rpc("evm_increaseTime", 2 * 86_400 - 30)
        chain.rpc("evm_mine")
        with pytest.raises(Interrupted):
            deployment(node, changed).apply()
        assert len(journal(chain)) == announced
        chain.rpc("evm_increaseTime", 30)
        chain.rpc("evm_mine")
        deployment(node, changed).apply()
        assert deployment(node, changed).check() == []
    assert len(journal(chain)) == announced + 1
