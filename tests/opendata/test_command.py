"""`ape run opendata export`, on a real chain."""

import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cercle.contracts import ROOT
from tests.opendata.conftest import read_csv, read_json


@pytest.fixture
def run(winter_community, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")

    def run_it(*arguments, expect=0):
        cli = importlib.import_module("scripts.opendata").cli
        result = CliRunner(mix_stderr=False).invoke(cli, ["export", *map(str, arguments)])
        assert result.exit_code == expect, (result.stdout, result.stderr, result.exception)
        return " ".join(f"{result.stdout} {result.stderr}".split())

    return run_it


@pytest.fixture
def allowed(winter_community):
    """The community's YAML, as it was deployed, allows members' numbers."""
    file = Path(winter_community.record.files.config)
    example = (ROOT / "communities/alumni.yaml").read_text()
    file.write_text(example.replace("with_ids: false", "with_ids: true"))
    yield
    file.unlink()


def test_export__of_four_people__shows_terms_and_no_figures(run, tmp_path):
    told = run("--out", tmp_path / "out")
    assert "monthly figures about small groups are left out" in told
    assert len(read_csv(tmp_path / "out", "services")) == 3
    assert all(row["left_out"] == "true" for row in read_csv(tmp_path / "out", "order_months"))
    assert read_csv(tmp_path / "out", "orders") == []
    assert [set(row.values()) for row in read_csv(tmp_path / "out", "members")] == [{None}] * 4


def test_export__again_at_the_same_block__is_the_same(run, tmp_path):
    run("--out", tmp_path / "out", "--format", "parquet")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    run("--out", tmp_path / "out", "--format", "parquet")
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


def test_with_ids__is_refused_unless_the_yaml_allows_it(run, winter_community, tmp_path):
    refused = run("--out", tmp_path / "out", "--with-ids", expect=1)
    assert "does not allow exports with members’ numbers" in refused
    assert "open_data: {with_ids: true}" in refused
    assert not (tmp_path / "out").exists()


def test_with_ids__where_the_yaml_allows_it__tells_who(run, allowed, winter, tmp_path):
    run("--out", tmp_path / "out", "--with-ids", "--format", "json")
    orders = {row["order"]: row for row in read_json(tmp_path / "out", "orders")}
    assert set(orders) == {f"0x{order.hex()}" for order in winter.orders.values()}
    assert orders[f"0x{winter.orders['confirmed'].hex()}"]["member"] == winter.alice.id
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text())["cercle"]["numbers"] is True


def test_a_folder_with_something_else__is_refused(run, tmp_path):
    (tmp_path / "thesis.txt").write_text("four years")
    assert "Name a folder that does not exist yet" in run("--out", tmp_path, expect=1)
