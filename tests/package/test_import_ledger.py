"""The import ledger: a second run makes the same contributions, whatever happened to the first."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cercle.documents import DocumentStore, Evidence
from cercle.ledger import (
    ImportLedger,
    LedgerBusy,
    LedgerConflict,
    LedgerDamaged,
    SourceChanged,
    digest_of,
)

HASH, OTHER_HASH = b"\x01" * 32, b"\x02" * 32


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "imports" / "round-10.json"


def talk() -> Evidence:
    return Evidence(member=7, programme=2, date="2026-03-31", title="A talk")


def test_a_new_ledger_knows_nothing_and_is_no_file_until_something_is_saved(path):
    ledger = ImportLedger(path)
    assert ledger.name == "round-10" and len(ledger) == 0
    assert ledger.evidence("entry", "d") is None
    assert not path.exists()


def test_a_second_run_finds_what_the_first_saved(path):
    first = ImportLedger(path)
    first.remember("entry", "d", HASH)
    first.save()
    second = ImportLedger(path)
    assert second.evidence("entry", "d") == HASH and "entry" in second and list(second) == ["entry"]


def test_a_second_run_reuses_the_document_and_its_salt(path, tmp_path):
    store = DocumentStore(tmp_path / "documents")
    first = ImportLedger(path)
    made = first.document_hash("entry", "d", store, talk)
    assert first.document_hash("entry", "d", store, talk) == made
    first.save()
    assert ImportLedger(path).document_hash("entry", "d", store, talk) == made
    assert list(store) == [made] and store.get(made).document.title == "A talk"


def test_an_erased_document_is_not_made_again(path, tmp_path):
    store = DocumentStore(tmp_path / "documents")
    ledger = ImportLedger(path)
    made = ledger.document_hash("entry", "d", store, talk)
    store.erase(made)
    assert ledger.document_hash("entry", "d", store, talk) == made and list(store) == []


def test_a_run_killed_before_saving_leaves_documents_that_nothing_refers_to(path, tmp_path):
    store = DocumentStore(tmp_path / "documents")
    lost = ImportLedger(path).document_hash("entry", "d", store, talk)
    again = ImportLedger(path)
    made = again.document_hash("entry", "d", store, talk)
    again.save()
    assert made != lost and ImportLedger(path).evidence("entry", "d") == made
    assert sorted([made, lost]) == list(store)


def test_an_entry_that_changed_in_the_source_is_named(path, tmp_path):
    ledger = ImportLedger(path)
    ledger.remember("624572a7", digest_of({"units": 300}), HASH)
    changed = digest_of({"units": 301})
    for attempt in (
        lambda: ledger.evidence("624572a7", changed),
        lambda: ledger.remember("624572a7", changed, HASH),
        lambda: ledger.document_hash("624572a7", changed, DocumentStore(tmp_path), talk),
    ):
        with pytest.raises(SourceChanged, match="“round-10”: entry “624572a7” has changed") as error:
            attempt()
        assert (error.value.name, error.value.key) == ("round-10", "624572a7")
    assert ledger.evidence("624572a7", digest_of({"units": 300})) == HASH


def test_a_digest_does_not_depend_on_the_order_of_the_columns():
    assert (
        digest_of({"a": "1", "b": "2"}) == digest_of({"b": "2", "a": "1"}) != digest_of({"a": "2", "b": "1"})
    )


def test_an_entry_keeps_its_first_document(path):
    ledger = ImportLedger(path)
    ledger.remember("entry", "d", HASH)
    ledger.remember("entry", "d", "0x" + HASH.hex())
    with pytest.raises(LedgerConflict, match="entry “entry” already has a document"):
        ledger.remember("entry", "d", OTHER_HASH)
    with pytest.raises(ValueError, match="not the hash"):
        ledger.remember("another", "d", b"\x01" * 31)
    assert ledger.evidence("entry", "d") == HASH and len(ledger) == 1


def test_keys_are_found_again_in_the_unicode_form_they_have_in_the_source(path):
    ledger = ImportLedger(path)
    ledger.remember("Zoe\u0308", "d", HASH)
    ledger.remember("Zo\u00eb", "d", OTHER_HASH)
    ledger.save()
    assert list(ImportLedger(path)) == ["Zoe\u0308", "Zo\u00eb"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"version":2}',
        b'{"entries":{"a":{"evidence":"0x1","digest":"d"}}}',
        b'{"entries":[]}',
        b'{"more":1}',
    ],
)
def test_a_damaged_ledger_stops_the_import(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(LedgerDamaged, match=r"Restore round-10\.json from a backup"):
        ImportLedger(path)
    assert path.read_bytes() == content


def test_two_runs_at_once_do_not_overwrite_each_other(path):
    one, other = ImportLedger(path), ImportLedger(path)
    one.remember("a", "d", HASH)
    other.remember("b", "d", OTHER_HASH)
    one.save()
    with pytest.raises(LedgerBusy, match="running elsewhere"):
        other.save()
    one.remember("c", "d", OTHER_HASH)
    one.save()
    assert list(ImportLedger(path)) == ["a", "c"]


def test_saving_without_a_change_writes_nothing(path):
    ledger = ImportLedger(path)
    ledger.remember("a", "d", HASH)
    ledger.save()
    written = path.stat()
    ledger.save()
    assert path.stat().st_mtime_ns == written.st_mtime_ns and path.stat().st_ino == written.st_ino
    assert json.loads(path.read_text())["entries"]["a"]["evidence"] == "0x" + HASH.hex()


FULL_DISK = """
import resource, sys
from cercle.ledger import ImportLedger
ledger = ImportLedger(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
for number in range(100):
    ledger.remember(f"new {number}", "d", bytes(32))
ledger.save()
"""


def test_a_full_disk_leaves_the_ledger_as_it_was(path):
    ledger = ImportLedger(path)
    ledger.remember("a", "d", HASH)
    ledger.save()
    before = path.read_bytes()
    run = subprocess.run([sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True)
    assert "File too large" in run.stderr
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]
