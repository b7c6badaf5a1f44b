"""What the contracts are compiled with, and what is installed: pinned, hashed, without known faults (B1, B3, B4, P8,
W5); and no key lies about (P5)."""

import json
import re
import subprocess

import pytest
from eth_keys.constants import SECPK1_N
from packaging.version import Version

from cercle.contracts import NAMES, ROOT, container

CONFIGURATION = (ROOT / "ape-config.yaml").read_text()
# EIP-7939 came after what is configured; EIP-3855, 5656 and 1153 (PUSH0, MCOPY, TSTORE) before.
NEWER_THAN_PRAGUE = {0x1E: "CLZ"}
# What is public of the two curves: their orders, and of P-256 also b and the generator (SP 800-186).
CURVES = {
    SECPK1_N,
    SECPK1_N // 2,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
}


def _opcodes(code: bytes) -> set[int]:
    """The opcodes of runtime code without the data that PUSH takes, and without the metadata behind it."""
    found, at = set(), 0
    end = len(code) - int.from_bytes(code[-2:]) - 2
    while at < end:
        found.add(code[at])
        at += 1 + (code[at] - 0x5F if 0x60 <= code[at] <= 0x7F else 0)
    return found


def test_compiler__is_past_the_known_faults():
    """SOL-2026-1 was fixed in 0.8.34, SOL-2026-2 and -3 in 0.8.36."""
    (version,) = re.findall(r"^  version: (\S+)", CONFIGURATION, re.MULTILINE)
    assert Version(version) >= Version("0.8.36")
    assert f"solc-v{version}" in (ROOT / "foundry.toml").read_text()


def test_evm_version__is_pinned_alike_for_both_compilers():
    assert "evm_version: prague" in CONFIGURATION
    assert 'evm_version = "prague"' in (ROOT / "foundry.toml").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_code__has_no_opcode_that_came_later(name):
    code = bytes(container(name).contract_type.runtime_bytecode.to_bytes())
    assert len(code) > 1_000
    assert not _opcodes(code) & set(NEWER_THAN_PRAGUE)


def test_python_packages__are_pinned_with_hashes():
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text())
    packages = [one for one in entries if one.strip() and not one.startswith("#")]
    assert len(packages) > 100
    assert [one.splitlines()[0] for one in packages if "--hash=sha256:" not in one] == []


def test_node_packages__are_pinned_with_hashes__and_run_no_scripts():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, one in packages.items() if name and not one.get("integrity")] == []
    wanted = json.loads((ROOT / "package.json").read_text())
    asked = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    assert [name for name, version in asked.items() if not re.fullmatch(r"[\d.]+(-[\w.]+)?", version)] == []
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text()


def test_streamlit__is_past_its_published_vulnerabilities():
    """CVE-2022-35918, the path traversal before 1.30, CVE-2026-33682."""
    (version,) = re.findall(r"^streamlit==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert Version(version) >= Version("1.54")


def test_repository__holds_no_key():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = tracked.splitlines()
    assert [one for one in names if one.endswith((".env", ".key", ".pem", ".keystore", "secrets.toml"))] == []
    for name in names:
        if name.startswith(("app/", "cercle/", "scripts/", "communities/", "contracts/", "docs/", "tools/")):
            text = (ROOT / name).read_bytes().decode(errors="ignore")
            assert "PRIVATE KEY-----" not in text, name
            for digits in re.findall(r"\b(?:0x)?([0-9a-fA-F]{64})\b", text):
                assert int(digits, 16) in CURVES, f"{name} holds 32 bytes that could be a key"
