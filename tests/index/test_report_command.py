"""``ape run report``, as an admin uses it."""

import importlib

import pytest
from click.testing import CliRunner

from tests.dashboard.village import NAMES


@pytest.fixture
def run(village, tmp_path, monkeypatch):
    monkeypatch.setenv("CERCLE_INDEX_URL", f"sqlite:///{tmp_path / 'index.sqlite'}")
    monkeypatch.setenv("COLUMNS", "300")
    month = village.node.time().strftime("%Y-%m")

    def run_it(*arguments, expect=0):
        cli = importlib.import_module("scripts.report").cli
        chosen = arguments or ("--from", month, "--to", month)
        result = CliRunner(mix_stderr=False).invoke(cli, [*chosen, "--out", str(tmp_path / "report")])
        assert result.exit_code == expect, (result.stdout, result.stderr, result.exception)
        return " ".join(f"{result.stdout} {result.stderr}".split())

    return run_it


def test_report__writes_a_page_and_a_paper_that_name_nobody(village, run, tmp_path):
    said = run()

    assert "report.html" in said and "report.pdf" in said and "7" in said
    written = (tmp_path / "report.html").read_text()
    wallets = [one.wallet.lower() for one in village.index.members()]
    assert not any(name in written for name in NAMES.values())
    assert len(wallets) == 7 and not any(wallet in written.lower() for wallet in wallets)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_report__again__is_the_same_files(run, tmp_path):
    files = [tmp_path / "report.html", tmp_path / "report.pdf"]
    run()
    first = files[1].read_bytes()
    run()
    assert files[1].read_bytes() == first


def test_report__of_months_in_the_wrong_order__is_refused(run, tmp_path):
    said = run("--from", "2026-02", "--to", "2026-01", expect=1)
    assert said == "The period ends before it begins. Name its first month, then its last."
    assert not (tmp_path / "report.html").exists()
