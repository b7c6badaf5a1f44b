"""About the tests themselves: every error and every event of our contracts' ABIs is asserted somewhere in this folder

An error counts as asserted where its name stands in a function that calls `refused`, an event where it stands in
any function. What the library declares and no call can bring about is listed, each with its reason.
"""

import ast
from functools import cache
from pathlib import Path

import ape
import pytest

HERE = Path(__file__).parent

UNREACHABLE = {
    "AccessManagedRequiredDelay": "declared by the library, thrown nowhere in it",
    "CloneArgumentsTooLong": "what an account carries is a passkey, 64 bytes",
    "Create2EmptyBytecode": "an account's code is never empty",
    "ECDSAInvalidSignatureLength": "where a signature may be of any length, one of a wrong one is `Signature_Invalid`",
    "ERC20InvalidApprover": "nobody sends from the zero address, and it signs nothing",
    "ERC20InvalidSender": "nobody sends from the zero address",
    "EIP712DomainChanged": "an event: domains never change",
    "FailedDeployment": "an account that is there is not deployed again",
    "InvalidAccountNonce": "the permit tells a wrong nonce by the signer it makes",
    "InvalidShortString": "names of domains are read as they were written",
    "StringTooLong": "a name that is too long for a slot is kept another way",
}


def of_ours(kind: str) -> set[str]:
    """The names of all "errors" or "events" in the ABIs of what is in contracts/, the test contracts apart."""
    return {
        item.name
        for contract in ape.project.contracts.values()
        if not str(contract.source_id).startswith("contracts/test/")
        for item in getattr(contract, kind)
    }


def _names(tree: ast.AST) -> set[str]:
    """Names of members (`circle.token.Transfer`), and texts ("Transfer")."""
    members = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return members | {text for text in texts if isinstance(text, str)}


def _expects_a_refusal(function: ast.AST) -> bool:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(call, ast.Name) and call.id == "refused" for call in calls)


@cache
def functions() -> tuple[ast.FunctionDef, ...]:
    """All functions of the tests and their helpers in this folder, but for these."""
    trees = [ast.parse(file.read_text()) for file in HERE.rglob("*.py") if file != Path(__file__)]
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def asserted_errors() -> frozenset[str]:
    return frozenset().union(*(_names(function) for function in functions() if _expects_a_refusal(function)))


def test_errors__each_one_that_a_call_can_bring_about__is_asserted():
    missing = of_ours("errors") - asserted_errors() - UNREACHABLE.keys()
    assert not missing, f"asserted by no test: {sorted(missing)}"


@pytest.mark.parametrize("error", UNREACHABLE)
def test_errors__listed_as_unreachable__are_there_and_not_asserted(error):
    assert error in of_ours("errors") | of_ours("events")
    assert error not in asserted_errors()


def test_events__each_one__is_asserted():
    seen = frozenset().union(*(_names(function) for function in functions()))
    missing = of_ours("events") - seen - UNREACHABLE.keys()
    assert not missing, f"asserted by no test: {sorted(missing)}"
