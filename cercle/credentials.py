"""Passkeys that were created here: credential id → public key and account.

A passkey's answer names its credential and carries no key, so that a login needs this table: SQL in the community's
folder, with nothing secret in it. Which member an account belongs to, the chain says.

If the table is lost, whoever logs in with the passkey their account began with puts their own row back: at most four
public keys fit a signature (SEC 1, section 4.1.6), the address of an account follows from its first key, and the
dashboard looks which of these addresses is a member's wallet. Passkeys that were added later are added again from a
device with the first one, or the account's recovery is started.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, create_engine, delete, insert, select

from cercle.passkeys import PublicKey
from cercle.sql import create_tables

_metadata = MetaData()
_credentials = Table(
    "credentials",
    _metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("x", LargeBinary, nullable=False),
    Column("y", LargeBinary, nullable=False),
    Column("account", String, nullable=False, index=True),
)


@dataclass(frozen=True)
class Passkey:
    """A passkey, and the account it signs for."""

    credential_id: bytes
    key: PublicKey
    account: str


class Credentials:
    """The passkeys of a community's members: SQLite in its folder by default, any SQLAlchemy URL otherwise."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        create_tables(self._engine, _metadata)

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """The table kept beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'credentials.sqlite'}")

    def remember(self, passkey: Passkey) -> None:
        """Keeps a passkey; one that is known is said anew."""
        values = {
            "id": passkey.credential_id,
            "x": passkey.key.x,
            "y": passkey.key.y,
            "account": passkey.account,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(_credentials).where(_credentials.c.id == passkey.credential_id))
            connection.execute(insert(_credentials).values(values))

    def find(self, credential_id: bytes) -> Passkey | None:
        """The passkey of a credential; None for an unknown one."""
        return next(iter(self._where(_credentials.c.id == credential_id)), None)

    def of(self, account: str) -> list[Passkey]:
        """The passkeys of an account, also those it does not take any more."""
        return self._where(_credentials.c.account == account)

    def _where(self, condition: object) -> list[Passkey]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(_credentials).where(condition))  # type: ignore[arg-type]
            return [Passkey(row.id, PublicKey(row.x, row.y), row.account) for row in rows]
