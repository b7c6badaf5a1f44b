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


DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "tests/invariants/README.md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(one.relative_to(ROOT)) for one in DOCUMENTS])
def test_links__lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
        assert target.startswith("http") or (document.parent / target).exists(), target


def test_settings__each_variable_is_explained_on_one_page():
    page = (ROOT / "docs/running.md").read_text()
    sources = [
        path for folder in ("app", "cercle", "scripts", "tests") for path in (ROOT / folder).rglob("*.py")
    ]
    named = {name for path in sources for name in re.findall(r"\bCERCLE_[A-Z_]+\b", path.read_text())}
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


def test_screenshots__are_those_of_the_readme():
    taken = {path.name for path in (ROOT / "docs/screenshots").iterdir()}
    assert taken == set(re.findall(r"docs/screenshots/([\w.-]+)", README))


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
