"""``ape run index``, as an admin uses it."""

import importlib

import pytest
from click.testing import CliRunner
from sqlalchemy import text


@pytest.fixture
def run(village, tmp_path, monkeypatch):
    monkeypatch.setenv("CERCLE_INDEX_URL", f"sqlite:///{tmp_path / 'index.sqlite'}")
    monkeypatch.setenv("COLUMNS", "300")

    def run_it(*arguments, expect=0):
        cli = importlib.import_module("scripts.index").cli
        result = CliRunner(mix_stderr=False).invoke(cli, list(arguments))
        assert result.exit_code == expect, (result.stdout, result.stderr, result.exception)
        return " ".join(f"{result.stdout} {result.stderr}".split())

    return run_it


def test_sync_status_verify_rebuild__say_what_they_did(village, run):
    assert "The index is empty. Fill it: ape run index sync" in run("status", expect=1)
    synced = run("sync")
    assert f"events up to block {village.node.height():,}" in synced
    assert "contribution_submitted" in run("status")
    assert "answers of the contracts" in run("verify") and "agree" in run("verify")
    assert run("rebuild") == synced


def test_verify__of_a_changed_index__ends_with_an_error(village, new_index, run, tmp_path):
    run("sync")
    with new_index(url=f"sqlite:///{tmp_path / 'index.sqlite'}").engine.begin() as connection:
        connection.execute(text("UPDATE services SET stock = 77 WHERE service = 1"))
    assert "✗ service 1: stock is 77 by the events" in run("verify", expect=1)
