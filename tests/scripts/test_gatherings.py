"""`ape run contributions event`: opened, attended, closed and recorded once, whatever happens in between."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cercle.accounts import account
from cercle.attending import attend, attendance_data, close, gatherings
from cercle.errors import InputProblem, SignatureProblem
from cercle.papers import read_paper
from cercle.signers import AccountSigner
from cercle.states import ContributionStatus
from tests.scripts.place import Place

MENTORING = 1
JOINED = {"claire": 3, "karim": 4, "thomas": 6, "amina": 7}  # founders, and whose account they have


@pytest.fixture(scope="module")
def deployed(deployed):
    """The alumni, of whom two validators of the mentoring and two others have joined."""
    founders = deployed.community().record.founders
    for name, number in JOINED.items():
        deployed.run("members", "activate", founders[name], "--account", f"TEST::{number}")
    return deployed


@pytest.fixture
def people(place) -> dict[int, AccountSigner]:
    """Who has joined, by number; the school too."""
    node, founders = place.community().node, place.community().record.founders
    joined = {"school": 2, **JOINED}
    return {founders[name]: AccountSigner(node, account(node, f"TEST::{n}")) for name, n in joined.items()}


def opened(place: Place, *givers: str) -> str:
    given = [part for giver in givers for part in ("--giver", giver)]
    said = place.run("contributions", "event", "open", "A CV workshop", "--programme", "mentoring", *given)
    found = re.search(r"The code (\S+) works until", said)
    assert found and f"/event?g={found[1]}" in said
    return found[1]


def sign(place: Place, code: str, member: int, signer: AccountSigner, statement: str = "I was there") -> bool:
    community = place.community()
    data = attendance_data(community, member, gatherings(community).get(code).attendance(statement))
    return attend(community, code, member, statement, signer.sign(data), community.node.time())


def recorded(place: Place) -> list:
    return list(place.community().history.refresh().contributions.values())


def confirmed_by(place: Place, evidence: bytes) -> list[int]:
    community = place.community()
    community.history.refresh()
    return list(read_paper(community, evidence).confirmed_by)


def outsiders(place: Place, people: dict[int, AccountSigner]) -> list[int]:
    """Founders without a seat on the programme."""
    seats = place.community().history.refresh().programmes[MENTORING].validators
    return [member for member in people if member not in seats]


def test_event__attended__becomes_one_batch_of_evidence_with_confirmations(place, people) -> None:
    giver, *attendees = outsiders(place, people)
    other = attendees[-1]
    code = opened(place, f"#{giver}=1.5", f"#{other}=2")
    assert all(sign(place, code, one, people[one]) for one in attendees)
    assert not sign(place, code, attendees[0], people[attendees[0]])  # scanned twice
    said = place.run("contributions", "event", "close", code)
    assert f"2 gave, {len(attendees)} attended." in said
    assert "2 contributions recorded in 1 transactions" in said
    rows = recorded(place)
    assert {(one.member, one.units) for one in rows} == {(giver, Decimal("1.5")), (other, Decimal(2))}
    for one in rows:
        expected = [member for member in attendees if member != one.member]
        assert sorted(confirmed_by(place, one.evidence)) == sorted(expected)


def test_event__closed_again__records_nothing_twice(place, people) -> None:
    giver, attendee = outsiders(place, people)[:2]
    code = opened(place, f"#{giver}=1")
    sign(place, code, attendee, people[attendee])
    place.run("contributions", "event", "close", code)
    assert "1 were on chain before" in place.run("contributions", "event", "close", code)
    assert len(recorded(place)) == 1
    assert "recorded" in place.run("contributions", "event", "list")


def test_event__killed_between_closing_and_sending__goes_on_with_the_same_evidence(place, people) -> None:
    giver, attendee = outsiders(place, people)[:2]
    code = opened(place, f"#{giver}=1")
    sign(place, code, attendee, people[attendee])
    (item,) = close(place.community(), code)  # and then the process dies
    assert "1 to be recorded" in place.run("contributions", "event", "list")
    place.run("contributions", "event", "close", code)
    assert [one.evidence for one in recorded(place)] == [item.entry.evidence]


def test_event__the_seat_itself_gave__is_left_out_with_the_reason__and_another_seat_records_it(
    place, people
) -> None:
    seat = next(member for member in people if place.community().programmes.has_seat(MENTORING, member))
    giver, attendee = outsiders(place, people)[:2]
    code = opened(place, f"#{seat}=1", f"#{giver}=1")
    sign(place, code, attendee, people[attendee])
    said = place.run("contributions", "event", "close", code)
    assert "1 contributions recorded" in said and "1 skipped" in said
    assert [one.member for one in recorded(place)] == [giver]


def test_event__without_somebody_who_was_not_there(place, people) -> None:
    giver, attendee, absent = outsiders(place, people)[:3]
    code = opened(place, f"#{giver}=1")
    for one in (attendee, absent):
        sign(place, code, one, people[one])
    place.run("contributions", "event", "close", code, "--without", f"#{absent}")
    (one,) = recorded(place)
    assert one.status is not ContributionStatus.Rejected
    assert confirmed_by(place, one.evidence) == [attendee]


def test_close__nobody_attended__says_so__and_the_code_still_works(place, people) -> None:
    giver, attendee = outsiders(place, people)[:2]
    code = opened(place, f"#{giver}=1")
    assert "Nobody has confirmed" in place.run("contributions", "event", "close", code, expect=1)
    assert sign(place, code, attendee, people[attendee])


def test_close__dry_run__closes_and_sends_nothing(place, people) -> None:
    giver, attendee = outsiders(place, people)[:2]
    code = opened(place, f"#{giver}=1")
    sign(place, code, attendee, people[attendee])
    assert "A dry run" in place.run("contributions", "event", "close", code, "--dry-run")
    assert recorded(place) == [] and not gatherings(place.community()).get(code).closed


def test_open__a_giver_without_units__is_told_how_to_write_it(place) -> None:
    arguments = ("contributions", "event", "open", "Talk", "--programme", "mentoring", "--giver", "#1")
    assert "does not say who gave how much. Write it so: --giver alice=1.5" in place.run(*arguments, expect=1)


def test_attend__somebody_elses_signature__or_the_only_giver__is_refused(place, people) -> None:
    giver, attendee, other = outsiders(place, people)[:3]
    code = opened(place, f"#{giver}=1")
    with pytest.raises(SignatureProblem, match="This signature is not yours"):
        sign(place, code, attendee, people[other])
    with pytest.raises(InputProblem, match="You gave this yourself"):
        sign(place, code, giver, people[giver])
    assert sign(place, code, attendee, people[attendee], "I was helped")
