"""What the relay gives to one member, and to all, in a day. A day ends at midnight UTC, by the chain's clock."""

from __future__ import annotations

from sqlalchemy import Connection

from cercle.config_models import RelayTerms
from cercle.errors import RelayRefused
from cercle.relay.tables import Database
from cercle.relay.usage import DAY, count_try, used
from cercle.texts import Text
from cercle.units import to_time

TRIES_FOR_AN_ACTION = 10  # asking costs no gas, but the node's time


class Limits:
    """The day's limits of a community's relay."""

    def __init__(self, database: Database, terms: RelayTerms) -> None:
        self._database = database
        self._terms = terms

    def count_try(self, member: int, now: int) -> None:
        """Counts that a member asks; ``RelayRefused`` for too often in a day, granted or not."""
        most = TRIES_FOR_AN_ACTION * self._terms.actions_per_member
        if count_try(self._database, member, now // DAY) > most:
            raise RelayRefused(
                Text("You have tried {count} times today.", {"count": most}),
                Text("Try again tomorrow, or ask the community's office."),
            )

    def require_room(
        self, connection: Connection, member: int, now: int, gas: int, *, actions: int = 1
    ) -> None:
        """``RelayRefused`` if so much more is more than a day allows. An action that is in the queue is counted
        already, and so is its gas once it was tried; the connection is that in which it is added."""
        mine, everybodys = used(connection, now // DAY, member), used(connection, now // DAY)
        tomorrow = {"when": to_time((now // DAY + 1) * DAY)}
        mine_again = Text("The next one is free tomorrow, from {when} (UTC) on.", tomorrow)
        if mine.actions + actions > self._terms.actions_per_member:
            facts = {"count": self._terms.actions_per_member}
            raise RelayRefused(
                Text("You have used all your free actions of today: {count}.", facts), mine_again
            )
        if mine.gas + gas > self._terms.gas_per_member:
            raise RelayRefused(
                Text("This is more than what the community pays for one member in a day."), mine_again
            )
        if (
            everybodys.actions + actions > self._terms.actions_a_day
            or everybodys.gas + gas > self._terms.gas_a_day
        ):
            raise RelayRefused(
                Text("The community has paid for as much today as it allows itself."),
                Text(
                    "It goes on tomorrow, from {when} (UTC) on. People with a wallet of their own can pay the few "
                    "cents themselves; nothing is lost meanwhile.",
                    tomorrow,
                ),
            )
