"""Who is told what, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import ape
import pytest

from cercle.mail.delivery import Delivery
from cercle.mail.kinds import Kind
from cercle.mail.notices import notices
from cercle.mail.post import PostOffice
from cercle.privacy.purposes import Purpose
from cercle.signers import AccountSigner
from tests.dashboard.village import ALICE, BOB, NADIA, PAUL, VERA, VICTOR
from tests.mail.conftest import address

NOW = datetime.now(UTC)


def silently(_what: str, _done: int, _of: int) -> None:
    pass


def send(office: PostOffice, now: datetime = NOW) -> Delivery:
    with office.alone():
        return office.send(notices(office, now), silently)


def acting(office: PostOffice, member: int) -> AccountSigner:
    return AccountSigner(office.community.node, ape.accounts.test_accounts[member])


def kinds(office: PostOffice, now: datetime = NOW) -> dict[int, list[Kind]]:
    return {draft.recipient.member: [part.kind for part in draft.parts] for draft in notices(office, now)}


def test_notices__nobody_agreed__nobody_is_written_to(office, box):
    assert send(office).sent == 0
    assert not box.letters and not box.connections


def test_notices__those_who_agreed_and_no_others(office, agree):
    agree(Purpose.Notices, ALICE, VERA)
    assert set(kinds(office)) == {ALICE, VERA}


def test_notices__each_is_told_what_waits_for_them(office, agree):
    agree()
    assert kinds(office) == {
        ALICE: [Kind.Collect],
        BOB: [Kind.Confirm],
        VERA: [Kind.Review],
        VICTOR: [Kind.Review],
        PAUL: [Kind.Fulfil],
        NADIA: [Kind.Confirm],
    }


def test_notices__an_order_that_was_rendered__its_member_is_asked_to_confirm(office, agree):
    agree()
    community = office.community
    (order,) = community.history.refresh().orders.values()
    acting(office, PAUL).send(community.services.fulfil(PAUL, order.id))
    found = kinds(office)
    assert found[BOB] == [Kind.Confirm, Kind.Order]
    assert PAUL not in found


def test_letter__says_how_much__in_the_language_of_the_reader(office, agree, box):
    agree()
    assert send(office).sent == 6
    (alice,) = box.to(address("alice"))
    assert alice["Subject"] == "8 Merci to collect"
    assert "Mentoring: 8" in alice.get_body(("plain",)).get_content()
    (bob,) = box.to(address("bob"))
    assert bob["Subject"] == "Est-ce que cela a eu lieu\u202f?"
    assert "Conférences, par Alice Martin" in bob.get_body(("plain",)).get_content()


def test_letter__of_several_things__says_so_and_each_of_them(office, agree, box):
    agree(Purpose.Notices, NADIA)
    send(office)
    (nadia,) = box.letters
    assert nadia.get_body(("plain",)).get_content().count("par ") == 2


def test_letter__never_holds_what_a_member_wrote(office, agree, box):
    agree()
    send(office)
    for letter in box.letters:
        assert "spring meeting" not in letter.as_string()


def test_name__of_somebody_who_did_not_agree_to_show_it__is_a_number(office, agree, box):
    agree(Purpose.Notices, BOB)
    office.community.consents.withdraw(ALICE, Purpose.NameShown)
    send(office)
    said = box.letters[0].get_body(("plain",)).get_content()
    assert "Alice" not in said and f"member {ALICE}" in said.replace("membre", "member")


def test_same_things__an_hour_later__nothing(office, agree, box):
    agree()
    send(office)
    assert send(office, NOW + timedelta(hours=1)).sent == 0
    assert len(box.letters) == 6


@pytest.mark.parametrize(("days", "letters"), [(6.9, 0), (7.1, 6)])
def test_reminder__after_a_week_and_not_before(office, agree, box, days, letters):
    agree()
    send(office)
    assert send(office, NOW + timedelta(days=days)).sent == letters


def test_reminders__end_after_the_third_letter(office, agree, box):
    agree(Purpose.Notices, ALICE)
    for told in range(2):
        office.log.begin(f"letter {told}", ALICE, [_collectable(office)], NOW - timedelta(days=8))
    assert send(office).sent == 1
    assert send(office, NOW + timedelta(days=8)).sent == 0


def _collectable(office):
    community = office.community
    community.history.refresh()
    (one,) = community.rewards.claimable(ALICE, community.node.time())
    return Kind.Collect, one.id.hex()


def test_something_new__is_told_the_next_day__not_the_same_day(office, agree):
    agree(Purpose.Notices, VERA)
    office.log.begin("earlier", VERA, [(Kind.Review, "something else")], NOW)
    assert kinds(office, NOW + timedelta(hours=19)) == {}
    assert kinds(office, NOW + timedelta(hours=21)) == {VERA: [Kind.Review]}


def test_who_left__is_not_told(office, agree):
    agree()
    community = office.community
    acting(office, VERA).send(community.members.leave(VERA))
    assert VERA not in kinds(office)


def test_auto_collect__tokens_come_by_themselves(office, agree):
    agree()
    community = office.community
    acting(office, ALICE).send(community.members.set_auto_collect(ALICE, True))
    assert ALICE not in kinds(office)


def test_without_an_address__not_told(office, agree):
    agree()
    directory = office.community.directory
    directory.change(replace(directory.person(ALICE), email=None))
    assert ALICE not in kinds(office)


def test_nothing_that_waits_is_late(office, agree):
    agree()
    office.community.node.request("evm_increaseTime", 30 * 86_400)
    office.community.node.request("evm_mine")
    assert PAUL not in kinds(office)
