"""The Ape accounts of this computer, by the names a YAML or a command line gives them."""

from __future__ import annotations

import re

import ape
from ape.api import AccountAPI

from cercle.errors import InputProblem
from cercle.importers.cells import parse_address
from cercle.node import Node
from cercle.texts import Text

_TEST_ACCOUNT = re.compile(r"TEST::(\d+)", re.IGNORECASE)


def account(node: Node, name: str) -> AccountAPI:
    """The account of an alias, ``TEST::<number>`` (local chains only) or address. Raises ``InputProblem`` if this
    computer has no such account."""
    found = _find(node, name)
    if found is None:
        raise InputProblem(
            Text("There is no account “{name}” on this computer.", {"name": name}),
            Text("List them with: ape accounts list; import one with: ape accounts import <alias>"),
        )
    return found


def address_of(node: Node, wallet: str) -> str:
    """The address of a wallet written as an address or as an account's name. ``InputProblem`` for neither."""
    if not wallet.lower().startswith("0x"):
        return str(account(node, wallet).address)
    try:
        return str(parse_address(wallet))
    except ValueError as problem:
        raise InputProblem(Text("{problem}", {"problem": problem})) from None


def account_among(node: Node, wallets: tuple[str, ...]) -> AccountAPI | None:
    """The first of some wallets that is an account of this computer, or None."""
    return next((found for wallet in wallets if (found := _find(node, wallet))), None)


def _find(node: Node, name: str) -> AccountAPI | None:
    test = _TEST_ACCOUNT.fullmatch(name)
    if test:
        return _test_account(node, int(test[1]))
    local = ape.accounts.test_accounts if node.is_local else ()
    for candidate in (*ape.accounts, *local):
        if name in (candidate.alias, str(candidate.address)):
            return candidate
    return None


def _test_account(node: Node, number: int) -> AccountAPI | None:
    if not node.is_local:
        raise InputProblem(
            Text(
                "TEST::{number} is an account whose key everybody knows: for local chains only.",
                {"number": number},
            ),
            Text("Name an account of your own."),
        )
    known = ape.accounts.test_accounts
    return known[number] if number < len(known) else None
