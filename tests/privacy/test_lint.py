"""A16: personal data on its way to the chain is refused before anything is sent or signed; honest actions pass."""

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from eth_utils import keccak

from cercle.access import MANAGER, manager_at
from cercle.calls import Call
from cercle.contributions import Entry
from cercle.documents import Bilingual, Evidence, Reason, ServiceText
from cercle.privacy.lint import lint
from cercle.privacy.readable import PersonalData, is_readable
from cercle.texts import Text
from tests.dashboard.village import ALICE, BOB, MENTORING, NADIA, VERA

EMAIL = "alice.martin@example.org"


def hashes_of(value: bytes) -> list[bytes]:
    """As people who mean well would hide a value."""
    return [
        keccak(value),
        hashlib.sha256(value).digest(),
        hashlib.sha1(value).digest().rjust(32, b"\0"),
        hashlib.sha1(value).digest().ljust(32, b"\0"),
        hashlib.md5(value).digest().rjust(32, b"\0"),
        hashlib.md5(value).digest().ljust(32, b"\0"),
    ]


@pytest.fixture
def known(village):
    """The village, whose directory has Alice's e-mail too."""
    person = village.directory.person(ALICE)
    village.directory.change(replace(person, email=EMAIL))
    return village


def evidence(village, title: str = "An hour on a cover letter") -> bytes:
    return village.documents.put(
        Evidence(member=ALICE, programme=MENTORING, date="2026-03-31", title=title, beneficiaries=[NADIA])
    )


def submit(village, value: bytes) -> Call:
    return village.contributions.submit(ALICE, MENTORING, Decimal(1), value)


def test_submission__of_a_stored_document__passes_both_doors(known):
    call = submit(known, evidence(known, f"{EMAIL} is inside, salted"))
    lint(known, call)
    lint(known, call.signed(known.node.seconds() + 60, b"\x11" * 65))


@pytest.mark.parametrize(
    "name", [b"Alice Martin", "Véra Lindqvist".encode(), "田中 美咲".encode(), EMAIL.encode()]
)
@pytest.mark.parametrize("side", ["left", "right", "middle"])
def test_text__in_32_bytes__is_refused_wherever_it_stands(known, name, side):
    value = {"left": name.ljust(32, b"\0"), "right": name.rjust(32, b"\0"), "middle": name.center(32, b"\0")}
    with pytest.raises(PersonalData) as refused:
        submit(known, value[side])
    assert refused.value.where == "ContributionRegistry.submit"
    assert "readable" in str(refused.value) and name.decode() not in str(refused.value)


def test_text__hidden_between_random_bytes__is_refused():
    assert is_readable(b"\x8f\x03Alice Martin, Paris X\x9a\xff\x00\x17")


@pytest.mark.parametrize(
    "value", ["alice", "Alice Martin", "ALICE MARTIN".lower(), EMAIL, EMAIL.upper().lower()]
)
def test_unsalted_hash__of_what_the_directory_holds__is_refused(known, value):
    for hashed in hashes_of(value.encode()):
        with pytest.raises(PersonalData, match="anybody can compute") as refused:
            submit(known, hashed)
        assert refused.value.where == "ContributionRegistry.submit(evidence)"


def test_unsalted_hash__of_a_name_without_its_accents__is_refused(known):
    with pytest.raises(PersonalData, match="anybody can compute"):
        submit(known, keccak(text="vera lindqvist"))


def test_unsalted_hash__as_the_salt_of_an_order__is_refused__a_random_one_passes(known):
    known.services.redeem(ALICE, 1, Decimal(5))
    with pytest.raises(PersonalData, match="anybody can compute"):
        known.services.redeem(ALICE, 1, Decimal(5), salt=keccak(text=EMAIL))


def test_somebody_who_was_enrolled_a_moment_ago__is_known_to_the_check(known):
    late = keccak(text="late.comer@example.org")
    known.services.redeem(ALICE, 1, Decimal(5), salt=late)
    known.directory.change(replace(known.directory.person(BOB), email="late.comer@example.org"))
    with pytest.raises(PersonalData, match="anybody can compute"):
        known.services.redeem(ALICE, 1, Decimal(5), salt=late)


