"""Documents: one text and hash each, kept whole or not at all, confirmed by signature."""

import datetime
import json
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cercle.documents import (
    MAX_DEPTH,
    MAX_INTEGER,
    Bilingual,
    Charter,
    Confirmation,
    ConfirmationRefused,
    DocumentMissing,
    DocumentStore,
    DocumentTampered,
    Evidence,
    ProgrammeText,
    ServiceText,
    canonical_json,
    confirmation_typed_data,
)

REGISTRY = "0x5dF8339c5E282ee48c0c7cE8A7d01a73D38B3B27"
CHAIN = 31_337
STUDENT = Account.from_key("0x" + "11" * 32)
NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)


def evidence(**changes) -> Evidence:
    fields = {
        "member": 7,
        "programme": 2,
        "date": "2026-03-31",
        "title": "Mentorat d’été",
        "text": "Two hours on a cover letter ☕",
        "beneficiaries": [11, 12],
        "links": ["https://example.org/talk"],
        "source": {"scorers": ["member-a", "member-b"], "average": "6.50", "row": 3},
    }
    return Evidence(**{**fields, **changes})


def confirmation(document: Evidence, beneficiary: int = 11, signer=STUDENT) -> Confirmation:
    typed = confirmation_typed_data(CHAIN, REGISTRY, beneficiary, document.hash)
    signed = signer.sign_message(encode_typed_data(full_message=typed))
    return Confirmation(
        beneficiary=beneficiary,
        evidence=document.hex,
        wallet=signer.address,
        signature="0x" + signed.signature.hex().removeprefix("0x"),
        at=NOW,
    )


def file_of(folder: Path, document) -> Path:
    (path,) = folder.rglob(f"{document.hex[2:]}.json")
    return path


# --- canonical JSON ---------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


