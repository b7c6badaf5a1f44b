"""What two indexes hold, and what history makes of the same chain, in a form that can be compared."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from cercle.history import History
from cercle.index import Index
from cercle.index.schema import events
from cercle.index.tables import derived

EVERYTHING = 1_000_000


def dump(index: Index) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every event table and every derived table."""
    with index.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for tables in (events, derived)
            for table in tables.sorted_tables
        }


def as_index_tells(index: Index, members: list[int]) -> dict[str, Any]:
    """The index's records, as dictionaries by id."""
    contributions = [one for member in members for one in index.contributions_of(member, most=EVERYTHING)]
    orders = [one for member in members for one in index.orders_of(member, most=EVERYTHING)]
    return {
        "members": {one.id: asdict(one) for one in index.members(most=EVERYTHING)},
        "programmes": {number: asdict(one) for number, one in index.programmes().items()},
        "contributions": {one.id: asdict(one) for one in contributions},
        "services": {number: asdict(one) for number, one in index.services().items()},
        "orders": {one.id: asdict(one) for one in orders},
        "wallet changes": {key: asdict(one) for key, one in index.wallet_changes().items()},
        "account recoveries": {key: asdict(one) for key, one in index.account_recoveries().items()},
        "owed": {member: index.owed(member) for member in members if index.owed(member)},
        "shares": [asdict(one) for member in members for one in index.shares_collected(member)],
    }


def as_history_tells(history: History) -> dict[str, Any]:
    """History's records, in the same form."""
    return {
        "members": {key: asdict(one) for key, one in history.members.items()},
        "programmes": {key: asdict(one) for key, one in history.programmes.items()},
        "contributions": {key: asdict(one) for key, one in history.contributions.items()},
        "services": {key: asdict(one) for key, one in history.services.items()},
        "orders": {key: asdict(one) for key, one in history.orders.items()},
        "wallet changes": {key: asdict(one) for key, one in history.wallet_changes.items()},
        "account recoveries": {key: asdict(one) for key, one in history.account_recoveries.items()},
        "owed": dict(history.owed),
        "shares": [asdict(one) for member in history.members for one in history.shares_collected(member)],
    }
