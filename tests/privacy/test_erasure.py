"""Erasing a person: everything off chain at once, with a receipt; the chain and everybody else stay as they are."""

import subprocess
from datetime import timedelta

import pytest

from cercle.documents import Evidence, hash_text
from cercle.enrolment import LinkProblem, Newcomer, enrol, redeem_code
from cercle.errors import InputProblem
from cercle.links import Code
from cercle.papers import read_paper
from cercle.privacy.erasure import erase, receipts_folder
from cercle.privacy.mentions import mentions
from cercle.privacy.purposes import Purpose
from cercle.privacy.receipt import receipt_text
from cercle.standing import invitation_of
from tests.dashboard.village import ALICE, BOB
from tests.privacy.everywhere import EMAIL


def files_with(village, *words: str) -> list[str]:
    """The community's files in which one of some texts can be read."""
    pattern = "|".join(words)
    found = subprocess.run(
        ["grep", "-rlaE", pattern, str(village.record.folder)], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    return sorted(file.removeprefix(str(village.record.folder)) for file in found)


def on_chain(village) -> tuple:
    history = village.history.refresh()
    members = village.members
    return (
        {one.id: (one.member, one.units, one.status, one.reward) for one in history.contributions.values()},
        {one.id: (one.member, one.price, one.status) for one in history.orders.values()},
        village.token.supply,
        [members.get(member) for member in range(1, members.enrolled + 1)],
    )


def test_erase__leaves_neither_name_nor_email_nor_text_in_any_file(village_of_alice, office):
    # demo.json is the demo's own list of people, on the local chain only.
    assert set(
        files_with(village_of_alice, "Alice Martin", EMAIL, "Two mock interviews", "A CV workshop")
    ) > {"/demo.json"}
    erase(village_of_alice, office, ALICE)
    kept = files_with(village_of_alice, "Alice Martin", EMAIL, "Two mock interviews", "Spam in the forum")
    assert kept == ["/demo.json"]


def test_erase__does_not_touch_the_chain_nor_anybody_else(village_of_alice, office):
    before, bob = on_chain(village_of_alice), village_of_alice.directory.person(BOB)
    documents = {one for one in village_of_alice.documents}
    erase(village_of_alice, office, ALICE)
    assert on_chain(village_of_alice) == before and village_of_alice.directory.person(BOB) == bob
    gone = documents - set(village_of_alice.documents)
    assert len(gone) == 4 and all(village_of_alice.erasures.erased(one) for one in gone)


def test_receipt__counts_what_was_destroyed__and_says_what_stays(village_of_alice, office):
    signed = erase(village_of_alice, office, ALICE)
    counts = {one.place: one.count for one in signed.receipt.destroyed}
    assert counts == {
        "documents": 4, "asked to confirm": 1, "confirmations": 1, "attendances": 1, "gatherings": 1, "logins": 1, "passkeys": 1,
        "recovery requests": 1, "requests to join": 1, "invitation": 1, "links given anew": 1,
        "actions on the dashboard": 1, "relay transactions": 1, "relay": 1, "relay tries": 1, "mail log": 1,
        "refused addresses": 1, "consents": 2, "directory": 1,
    }  # fmt: skip
    (papers,) = [one for one in signed.receipt.destroyed if one.place == "documents"]
    assert len(papers.documents) == 4 and all(
        village_of_alice.erasures.erased(bytes.fromhex(one[2:])) for one in papers.documents
    )
    assert {"chain: membership", "consents", "no invitations"} <= {one.place for one in signed.receipt.stays}
    text = (receipts_folder(village_of_alice) / f"member-{ALICE}.txt").read_text()
    assert receipt_text(signed, "en") in text and receipt_text(signed, "fr") in text
    for said in (text, signed.to_json().decode()):
        assert "Alice" not in said and EMAIL not in said


def test_receipt__answers_the_request__with_its_hash(village_of_alice, office):
    asked = village_of_alice.erasures.request_of(ALICE)
    signed = erase(village_of_alice, office, ALICE)
    done = village_of_alice.erasures.request_of(ALICE)
    assert (
        done.receipt == signed.receipt.hash
        and done.decided_at is not None
        and done.asked_at == asked.asked_at
    )
    assert village_of_alice.erasures.requests() == []


def test_pages__say_that_a_text_was_erased__and_still_open(village_of_alice, office):
    evidence = next(
        one.evidence for one in village_of_alice.history.contributions.values() if one.member == ALICE
    )
    assert read_paper(village_of_alice, evidence).document is not None
    erase(village_of_alice, office, ALICE)
    paper = read_paper(village_of_alice, evidence)
    assert paper.document is None and "its author asked for that" in str(paper.problem)
    assert "missing" in str(read_paper(village_of_alice, b"\x07" * 32).problem)  # another one is only missing


def test_consents__end__and_only_the_proof_stays(village_of_alice, office):
    erase(village_of_alice, office, ALICE)
    assert not any(village_of_alice.consents.has(ALICE, purpose) for purpose in Purpose)
    assert {(one.purpose, one.source) for one in village_of_alice.consents.of(ALICE)} == {
        (Purpose.NameShown, ""), (Purpose.Digest, "")
    }  # fmt: skip


def test_erase__again__gives_the_same_receipt__until_something_new_is_kept(village_of_alice, office):
    first = erase(village_of_alice, office, ALICE)
    assert erase(village_of_alice, office, ALICE) == first
    village_of_alice.consents.give(ALICE, Purpose.Digest, language="fr", source="dashboard")
    second = erase(village_of_alice, office, ALICE)
    assert second != first and {one.place: one.count for one in second.receipt.destroyed} == {"consents": 1}


def test_erase__of_a_number_never_given_out__is_refused(village, office):
    with pytest.raises(InputProblem, match="There is no member 999"):
        erase(village, office, 999)


def test_somebody_who_never_joined__their_link_works_no_more(village, office):
    deadline = village.node.time() + timedelta(days=30)
    ids = enrol(village, office, [Newcomer("zoe", "Zoé Petit"), Newcomer("yanis", "Yanis Roux")], deadline)
    codes = {key: Code(number, invitation_of(village, number)[1].secret) for key, number in ids.items()}
    redeem_code(village, codes["zoe"])
    erase(village, office, ids["zoe"])
    with pytest.raises(LinkProblem):
        redeem_code(village, codes["zoe"])
    cohort, invitation = redeem_code(village, codes["yanis"])  # proved with the erased one's address
    assert invitation.member_id == ids["yanis"]
    assert cohort.kept_root == bytes(village.members.contract.cohortInfo(cohort.number).root)
    assert files_with(village, "Zoé Petit") == []


def test_documents_of_others__that_name_the_person__are_pointed_out_and_stay(village_of_alice, office):
    theirs = village_of_alice.documents.put(
        Evidence(member=BOB, programme=1, date="2026-03-01", title="A talk with ALICE MARTIN about law")
    )
    village_of_alice.documents.put(
        Evidence(member=BOB, programme=1, date="2026-03-01", title="Malice and Martinique")
    )
    assert mentions(village_of_alice, ALICE) == [hash_text(theirs)]
    erase(village_of_alice, office, ALICE)
    assert theirs in village_of_alice.documents