def composed(value):
    """The value in Unicode form NFC, or the key that appears twice in it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        result = {composed(key): composed(item) for key, item in value.items()}
        if len(result) < len(value):
            raise KeyError
        return result
    return value


@given(json_values)
def test_canonical_json_says_the_same_and_is_its_own_canonical_form(value):
    try:
        expected = composed(value)
    except KeyError:
        with pytest.raises(ValueError, match="appears twice"):
            canonical_json(value)
        return
    text = canonical_json(value)
    assert json.loads(text) == expected
    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(st.text(st.characters(codec="ascii")), json_values, max_size=6), st.randoms())
def test_key_order_and_white_space_never_change_the_hash(value, random):
    try:
        expected = canonical_json(value)
    except ValueError:
        return
    items = list(value.items())
    random.shuffle(items)
    spaced = json.dumps(dict(items), indent=4, separators=(" , ", " : "))
    assert canonical_json(json.loads(spaced)) == expected


def test_canonical_json_is_this_text():
    value = {"b": [1, True, None], "a": {"é": "cafe\u0301", "Z": "\n"}}
    assert canonical_json(value) == '{"a":{"Z":"\\n","é":"café"},"b":[1,true,null]}'.encode()


@pytest.mark.parametrize(
    "value", [0.5, 1.0, float("nan"), {"a": [1.5]}, b"bytes", {1: "a"}, {1, 2}, "\ud800"]
)
def test_what_json_cannot_say_exactly_is_refused(value):
    with pytest.raises(ValueError):
        canonical_json(value)


@pytest.mark.parametrize("sign", [1, -1])
def test_integers_are_refused_from_two_to_the_53_on(sign):
    assert canonical_json(sign * (2**53 - 2))
    assert canonical_json(sign * (2**53 - 1)) == str(sign * (2**53 - 1)).encode()
    with pytest.raises(ValueError, match="decimal text"):
        canonical_json(sign * 2**53)


def test_nesting_is_refused_beyond_32_levels():
    def nested(levels):
        value: list = []
        for _ in range(levels):
            value = [value]
        return value

    assert canonical_json(nested(MAX_DEPTH - 1))
    assert canonical_json(nested(MAX_DEPTH))
    with pytest.raises(ValueError, match="flatten"):
        canonical_json(nested(MAX_DEPTH + 1))


# --- documents --------------------------------------------------------------------------------


def test_a_hash_is_the_keccak_of_the_canonical_json():
    document = evidence()
    assert document.hash == keccak(document.to_json()) and len(document.hash) == 32
    assert document.hex == "0x" + document.hash.hex()
    assert json.loads(document.to_json())["date"] == "2026-03-31"


def test_new_documents_that_say_the_same_have_different_salts_and_hashes():
    assert evidence().hash != evidence().hash
    salt = "0x" + "ab" * 32
    assert evidence(salt=salt) == evidence(salt=salt) and evidence(salt=salt).hash == evidence(salt=salt).hash


def test_decomposed_accents_are_the_same_document():
    salt = "0x" + "ab" * 32
    one, other = evidence(title="caf\u00e9", salt=salt), evidence(title="cafe\u0301", salt=salt)
    assert one == other and one.hash == other.hash


@pytest.mark.parametrize(
    "changes",
    [
        {"beneficiaries": [11, 7]},
        {"beneficiaries": [11, 11]},
        {"beneficiaries": [0]},
        {"member": 0},
        {"member": 2**32},
        {"member": "7"},
        {"member": True},
        {"programme": -1},
        {"programme": 2**16},
        {"date": "31/03/2026"},
        {"date": "2026-02-30"},
        {"date": 20_000},
        {"title": ""},
        {"title": "x" * 201},
        {"text": "x" * 20_001},
        {"links": ["javascript:alert(1)"]},
        {"links": ["https://example.org/\n"]},
        {"source": {"score": 6.5}},
        {"salt": "0x" + "AB" * 32},
        {"salt": "0x" + "ab" * 31},
        {"kind": "service"},
        {"email": "someone@example.org"},
    ],
    ids=str,
)
def test_evidence_refuses(changes):
    with pytest.raises(ValidationError):
        evidence(**changes)


def test_evidence_accepts_its_boundaries():
    assert evidence(member=1, programme=0, title="x", beneficiaries=[2**32 - 1])
    assert evidence(
        member=2**32 - 1, programme=2**16 - 1, title="x" * 200, text="x" * 20_000, beneficiaries=[]
    )


def test_a_document_does_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        evidence().title = "another"


def test_texts_need_both_languages():
    with pytest.raises(ValidationError):
        Bilingual(fr="Mentorat", en="")
    with pytest.raises(ValidationError):
        Charter(title={"fr": "Charte"}, text={"fr": "…", "en": "…"})


# --- confirmations ----------------------------------------------------------------------------


def test_a_confirmation_verifies():
    assert confirmation(evidence()).verify(CHAIN, REGISTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"beneficiary": 12},
        {"evidence": "0x" + "00" * 32},
        {"wallet": REGISTRY},
        {"signature": "0x" + "00" * 65},
        {"signature": "0x00"},
        {"signature": "0x" + "ff" * 65},
    ],
    ids=str,
)
def test_a_confirmation_does_not_verify_once_changed(change):
    changed = Confirmation(**{**confirmation(evidence()).model_dump(), **change})
    assert not changed.verify(CHAIN, REGISTRY)


def test_a_confirmation_does_not_verify_on_another_chain_or_registry():
    signed = confirmation(evidence())
    assert not signed.verify(CHAIN + 1, REGISTRY)
    assert not signed.verify(CHAIN, STUDENT.address)


def test_a_contract_wallet_is_asked_only_when_the_signature_is_not_an_ordinary_one():
    asked = []

    def contract_check(wallet: str, digest: bytes, signature: bytes) -> bool:
        asked.append((wallet, digest, signature))
        return signature == b"\x01\x02"

    signed = confirmation(evidence())
    assert signed.verify(CHAIN, REGISTRY, contract_check) and asked == []
    for_contract = {**signed.model_dump(), "wallet": REGISTRY}
    assert Confirmation(**{**for_contract, "signature": "0x0102"}).verify(CHAIN, REGISTRY, contract_check)
    assert not Confirmation(**{**for_contract, "signature": "0x0103"}).verify(CHAIN, REGISTRY, contract_check)
    # The digest is the one that an ordinary wallet signs.
    assert (
        Account._recover_hash(asked[0][1], signature=bytes.fromhex(signed.signature[2:])) == STUDENT.address
    )


@pytest.mark.parametrize(
    "wallet", [STUDENT.address.lower(), STUDENT.address[:-1], "", STUDENT.address.swapcase()]
)
def test_a_confirmation_needs_a_wallet_with_a_right_checksum(wallet):
    with pytest.raises(ValidationError):
        Confirmation(**{**confirmation(evidence()).model_dump(), "wallet": wallet})


def test_a_confirmation_needs_a_time_with_its_zone():
    with pytest.raises(ValidationError):
        Confirmation(**{**confirmation(evidence()).model_dump(), "at": datetime.datetime(2026, 3, 31)})


# --- the store --------------------------------------------------------------------------------


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path) -> DocumentStore:
    """A folder, and a URL as an object store has."""
    return DocumentStore(tmp_path / "documents" if request.param == "folder" else f"memory://{tmp_path}")


def test_every_kind_of_document_comes_back_as_it_was_put(store):
    words = {"fr": "Œuvre", "en": "Work"}
    documents = [
        evidence(title="cafe\u0301"),
        ProgrammeText(title=words, description=words),
        ServiceText(title=words, description=words),
        Charter(title=words, text=words),
    ]
    for document in documents:
        stored = store.get(store.put(document))
        assert stored.document == document and stored.confirmations == ()
    assert list(store) == sorted(document.hash for document in documents)


def test_a_hash_may_be_given_as_bytes_or_text(store):
    document = evidence()
    assert store.put(document) == document.hash
    for written in (document.hash, document.hex, document.hex.upper().replace("0X", "0x"), document.hex[2:]):
        assert store.get(written).document == document
        assert written in store


@pytest.mark.parametrize("nonsense", ["", "0x12", "../../etc/passwd", b"", b"\0" * 31, b"\0" * 33, "g" * 64])
def test_what_is_no_hash_is_refused(store, nonsense):
    assert nonsense not in store
    with pytest.raises(ValueError, match="not the hash"):
        store.get(nonsense)


def test_a_missing_document_is_named(store):
    document = evidence()
    assert document.hash not in store and list(store) == [] and None not in store
    with pytest.raises(DocumentMissing) as error:
        store.get(document.hash)
    assert error.value.hash == document.hex


def test_putting_a_document_again_keeps_its_confirmations(store):
    document = evidence()
    store.put(document)
    signed = confirmation(document)
    store.add_confirmation(document.hash, signed)
    assert store.put(document) == document.hash
    assert store.get(document.hash).confirmations == (signed,)


def test_an_erased_document_is_gone_and_may_be_erased_again(store):
    kept, erased = store.put(evidence()), store.put(evidence())
    assert store.erase(erased) is True
    assert store.erase(erased) is False
    assert erased not in store and list(store) == [kept]
    with pytest.raises(DocumentMissing):
        store.get(erased)


def test_each_beneficiary_confirms_once(store):
    document = evidence()
    store.put(document)
    first = confirmation(document, 11)
    store.add_confirmation(document.hash, first)
    store.add_confirmation(document.hash, first)  # a second click
    other_wallet = confirmation(document, 11, Account.from_key("0x" + "22" * 32))
    with pytest.raises(ConfirmationRefused, match="11 has already confirmed"):
        store.add_confirmation(document.hash, other_wallet)
    second = confirmation(document, 12)
    store.add_confirmation(document.hex, second)
    assert store.get(document.hash).confirmations == (first, second)


def test_only_named_beneficiaries_confirm_and_only_this_document(store):
    document, other = evidence(), evidence()
    charter = Charter(title={"fr": "Charte", "en": "Charter"}, text={"fr": "…", "en": "…"})
    store.put(document)
    store.put(charter)
    with pytest.raises(ConfirmationRefused, match="member 13 is not named"):
        store.add_confirmation(document.hash, confirmation(document, 13))
    with pytest.raises(ConfirmationRefused, match="another document"):
        store.add_confirmation(document.hash, confirmation(other))
    with pytest.raises(ConfirmationRefused, match="not named"):
        store.add_confirmation(
            charter.hash, confirmation(document).model_copy(update={"evidence": charter.hex})
        )
    with pytest.raises(DocumentMissing):
        store.add_confirmation(other.hash, confirmation(other))
    assert store.get(document.hash).confirmations == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: b"\xff\xfe" + raw,
        lambda raw: b"null",
        lambda raw: b"[" * 100_000,
        lambda raw: raw.replace(b'"member":7', b'"member":8'),
        lambda raw: raw.replace(b'"member":7', b'"member":7.0'),
        lambda raw: raw.replace(b"2026-03-31", b"2026-04-01"),
        lambda raw: raw.replace(b'"text":', b'"more":1,"text":'),
        lambda raw: raw.replace(b'"confirmations":[', b'"confirmations":["?"'),
        lambda raw: b'{"document":{},"confirmations":[]}',
    ],
)
def test_a_changed_or_damaged_file_is_tampered(tmp_path, damage):
    store = DocumentStore(tmp_path)
    document = evidence()
    store.put(document)
    path = file_of(tmp_path, document)
    damaged = damage(path.read_bytes())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    with pytest.raises(DocumentTampered) as error:
        store.get(document.hash)
    assert error.value.hash == document.hex and "\n" not in str(error.value)
    with pytest.raises(DocumentTampered):
        store.put(document)
    with pytest.raises(DocumentTampered):
        store.add_confirmation(document.hash, confirmation(document))
    assert list(store) == [document.hash]


def test_a_file_in_another_order_with_white_space_is_the_same_document(tmp_path):
    store = DocumentStore(tmp_path)
    document = evidence()
    store.put(document)
    path = file_of(tmp_path, document)
    content = json.loads(path.read_bytes())
    content["document"] = dict(reversed(content["document"].items()))
    path.write_text(json.dumps(content, indent=4))
    assert store.get(document.hash).document == document


def test_a_confirmation_moved_below_another_document_is_tampering(tmp_path):
    store = DocumentStore(tmp_path)
    document, other = evidence(), evidence()
    store.put(document)
    store.put(other)
    store.add_confirmation(document.hash, confirmation(document))
    moved = json.loads(file_of(tmp_path, other).read_bytes())
    moved["confirmations"] = json.loads(file_of(tmp_path, document).read_bytes())["confirmations"]
    file_of(tmp_path, other).write_text(json.dumps(moved))
    with pytest.raises(DocumentTampered, match="another document"):
        store.get(other.hash)


def test_a_document_that_hashes_right_but_is_none_of_ours_is_refused(tmp_path):
    content = {"kind": "evidence", "member": "7"}
    name = keccak(canonical_json(content)).hex()
    (tmp_path / name[:2]).mkdir()
    (tmp_path / name[:2] / f"{name}.json").write_bytes(
        canonical_json({"document": content, "confirmations": []})
    )
    with pytest.raises(DocumentTampered, match="no document that this version knows"):
        DocumentStore(tmp_path).get(name)


def test_files_are_for_their_owner_only_and_nothing_else_is_left(tmp_path):
    store = DocumentStore(tmp_path)
    document = evidence()
    store.put(document)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert path == file_of(tmp_path, document) and path.stat().st_mode & 0o077 == 0


FULL_DISK = """
import resource, sys
from cercle.documents import Charter, DocumentStore
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
long = {"fr": "x" * 5_000, "en": "x"}
DocumentStore(sys.argv[1]).put(Charter(title=long, text=long))
"""


def test_a_full_disk_leaves_no_half_file(tmp_path):
    run = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True)
    assert "File too large" in run.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


CONFIRM = """
import datetime, sys
from cercle.documents import Confirmation, DocumentStore
folder, name, who = sys.argv[1:]
DocumentStore(folder).add_confirmation(name, Confirmation(
    beneficiary=int(who), evidence=name, wallet="0x5dF8339c5E282ee48c0c7cE8A7d01a73D38B3B27", signature="0x01",
    at=datetime.datetime.now(datetime.UTC)))
"""


def test_confirmations_by_several_processes_at_once_are_all_kept(tmp_path):
    many = list(range(20, 25))
    document = evidence(beneficiaries=many)
    DocumentStore(tmp_path).put(document)
    commands = [[sys.executable, "-c", CONFIRM, str(tmp_path), document.hex, str(who)] for who in many]
    assert [run.wait() for run in [subprocess.Popen(command) for command in commands]] == [0] * len(many)
    kept = DocumentStore(tmp_path).get(document.hash).confirmations
    assert sorted(one.beneficiary for one in kept) == many


def test_confirmations_by_several_threads_at_once_are_all_kept(store):
    many = list(range(20, 60))
    document = evidence(beneficiaries=many)
    store.put(document)
    signed = [confirmation(document, who) for who in many]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: store.add_confirmation(document.hash, one), signed))
    kept = store.get(document.hash).confirmations
    assert sorted(one.beneficiary for one in kept) == many
