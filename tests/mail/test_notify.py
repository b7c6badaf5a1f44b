"""`ape run notify`: as cron runs it, killed in the middle, with a server that is down, and what it says."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cercle.contracts import ROOT
from cercle.mail.invite import InvitationLink, send_invitations
from cercle.mail.kinds import Kind
from cercle.mail.log import State
from cercle.mail.samples import SAMPLES
from cercle.privacy.purposes import Purpose
from tests.anvil import free_port, wait_until
from tests.dashboard.village import ALICE, BOB, NAMES
from tests.mail.conftest import address, write_config
from tests.mail.mail_server import url
from tests.mail.test_notices import silently


def run(*arguments: str, expect: int = 0) -> str:
    """Runs the command in this process and returns what it says, spaces made single."""
    cli = importlib.import_module("scripts.notify").cli
    result = CliRunner(mix_stderr=False).invoke(cli, list(arguments))
    said = " ".join(f"{result.stdout} {result.stderr}".split())
    assert result.exit_code == expect, f"{said}\n{result.exception!r}"
    assert "Traceback" not in said
    return said


def start() -> subprocess.Popen[str]:
    """A real `ape run notify`."""
    ape = Path(sys.executable).with_name("ape")
    return subprocess.Popen(
        [str(ape), "run", "notify"], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


def test_notify__sends__says_how_many__and_nothing_twice(agree, box):
    agree()
    assert "6 e-mails sent." in run()
    assert "0 e-mails sent." in run()
    assert len(box.letters) == 6


def test_dry_run__says_who_would_get_what__and_sends_nothing(agree, box):
    agree()
    said = run("--dry-run")
    assert "Alice Martin" in said and "8 Merci to collect" in said and "nothing was sent" in said
    assert "@" not in said
    assert not box.connections
    assert "6 e-mails sent." in run()


@pytest.mark.parametrize("letters", [1, 3])
def test_killed_in_the_middle__run_again__each_gets_one_letter(agree, box, pem, community, letters):
    agree()
    write_config(community, pem, per_minute="120")
    running = start()
    wait_until(lambda: len(box.letters) >= letters, 60)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    said = run()
    assert sorted(str(letter["To"].addresses[0].addr_spec) for letter in box.letters) == sorted(
        map(address, NAMES)
    )
    assert "may have been sent or not" in said or "5 e-mails" in said or "3 e-mails" in said


def test_killed_before_the_server_answered__is_not_sent_again__and_said(agree, box, community, office):
    agree(Purpose.Notices, ALICE, BOB)
    (one,) = community.rewards.claimable(ALICE, community.history.refresh() and community.node.time())
    office.log.begin("interrupted", ALICE, [(Kind.Collect, one.id.hex())], datetime.now(UTC))
    assert f"may have been sent or not, and is not sent twice: member {ALICE}" in run()
    assert not box.to(address("alice"))
    assert office.log.of(ALICE)[0]["state"] == State.Unsure


def test_two_runs_at_once__the_second_says_so(agree, box, office):
    agree()
    with office.alone():
        assert "Another run is sending" in run(expect=1)
    assert not box.letters


def test_server_down__a_sentence__nothing_is_lost(agree, box, monkeypatch):
    agree()
    right = os.environ["CERCLE_SMTP"]
    monkeypatch.setenv("CERCLE_SMTP", url(free_port()))
    said = run(expect=1)
    assert "does not answer on port" in said and "nothing twice" in said and "0 e-mails sent." in said
    monkeypatch.setenv("CERCLE_SMTP", right)
    assert "6 e-mails sent." in run()


def test_server_goes_down_half_way__the_rest_goes_later(agree, box, monkeypatch):
    agree()
    box.answer = {address(key): "421 4.7.0 Closing" for key in ("vera", "victor", "paul", "nadia")}
    assert "2 e-mails sent." in run(expect=1)
    box.answer = {}
    assert "4 e-mails sent." in run()


def test_one_wrong_address__does_not_stop_the_others__and_is_named_until_it_is_corrected(
    agree, box, community
):
    agree()
    box.no_such_user.add(address("bob"))
    assert f"5 e-mails sent. The address is wrong, correct it in the directory: member {BOB}" in run(expect=1)
    assert f"0 e-mails sent. The address is wrong, correct it in the directory: member {BOB}" in run()
    directory = community.directory
    directory.change(replace(directory.person(BOB), email="bob@elsewhere.example.org"))
    assert run().startswith("1 e-mails sent.") and len(box.to("bob@elsewhere.example.org")) == 1


def test_name_with_a_line_break__only_this_letter_is_left_out(agree, box, community):
    agree()
    directory = community.directory
    directory.change(replace(directory.person(BOB), name="Bob\r\nBcc: everybody@example.org"))
    assert f"5 e-mails sent. The address is wrong, correct it in the directory: member {BOB}" in run(expect=1)
    assert not any(letter["Bcc"] for letter in box.letters)


def test_night__says_that_it_waits(agree, box, community, pem):
    agree()
    hour = datetime.now(UTC).hour
    write_config(community, pem, hours="0-1" if hour else "1-24", time_zone="UTC")
    assert "only warnings are sent" in run()
    assert not box.letters


def test_try__sends_a_sample_of_everything_to_one_address(box, community):
    run("--try", "office@example.org")
    assert len(box.to("office@example.org")) == len(box.letters) == 2 * len(SAMPLES)
    assert community.consents.members(Purpose.Notices) == frozenset()


def test_community_without_email__says_what_to_add(community, box):
    file = community.record.files.config
    file.write_text(file.read_text().partition("\nemail:")[0])
    assert "does not say how it sends e-mails" in run(expect=1)


def test_invitations__once_for_each_link__a_new_link_is_sent_anew(office, box):
    links = {
        BOB: InvitationLink("https://x.example/join?code=one", "0xone", datetime(2027, 3, 9, tzinfo=UTC))
    }
    assert [send_invitations(office, links, silently).sent for _ in range(2)] == [1, 0]
    assert "https://x.example/join?code=one" in box.letters[0].get_body(("plain",)).get_content()
    links[BOB] = replace(links[BOB], link="https://x.example/join?code=two", address="0xtwo")
    assert send_invitations(office, links, silently).sent == 1


def test_log__knows_no_address__no_name__no_content(agree, box, office):
    agree()
    run()
    content = (office.community.record.folder / "mail.sqlite").read_bytes()
    for secret in (b"@example.org", b"Alice", b"Merci", b"Mentoring"):
        assert secret not in content
