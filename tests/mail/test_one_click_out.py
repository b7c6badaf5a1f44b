"""One click out: from the header of a letter that arrived, through the dashboard's real server, to no more letters."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest
import requests

from cercle.errors import InputProblem
from cercle.mail.invite import InvitationLink, invitations
from cercle.mail.kinds import Stop
from cercle.mail.notices import notices
from cercle.mail.out import WaysOut
from cercle.mail.post import PostOffice
from cercle.privacy.purposes import Purpose
from tests.dashboard.place import free_port, running
from tests.dashboard.village import ALICE, BOB
from tests.mail.conftest import address
from tests.mail.test_notices import send

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def ways_out(community) -> WaysOut:
    return WaysOut(community.record.folder)


@pytest.fixture
def running_dashboard(place, community, monkeypatch):
    """The dashboard's server; links in letters lead to it."""
    url = f"http://localhost:{(port := free_port())}"
    monkeypatch.setenv("CERCLE_DASHBOARD_URL", url)
    command = [sys.executable, "-m", "streamlit", "run", "app/server.py", "--server.headless", "true"]
    command += ["--server.port", str(port)]
    with running(command, f"{url}/_stcore/health", place.home / "dashboard.log", **place.environment):
        yield url


@pytest.fixture
def link(running_dashboard, community, agree, box):
    """What the header of Bob's letter says."""
    agree()
    send(PostOffice(community))
    (letter,) = box.to(address("bob"))
    return letter["List-Unsubscribe"].strip().strip("<>")


def test_header__a_mail_program_posts__and_no_letter_comes_any_more(link, community):
    for _ in range(2):  # twice is as good as once
        answer = requests.post(link, data=ONE_CLICK, timeout=20)
        assert answer.status_code == 200 and '<html lang="fr">' in answer.text
    assert not community.consents.has(BOB, Purpose.Notices)
    assert community.consents.has(ALICE, Purpose.Notices)
    assert community.consents.has(BOB, Purpose.NameShown)
    later = notices(PostOffice(community), datetime.now(UTC) + timedelta(days=8))
    assert ALICE in {draft.recipient.member for draft in later}
    assert BOB not in {draft.recipient.member for draft in later}


def test_scanner_and_changed_token__stop_nothing__and_the_page_asks(link, community):
    page = requests.get(link, timeout=20)
    assert page.status_code == 200 and '<form method="post">' in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert requests.head(link, timeout=20).status_code == 200
    before, _, query = link.partition("?")
    changed = f"{before[:-1]}{'A' if before[-1] != 'A' else 'B'}?{query}"
    assert requests.post(changed, data=ONE_CLICK, timeout=20).status_code == 400
    assert community.consents.has(BOB, Purpose.Notices)


def test_token__says_nothing_about_whom_it_is_for(ways_out):
    tokens = {ways_out.token(member, Stop.Notices) for member in range(1, 200)}
    assert len(tokens) == 199
    assert {len(token) for token in tokens} == {28}


def test_token__every_bit_of_it_counts(ways_out):
    token = ways_out.token(BOB, Stop.Digest)
    assert ways_out.read(token) == (BOB, Stop.Digest)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for place, letter in enumerate(token):
        other = letters[(letters.index(letter) + 1) % 64]
        with pytest.raises(InputProblem):
            ways_out.read(token[:place] + other + token[place + 1 :])


def test_token__made_for_another_community__is_not_ours(ways_out, tmp_path):
    elsewhere = WaysOut(tmp_path)
    with pytest.raises(InputProblem):
        ways_out.read(elsewhere.token(BOB, Stop.Notices))


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 28, "A" * 50, "../../etc/passwd", "%00"])
def test_token__made_up__is_refused(ways_out, token):
    with pytest.raises(InputProblem):
        ways_out.read(token)


def test_key__is_kept_and_for_its_owner_only(ways_out, community):
    file = community.record.folder / "mail.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert WaysOut(community.record.folder).token(BOB, Stop.Notices) == ways_out.token(BOB, Stop.Notices)


def test_invitation__who_wants_none_gets_none__until_for_ever(ways_out, office):
    until = datetime(2027, 3, 9, tzinfo=UTC)
    links = {one: InvitationLink(f"https://x.example/{one}", f"0x{one}", until) for one in (ALICE, BOB)}
    assert [draft.recipient.member for draft in invitations(office, links)] == [ALICE, BOB]
    ways_out.take(ways_out.token(BOB, Stop.Invitations))
    ways_out.take(ways_out.token(BOB, Stop.Invitations))
    assert [draft.recipient.member for draft in invitations(office, links)] == [ALICE]
    office.log.forget(BOB)
    assert [draft.recipient.member for draft in invitations(office, links)] == [ALICE]
