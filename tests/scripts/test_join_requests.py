"""`ape run members requests`, `approve` and `decline`: from a form to a link."""

from __future__ import annotations

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.approvals import approve
from cercle.join_requests import JoinRequests
from cercle.links import read_code
from cercle.node import Node
from tests.scripts.inviting import join, wallet


@pytest.fixture
def store(place):
    found = JoinRequests.in_folder(place.community().record.folder)
    found.add("Ada Lovelace", "ada@example.org", "en", "I knew [bold]Charles[/bold]", 2)
    found.add("Alan Turing", "alan@example.org", "fr")
    return found


def codes(said: str):
    return [read_code(part.split()[0]) for part in said.split("code=")[1:]]


def test_requests__shows_who_asks_and_by_whose_link(place, store):
    said = place.run("members", "requests")
    assert "Ada Lovelace" in said and "came by the link of member 2" in said
    assert "[bold]Charles[/bold]" in said and "2 people ask to join" in said


def test_approve__gives_a_link_with_which_they_join__and_forgets_the_request(place, store):
    said = place.run("members", "approve", 1, 2)
    community = place.community()
    first, second = codes(said)
    join(community, first, wallet("TEST::11"))
    assert community.members.get(first.member).wallet == wallet("TEST::11").address
    alan = community.directory.person(community.directory.emails()["alan@example.org"])
    assert (alan.key, alan.name, alan.language, alan.kind) == (
        "alan@example.org",
        "Alan Turing",
        "fr",
        "member",
    )
    assert not store.waiting() and second.referrer == first.referrer == 0
    assert "No request 1, 2 waits" in place.run("members", "approve", 1, 2, expect=1)


def test_approve__where_the_community_keeps_who_brought_whom__the_link_says_so(place, store):
    config = place.community().record.files.config
    config.write_text(config.read_text().replace("referrals: false", "referrals: true"))
    (code,) = codes(place.run("members", "approve", 1))
    assert code.referrer == 2


def test_approve__who_is_a_member_already__enrols_nobody(place, store, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("key,name,e-mail\nada,Ada,ada@example.org\nalan@example.org,Alan,\n")
    place.run("members", "invite", people)
    enrolled, height = place.community().members.enrolled, Node().height()
    assert "has the e-mail of member" in place.run("members", "requests")
    known = codes(place.run("members", "approve", 1, 2))
    assert {one.member for one in known} == {enrolled, enrolled - 1} and Node().height() == height
    join(place.community(), known[0], wallet("TEST::11"))
    store.add("Ada", "ada@example.org", "en")
    again = place.run("members", "approve", store.waiting()[0].number)
    assert "has joined before: no link is needed" in again or "code=" in again


def test_approve__dry_run__changes_nothing(place, store):
    height = Node().height()
    assert "Invite Ada Lovelace, ada@example.org." in place.run("members", "approve", 1, "--dry-run")
    assert Node().height() == height and len(store.waiting()) == 2


@pytest.mark.parametrize("sends", [False, True])
def test_approve__killed_before_or_after_it_is_mined__is_finished_by_the_next_run(place, store, sends):
    community = place.community()
    before = community.members.enrolled
    office = AdminSigner(community, account(community.node, "TEST::1"))

    class Mortal:
        address, sign = office.address, office.sign

        def send(self, call):
            if sends:
                office.send(call)
            raise SystemExit("killed")

    with pytest.raises(SystemExit):
        approve(community, Mortal(), store, [1, 2])
    assert len(store.waiting()) == 2
    assert len(codes(place.run("members", "approve", 1, 2))) == 2
    assert place.community().members.enrolled == before + 2 and not store.waiting()


def test_decline__forgets_what_they_wrote__and_nothing_is_sent(place, store):
    height = Node().height()
    assert "1 requests were declined and deleted" in place.run("members", "decline", 1)
    assert [one.name for one in store.waiting()] == ["Alan Turing"] and Node().height() == height
    assert "No request 1 waits" in place.run("members", "decline", 1, expect=1)
