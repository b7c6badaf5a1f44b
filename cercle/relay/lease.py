"""At most one worker sends from a queue: the one that holds its lease. Others stand by."""

from __future__ import annotations

import os
import secrets
import socket
import time

from sqlalchemy import Connection, and_, insert, select, update

from cercle.relay.tables import LEASE, Database


class LeaseLost(Exception):
    """Another worker has taken over: whoever notices stops at once."""


class Lease:
    """A worker's hold on a queue; it ends by itself when the worker is silent for ``seconds``."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._seconds = seconds
        self._holder = f"{socket.gethostname()[:40]} {os.getpid()} {secrets.token_hex(4)}"
        self._renew_at = 0.0

    def hold(self) -> bool:
        """Takes the lease, or renews it in good time; False while another worker holds it."""
        now = time.time()
        if now < self._renew_at:
            return True
        values = {"holder": self._holder, "expires": now + self._seconds}
        with self._database.writing() as connection:
            current = connection.execute(select(LEASE.c.holder, LEASE.c.expires)).one_or_none()
            if current is None:
                connection.execute(insert(LEASE).values(id=1, **values))
            elif current.holder == self._holder or current.expires <= now:
                connection.execute(update(LEASE).values(values))
            else:
                return False
        self._renew_at = now + self._seconds / 3
        return True

    def require(self, connection: Connection) -> None:
        """``LeaseLost`` unless it is held still; to be asked in the transaction that says what will be sent."""
        held = and_(LEASE.c.holder == self._holder, LEASE.c.expires > time.time())
        if connection.execute(select(LEASE.c.id).where(held)).one_or_none() is None:
            self._renew_at = 0.0
            raise LeaseLost

    def let_go(self) -> None:
        """Gives the lease back, so that the next one need not wait."""
        self._renew_at = 0.0
        with self._database.writing() as connection:
            connection.execute(update(LEASE).where(LEASE.c.holder == self._holder).values(expires=0))


def somebody_works(database: Database) -> bool:
    """Whether a worker holds the lease."""
    with database.reading() as connection:
        expires = connection.execute(select(LEASE.c.expires)).scalar()
        return expires is not None and expires > time.time()
