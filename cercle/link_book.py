"""Which links were taken back, and the new ones given in their place. Kept beside the invitations, as secret as they."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    select,
)
from sqlalchemy.pool import NullPool

from cercle.invitations import Invitation, new_invitation
from cercle.sql import create_tables

REINVITED = 0
"""The cohort of those who were invited again: none, and no proof is needed."""

_metadata = MetaData()
_revoked = Table(
    "revoked",
    _metadata,
    Column("address", String, primary_key=True),
    Column("member", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
)
_reissued = Table(
    "reissued",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("member", Integer, nullable=False, index=True),
    Column("address", String, nullable=False),
    Column("secret", LargeBinary, nullable=False),
)


class LinkBook:
    """Links are known by the address of their one-time key, which says nothing about a person."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)  # a folder that is put back is seen at once
        create_tables(self._engine, _metadata)

    def revoke(self, invitation: Invitation) -> None:
        """From now on the dashboard and the relay refuse this link. Once is as good as twice."""
        if invitation.address in self.revoked():
            return
        row = {"address": invitation.address, "member": invitation.member_id, "at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            connection.execute(insert(_revoked), row)

    def revoked(self) -> frozenset[str]:
        """The addresses of the links that were taken back."""
        with self._engine.connect() as connection:
            return frozenset(connection.execute(select(_revoked.c.address)).scalars())

    def is_revoked(self, address: str) -> bool:
        """Whether a link was taken back."""
        with self._engine.connect() as connection:
            return (
                connection.execute(select(_revoked).where(_revoked.c.address == address)).first() is not None
            )

    def new_link(self, member: int) -> Invitation:
        """A new one-time key for a member, kept before the chain hears of it."""
        made = new_invitation(REINVITED, member)
        row = {"member": member, "address": made.address, "secret": made.secret}
        with self._engine.begin() as connection:
            connection.execute(insert(_reissued), row)
        return made

    def reissued(self) -> dict[int, Invitation]:
        """The newest link of each member who was given a new one."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_reissued).order_by(_reissued.c.number))
            return {
                row.member: Invitation(REINVITED, row.member, "", row.address, row.secret) for row in rows
            }


def link_book(invitations: Path) -> LinkBook:
    """The book in a community's folder of invitations, readable by its owner only."""
    invitations.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = invitations / "links.sqlite"
    book = LinkBook(f"sqlite:///{file}")
    file.chmod(0o600)
    return book
