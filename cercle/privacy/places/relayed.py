"""What members had the relay send. An action that is on its way, or could be undone on the chain, has to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Table, column, func, select, table

from cercle.config import load_config
from cercle.privacy.places.tables import in_folder, open_table, table_place
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community

_SETTLED_AFTER = (
    86_400  # seconds: signatures are good for a day at most, and no chain of ours goes back that far
)
_TABLE = "relay_action"


def _queue(community: Community) -> str:
    file = community.record.files.config
    shared = load_config(file).relay.queue if file.is_file() else None
    return shared or in_folder("relay.sqlite")(community)


def _is_settled(actions: Table, community: Community, member: int) -> ColumnElement[bool]:
    never_sent = actions.c.status.in_(("refused", "failed"))
    return actions.c.final | never_sent | (actions.c.queued_at < community.node.seconds() - _SETTLED_AFTER)


def under_way(community: Community, member: int) -> int:
    """How many actions of a member are on their way to the chain, or not final there."""
    with open_table(_queue(community), _TABLE) as (connection, rows):
        if rows is None:
            return 0
        mine = rows.c.member == member
        query = select(func.count()).where(mine & ~_is_settled(rows, community, member))
        return int(connection.execute(query).scalar_one())


def _of_actions(attempts: Table, community: Community, member: int) -> ColumnElement[bool]:
    actions = table(_TABLE, column("id"), column("member"))
    return attempts.c.action.in_(select(actions.c.id).where(actions.c.member == member))


# Destroyed before the actions, by which they are found.
ATTEMPTS = table_place(
    "relay transactions",
    _queue,
    "relay_attempt",
    holds=Text("The transactions in which the relay sent your actions; they are public."),
    fields={"hash": Text("The transaction's hash.")},
    match=_of_actions,
)
RELAYED = table_place(
    "relay",
    _queue,
    _TABLE,
    holds=Text("What the relay sent for you, and paid for."),
    fields={
        "name": Text("Which function of which contract."),
        "queued_at": Text("When you signed it."),
        "status": Text("What became of it."),
        "data": Text("What was sent: numbers, hashes and your signature."),
        "hash": Text("The transaction's hash."),
        "problem": Text("Why it failed."),
    },
    seconds={"queued_at"},
    may_go=_is_settled,
)
TRIES = table_place(
    "relay tries",
    _queue,
    "relay_try",
    holds=Text("How often you asked the relay, by day: it helps everybody a number of times a day."),
    fields={
        "day": Text("The day, counted from 1970."),
        "count": Text("How often."),
    },
)
