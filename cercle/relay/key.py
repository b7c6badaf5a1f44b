"""The relay's key: it holds gas and nothing else, and is opened without anybody being asked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ape_accounts.accounts import KeyfileAccount
from ape_test.accounts import TestAccount
from eth_account import Account
from eth_account.signers.local import LocalAccount

from cercle import accounts
from cercle.config_models import RelayTerms
from cercle.errors import CercleError, ConfigProblem
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.texts import Text


def make_key(record: DeploymentRecord) -> str:
    """Makes the key in the community's folder, readable by its owner only, and returns its address; a key that is
    there already is kept."""
    file = _key_file(record)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(Account.create().key.hex() + "\n")
    return str(_from_file(file).address)


def relay_address(node: Node, record: DeploymentRecord, terms: RelayTerms) -> str | None:
    """The relay's address, its key unopened; None where this computer cannot tell."""
    try:
        if terms.account is None:
            return str(_from_file(_key_file(record)).address)
        return accounts.address_of(node, terms.account)
    except CercleError:
        return None


def open_key(node: Node, record: DeploymentRecord, terms: RelayTerms) -> LocalAccount:
    """The relay's key. Raises ``ConfigProblem`` if there is none, or it cannot be opened without asking somebody,
    ``InputProblem`` for an account that this computer does not have."""
    if terms.account is None:
        return _from_file(_key_file(record))
    account = accounts.account(node, terms.account)
    if isinstance(account, TestAccount):
        return _local(account.private_key)
    if isinstance(account, KeyfileAccount):
        return _unlocked(account)
    raise ConfigProblem(
        Text(
            "The relay cannot use the account “{name}”: somebody would be asked for every transaction.",
            {"name": terms.account},
        ),
        Text("Make an account for it alone: ape accounts generate relay"),
    )


def _key_file(record: DeploymentRecord) -> Path:
    return record.folder / "relay.key"


def _from_file(file: Path) -> LocalAccount:
    facts = {"file": str(file)}
    if not file.exists():
        raise ConfigProblem(
            Text("The relay has no key."),
            Text("Make one: ape run relay key; or name an account in the YAML."),
        )
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise ConfigProblem(
            Text("Others can read the relay's key in {file}.", facts), Text("Run: chmod 600 {file}", facts)
        )
    return _local(file.read_text().strip())


def _unlocked(account: KeyfileAccount) -> LocalAccount:
    variable = f"APE_ACCOUNTS_{account.alias}_PASSPHRASE"
    passphrase = os.environ.get(variable)
    if passphrase is None:
        raise ConfigProblem(
            Text("The relay's account “{name}” is locked.", {"name": account.alias}),
            Text("Put its passphrase into {variable}.", {"variable": variable}),
        )
    try:
        return _local(Account.decrypt(account.keyfile, passphrase))
    except ValueError:
        raise ConfigProblem(
            Text("The passphrase in {variable} is wrong.", {"variable": variable}), Text("Correct it.")
        ) from None


def _local(key: str | bytes) -> LocalAccount:
    found: LocalAccount = Account.from_key(key)
    return found
