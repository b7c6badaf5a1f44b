"""A copy of the project in which one mutant at a time is built and tested, first by forge, then by Python."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from mutants_sample import ROOT, Mutant

# Which tests are about a contract, in tests/forge and tests/contracts: they run before the others.
PARTS = {
    "CommunityToken": ("token", "money"),
    "ContributionRegistry": ("contributions",),
    "ContributionWord": ("contributions",),
    "MemberAccount": ("accounts",),
    "MemberRegistry": ("members",),
    "OrderWord": ("catalog", "services"),
    "ProgrammeWord": ("contributions",),
    "RewardEscrow": ("escrow", "money"),
    "RewardRounds": ("rounds",),
    "ServiceCatalog": ("catalog", "services"),
    "ServiceWord": ("catalog", "services"),
    "contributions/": ("contributions",),
    "members/": ("members",),
    "services/": ("catalog", "services"),
}
LONGEST_TEST = 1800  # seconds; a mutant that loops for ever is killed then
QUICK_BUILD = {"FOUNDRY_PROFILE": "mutants"}
BUILD_FOLDERS = ("out", "cache")
KEPT_FOLDERS = (".build/out", ".build/cache")
# What would be deployed, to be compared: optimized, and without the hash of the sources.
EXACT_BUILD = {
    "FOUNDRY_PROFILE": "default",
    "FOUNDRY_OUT": "out-exact",
    "FOUNDRY_CACHE_PATH": "cache-exact",
    "FOUNDRY_SKIP": '["tests/**"]',
    "FOUNDRY_BYTECODE_HASH": "none",
    "FOUNDRY_CBOR_METADATA": "false",
}


class BenchError(Exception):
    """The tests could not be run, or fail without any mutant."""


class Bench:
    """The copy; `open` brings it up to date, and leaves no mutant of an earlier, killed run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._exact: dict[str, str] | None = None
        self._sound: set[str] = set()  # folders whose Python tests pass without any mutant

    def open(self) -> None:
        """Everything must pass as it is."""
        self.copy()
        if self._run(["forge", "build"], QUICK_BUILD).returncode:
            raise BenchError("The project does not compile.")
        self._copy_build(BUILD_FOLDERS, KEPT_FOLDERS)
        run = self._run(["forge", "test"], QUICK_BUILD)
        if run.returncode:
            raise BenchError(f"The tests of forge fail without any mutant:\n{run.stdout[-3000:]}")

    def copy(self) -> None:
        """Copy what git knows, and what is new."""
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n")
        names = {name for name in listed if (ROOT / name).is_file()}
        for path in [path for path in self.folder.glob("[ct]*/**/*.*") if path.is_file()]:
            if path.suffix in (".sol", ".py") and str(path.relative_to(self.folder)) not in names:
                path.unlink()
        for name in names:
            to = self.folder / name
            to.parent.mkdir(parents=True, exist_ok=True)
            if not to.exists() or to.read_bytes() != (ROOT / name).read_bytes():
                shutil.copy2(ROOT / name, to)
        for name in (".venv", "node_modules"):
            if not (self.folder / name).exists():
                (self.folder / name).symlink_to((ROOT / name).resolve())

    def by_forge(self, mutant: Mutant) -> tuple[str, str]:
        """The verdict of forge's tests (stillborn, killed or survived), and the test that killed."""
        # Else what the last mutant left would be compiled again as well.
        self._copy_build(KEPT_FOLDERS, BUILD_FOLDERS)
        with _Mutated(self.folder, mutant):
            if self._run(["forge", "build"], QUICK_BUILD).returncode:
                return "stillborn", ""
            folders = [part for part in _parts(mutant) if (self.folder / "tests/forge" / part).is_dir()]
            runs = [["--match-path", f"tests/forge/{part}/**"] for part in folders]
            for selection in [*runs, []]:
                run = self._run(["forge", "test", "--fail-fast", *selection], QUICK_BUILD)
                if run.returncode:
                    return "killed", _failed(run, r"\[FAIL[^\n]*\] (\w+)")
        return "survived", ""

    def by_python(self, mutant: Mutant) -> tuple[str, str]:
        """The same by the Python tests of that contract; for one that no single contract owns, of all of them."""
        folders = [f"tests/contracts/{part}" for part in _parts(mutant)]
        here = [folder for folder in folders if (self.folder / folder).is_dir()] or ["tests/contracts"]
        if not self._sound.issuperset(here):
            run = self._python(here)
            if run.returncode:
                raise BenchError(f"The Python tests fail without any mutant:\n{run.stdout[-3000:]}")
            self._sound.update(here)
        with _Mutated(self.folder, mutant):
            run = self._python(here)
        if run.returncode == 0:
            return "survived", ""
        return "killed", _failed(run, r"(?:FAILED|ERROR) \S+::(\w+)")

    def _python(self, folders: Sequence[str]) -> subprocess.CompletedProcess[str]:
        here = {"PYTHONPATH": str(self.folder)}
        # Of its own accord Ape compiles the changed file, but not the contracts that are made of it.
        compiled = self._run(["ape", "compile", "--force"], here)
        return compiled if compiled.returncode else self._run(["ape", "test", *folders, "-x", "-q"], here)

    def is_same(self, mutant: Mutant) -> bool:
        """Whether the compiler makes the same code of the mutant as of the original."""
        if self._exact is None:
            self._exact = self._code()
        with _Mutated(self.folder, mutant):
            return self._code() == self._exact

    def _copy_build(self, origins: Sequence[str], places: Sequence[str]) -> None:
        for origin, place in zip(origins, places, strict=True):
            shutil.rmtree(self.folder / place, ignore_errors=True)
            shutil.copytree(self.folder / origin, self.folder / place)

    def _code(self) -> dict[str, str]:
        if self._run(["forge", "build"], EXACT_BUILD).returncode:
            raise BenchError("A mutant that compiled without the optimizer does not compile with it.")
        artifacts = sorted((self.folder / "out-exact").rglob("*.json"))
        found = {
            path.name: json.loads(path.read_text()).get("bytecode")
            for path in artifacts
            if path.parent.name != "build-info"
        }
        return {name: code["object"] for name, code in found.items() if code}

    def _run(self, command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / '.venv/bin'}:{os.environ['PATH']}"
        try:
            return subprocess.run(
                ["nice", "-n", "19", *command],
                cwd=self.folder, env=os.environ | {"PATH": path} | environment,
                capture_output=True, text=True, timeout=LONGEST_TEST,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "[FAIL] timeout FAILED ::timeout", "")


class _Mutated:
    """The mutant in the original's place, for as long as it is tested."""

    def __init__(self, folder: Path, mutant: Mutant) -> None:
        self._path = folder / mutant.file
        self._mutant = mutant

    def __enter__(self) -> None:
        self._original = self._path.read_text()
        self._path.write_text(self._mutant.text)

    def __exit__(self, *_: object) -> None:
        self._path.write_text(self._original)


def _parts(mutant: Mutant) -> list[str]:
    inside = mutant.file.removeprefix("contracts/").removeprefix("types/")
    return [part for start, parts in PARTS.items() if inside.startswith(start) for part in parts]


def _failed(run: subprocess.CompletedProcess[str], pattern: str) -> str:
    """The first test that failed. A run that failed without one proves nothing about the mutant."""
    match = re.search(pattern, run.stdout)
    if match is None:
        raise BenchError(f"The tests did not run:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
    return match[1]