def test_evidence__that_no_stored_document_has__is_refused(known):
    with pytest.raises(PersonalData, match="not the hash of a document kept here"):
        submit(known, keccak(b"an unsalted text: Two hours with Nadia"))


def test_one_of_fifty__stops_the_batch__fifty_honest_ones_pass(known):
    honest = [Entry(ALICE, Decimal(1), evidence(known, f"Talk {number}")) for number in range(50)]
    known.contributions.record(VERA, MENTORING, honest)
    with pytest.raises(PersonalData) as refused:
        known.contributions.record(
            VERA, MENTORING, [*honest[:49], Entry(BOB, Decimal(1), keccak(text=EMAIL))]
        )
    assert refused.value.where == "ContributionRegistry.record(evidence)"


@pytest.mark.parametrize("action", ["suspend", "reinstate"])
def test_reason__has_to_be_a_document__never_words(known, action):
    do = getattr(known.members, action)
    do(ALICE, known.documents.put(Reason(member=ALICE, text="Spam")))
    with pytest.raises(PersonalData, match="readable"):
        do(ALICE, b"Spam by Alice Martin".ljust(32, b"\0"))
    with pytest.raises(PersonalData, match="not the hash"):
        do(ALICE, keccak(text="Spam"))


def test_service__with_a_stored_text_passes__with_another_hash_is_refused(known):
    terms = known.services.get(1).terms
    words = Bilingual(fr="Relecture", en="Proof-reading")
    known.services.offer(ALICE, terms, known.documents.put(ServiceText(title=words, description=words)))
    with pytest.raises(PersonalData, match="not the hash"):
        known.services.offer(ALICE, terms, keccak(text="Relecture par Alice"))


def test_withdrawal__of_what_is_on_chain__passes_though_its_document_is_lost(known):
    """Nothing new is told, and nobody is kept in."""
    pending = next(
        one for one in known.history.contributions.values() if one.member == ALICE and not one.decided_at
    )
    known.documents.erase(pending.evidence)
    known.contributions.withdraw(ALICE, pending.programme, pending.evidence)
    with pytest.raises(PersonalData):
        known.contributions.withdraw(ALICE, pending.programme, keccak(text="alice"))


def test_hash__of_an_erased_document__is_no_news_to_the_chain(known):
    erased = known.documents.put(Reason(member=ALICE, text="Spam"))
    known.erasures.mark_erased(["0x" + erased.hex()])
    known.documents.erase(erased)
    known.members.suspend(ALICE, erased)


@pytest.mark.parametrize(
    "argument", ["Alice Martin", ["0x12", ("Alice",)], b"write to alice@example.org please, thank you all!"]
)
def test_call_made_by_hand__with_words_in_it__cannot_exist(known, argument):
    contract = known.members.contract
    with pytest.raises(PersonalData):
        Call(contract, "MemberRegistry", "leaveCommunity", (1, argument), Text("Leave."))
    Call(contract, "MemberRegistry", "leaveCommunity", (1, "0x12", b"\x01"), Text("Leave."))


@pytest.mark.parametrize("label", ["Alice Martin", "alice@example.org", "Trésorière"])
def test_role__is_called_by_a_word__never_by_a_name(known, label):
    manager = manager_at(known.record.addresses[MANAGER])
    Call(manager, MANAGER, "labelRole", (1, "recovery_judge"), Text("Name a role."))
    with pytest.raises(PersonalData):
        Call(manager, MANAGER, "labelRole", (1, label), Text("Name a role."))


def test_address__that_spells_a_name__is_refused__a_real_one_passes(known):
    spelled = "0x" + b"Alice Martin, Paris.".hex()
    with pytest.raises(PersonalData, match="readable"):
        known.token.transfer(spelled, Decimal(1))
    known.token.transfer("0x5dF8339c5E282ee48c0c7cE8A7d01a73D38B3B27", Decimal(1))


def test_relay__checks_again_what_others_send_it(known):
    """A call that was built elsewhere, past the nouns."""
    contract = known.contributions.contract
    smuggled = Call(
        contract,
        "ContributionRegistry",
        "submit",
        (ALICE, MENTORING, 100, keccak(text=EMAIL)),
        Text("Submit."),
    )
    with pytest.raises(PersonalData, match="anybody can compute"):
        lint(known, smuggled)
