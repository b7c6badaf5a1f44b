"""``ape run privacy``: what the office does for members, and what it never writes into a log."""

import logging
from dataclasses import replace
from decimal import Decimal
from zipfile import ZipFile

import ape
import pytest
from click.testing import CliRunner
from eth_utils import keccak

from cercle import connect
from cercle.access import MANAGER, manager_at
from cercle.privacy.purposes import Purpose
from cercle.privacy.readable import PersonalData
from cercle.roles import BY_NAME
from scripts.privacy import cli
from tests.dashboard.village import ALICE, BOB, NADIA
from tests.privacy.everywhere import EMAIL


@pytest.fixture
def run(village, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: object, expect: int = 0, given: str | None = None) -> str:
        result = CliRunner(mix_stderr=False).invoke(cli, [str(one) for one in arguments], input=given)
        said = " ".join(f"{result.stdout} {result.stderr}".split())
        assert result.exit_code == expect, f"{said}\n{result.exception!r}"
        return said

    return command


def test_record__keeps_consents_given_elsewhere__with_date_and_source(run):
    run(
        "record",
        "digest",
        "alice",
        "#2",
        "--source",
        "Reunion form",
        "--date",
        "2025-06-01",
        "--language",
        "en",
    )
    (digest,) = [one for one in connect().consents.of(BOB) if one.purpose is Purpose.Digest]
    assert (f"{digest.given_at:%Y-%m-%d}", digest.source, digest.language) == (
        "2025-06-01",
        "Reunion form",
        "en",
    )
    said = run("consents", "alice")
    assert "digest" in said and "2025-06-01" in said and "Reunion form" in said
    run("withdraw", "digest", "alice")
    assert not connect().consents.has(ALICE, Purpose.Digest) and connect().consents.has(BOB, Purpose.Digest)


def test_record__without_its_source__is_refused(run):
    assert "Missing option '--source'" in run("record", "digest", "alice", expect=2)


def test_export__is_one_archive__readable_by_its_owner_only(run, tmp_path):
    file = tmp_path / "alice.zip"
    assert "delete it here" in run("export", "alice", "--to", file)
    assert b"Alice Martin" in ZipFile(file).read("my-data.html") and file.stat().st_mode & 0o077 == 0


def test_requests__wait_for_the_office__and_are_declined_with_a_reason(run):
    connect().erasures.request(NADIA)
    request = connect().erasures.request_of(NADIA)
    asked, before = f"{request.asked_at:%Y-%m-%d}", f"{request.decide_before:%Y-%m-%d}"
    assert f"{NADIA} {asked} {before}" in run("requests")
    run("decline", "nadia", "A dispute runs until June.")
    assert connect().erasures.request_of(NADIA).answer == "A dispute runs until June."
    assert "decided already" in run("decline", "nadia", "Again", expect=1)
    assert "has not asked" in run("decline", "bob", "Why", expect=1)
    connect().erasures.request(NADIA)  # asks again
    assert len(connect().erasures.requests()) == 1


def test_erase__names_what_is_open_first__and_a_no_destroys_nothing(run):
    said = run("erase", "alice", "--account", "TEST::0", given="n\n", expect=1)
    assert "Tokens to collect: 8." in said and "It cannot be undone" in said
    assert connect().directory.person(ALICE).name == "Alice Martin"


def test_erase__dry_run__destroys_nothing_and_needs_no_account(run):
    said = run("erase", "alice", "--dry-run")
    assert "Tokens to collect: 8." in said and "nothing was destroyed" in said
    assert connect().directory.person(ALICE) is not None


def test_erase__then_the_receipt_verifies__a_tampered_one_and_a_strangers_do_not(run, tmp_path):
    said = run("erase", "alice", "--account", "TEST::0", "--yes")
    assert f"Member {ALICE} is erased" in said
    community = connect()
    assert community.directory.person(ALICE) is None
    handed_out = community.record.folder / "erasures" / f"member-{ALICE}.json"
    assert "not this community's office" in run("verify", handed_out, expect=1)
    signer = ape.accounts.test_accounts[0]
    manager = manager_at(community.record.addresses[MANAGER])
    manager.grantRole(BY_NAME["membership"].id, signer, 0, sender=signer)
    assert f"Unchanged, and signed by the office of village: {signer.address}" in run("verify", handed_out)
    tampered = tmp_path / "tampered.json"
    tampered.write_bytes(handed_out.read_bytes().replace(b'"count":3', b'"count":2'))
    assert "was changed after it was signed" in run("verify", tampered, expect=1)


def test_logs__of_a_run_at_its_most_talkative__hold_no_name_and_no_email(run, home, tmp_path):
    """What people wrote is refused, exported and erased; Python's own log, and the node's, say nothing of it."""
    log = tmp_path / "run.log"
    handler = logging.FileHandler(log)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        community = connect()
        community.directory.change(replace(community.directory.person(ALICE), email=EMAIL))
        for value in (b"Alice Martin".ljust(32, b"\0"), keccak(text=EMAIL)):
            with pytest.raises(PersonalData) as refused:
                community.services.redeem(ALICE, 1, Decimal(5), salt=value)
            logging.getLogger("cercle").exception("A job failed", exc_info=refused.value)
        run("export", "alice", "--to", tmp_path / "alice.zip")
        run("erase", "alice", "--account", "TEST::0", "--yes")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    said = log.read_text() + (home / "anvil.log").read_text()
    assert "PersonalData" in said and "eth_call" in said
    assert "Alice Martin" not in said and EMAIL not in said and b"Alice Martin".hex() not in said
