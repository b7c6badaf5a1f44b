"""Claims about the project itself: every command is documented, every attack has its test, nothing leaks (B4)."""

import importlib
import re
import subprocess

import click
import pytest

from cercle.contracts import ROOT

SCRIPTS = sorted(path.stem for path in (ROOT / "scripts").glob("[a-z]*.py"))
README = (ROOT / "README.md").read_text()
SECURITY = (ROOT / "SECURITY.md").read_text()


def _commands(name: str) -> list[tuple[str, click.Command]]:
    command = importlib.import_module(f"scripts.{name}").cli
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *((f"{name} {verb}", one) for verb, one in inner)]


COMMANDS = [pair for name in SCRIPTS for pair in _commands(name)]


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_command__has_help_and_is_in_the_readme(name, command):
    assert command.help and command.help.strip()
    script, _, verb = name.partition(" ")
    (line,) = [line for line in README.splitlines() if line.startswith(f"| `ape run {script}")]
    assert not verb or f"`{verb}`" in line


def test_make__help_shows_every_verb_the_readme_names():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for verb in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^  make {verb}\b", shown, re.MULTILINE), verb


@pytest.mark.parametrize("document", ["README.md", "SECURITY.md"])
def test_links__lead_somewhere(document):
    text = (ROOT / document).read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_attacks__each_row_names_tests_that_mention_it():
    rows = re.findall(r"^\| ([A-Z]\d+) \| [^|]+ \| ([^|]+) \|$", SECURITY, re.MULTILINE)
    assert len(rows) > 80
    for attack, tests in rows:
        paths = re.findall(r"\((tests/[^)]+)\)", tests)
        assert paths, attack
        for path in paths:
            assert re.search(rf"\b{attack}\b", (ROOT / path).read_text()), f"{path} does not mention {attack}"


def test_lock_files__name_no_host():
    for name in ("requirements.txt", "requirements-proof.txt", "package-lock.json"):
        assert "://" not in (ROOT / name).read_text(), name


def test_sources__pin_the_compiler_that_the_configuration_names():
    pragmas = {
        match
        for path in (ROOT / "contracts").rglob("*.sol")
        for match in re.findall(r"^pragma solidity ([^;]+);", path.read_text(), re.MULTILINE)
    }
    assert pragmas == {"0.8.37"}
    assert "version: 0.8.37" in (ROOT / "ape-config.yaml").read_text()


def test_fixtures__of_one_name_have_one_scope__and_a_packages_are_in_its_conftest(request):
    """Ape goes by their names when it takes its snapshots: one that is elsewhere a package's is never put back. A
    package's fixture that a test imports lives until the last test of all."""
    everywhere = request.session._fixturemanager._arg2fixturedefs
    ours = {
        name: [one for one in known if one.func.__module__.startswith("tests.")]
        for name, known in everywhere.items()
    }
    scopes = {name: {one.scope for one in known} for name, known in ours.items()}
    assert {name: found for name, found in scopes.items() if len(found) > 1} == {}
    packages = {one.baseid for known in ours.values() for one in known if one.scope == "package"}
    assert {one for one in packages if one.endswith(".py")} == set()
