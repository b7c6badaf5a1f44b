"""The tables that are derived from the events: how things stand, and running totals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, LargeBinary, MetaData, Table, literal_column

from cercle.index.amounts import Amount, Whole

derived = MetaData()  # all of this is a function of the event tables
own = MetaData()  # how far the index has come, and what the chain does not know: published lists, evidence


def _key(name: str, kind: Any = Whole) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _numbers(*names: str, nullable: bool = False) -> list[Column[Any]]:
    return [Column(name, Whole, nullable=nullable) for name in names]


def _amounts(*names: str) -> list[Column[Any]]:
    return [Column(name, Amount, nullable=False) for name in names]


members = Table(
    "members", derived, _key("member"), Column("wallet", LargeBinary, nullable=False, index=True),
    *_numbers("joined_at", "cohort", "referrer", "charter", "flags", "counter"),
)  # fmt: skip
programmes = Table(
    "programmes", derived, _key("programme"), *_amounts("rate"),
    *_numbers("quorum", "challenge_window", "cap", "cap_period", "claim_within"),
    Column("document", LargeBinary, nullable=False), *_numbers("opened_at", "status"),
    *_amounts("funded", "withdrawn"),
)  # fmt: skip
seats = Table("seats", derived, _key("programme"), _key("validator"), *_numbers("seat", "bit", "active"))
contributions = Table(
    "contributions", derived, _key("position"), Column("id", LargeBinary, nullable=False, unique=True),
    *_numbers("member", "programme", "units"), Column("evidence", LargeBinary, nullable=False),
    *_numbers("submitted_at", "month", "status"), *_numbers("decided_at", nullable=True),
    *_numbers("approvals", "rejections"), Column("challenge", LargeBinary),
)  # fmt: skip
Index("contributions_of_member", contributions.c.member, contributions.c.position)
# What waits for votes, what can be challenged, what has a reward that is not paid. The numbers stand in the SQL itself, so
# that the engines find the indexes of just those; what is over, which is most of it, is in none.
_states: list[ColumnElement[int]] = [literal_column(number) for number in ("1", "2", "6", "7")]
PENDING, ACCEPTED = (contributions.c.status == one for one in _states[:2])
UNPAID = contributions.c.status.in_(_states[1:])
for _name, _of_whom, _which in (
    ("contributions_pending", (contributions.c.programme, contributions.c.position), PENDING),
    ("contributions_accepted", (contributions.c.programme, contributions.c.decided_at), ACCEPTED),
    ("contributions_unpaid", (contributions.c.member, contributions.c.position), UNPAID),
):
    Index(_name, *_of_whom, sqlite_where=_which, postgresql_where=_which)
decisions = Table(
    "decisions", derived, _key("contribution"), *_numbers("status", "time")
)  # empty between steps
services = Table(
    "services", derived, _key("service"), *_numbers("provider"), *_amounts("price"),
    *_numbers("order_limit", "fulfil_window", "confirm_window", "burn_share"),
    Column("document", LargeBinary, nullable=False), *_numbers("stock", "status", "stopped", "offered_at"),
)  # fmt: skip
orders = Table(
    "orders", derived, _key("position"), Column("id", LargeBinary, nullable=False, unique=True),
    *_numbers("member", "service", "provider"), *_amounts("price"),
    *_numbers("ordered_at", "month", "status", "changed_at", "given_back"), Column("dispute", LargeBinary),
    *_amounts("refunded", "paid", "burnt"),
)  # fmt: skip
Index("orders_of_member", orders.c.member, orders.c.position)
Index("orders_for_provider", orders.c.provider, orders.c.status, orders.c.position)
Index("orders_of_service", orders.c.service, orders.c.month)
owed = Table("owed", derived, _key("member"), *_amounts("amount"))
balances = Table("balances", derived, _key("wallet", LargeBinary), *_amounts("amount"))
rounds = Table(
    "rounds", derived, _key("id", LargeBinary), *_numbers("programme"),
    *(Column(name, LargeBinary, nullable=False) for name in ("root", "token", "funder", "salt", "document")),
    *_amounts("total"), *_numbers("opens", "ends", "announced_at", "status", "approvals", "open_from", "claims"),
    *_amounts("paid"),
)  # fmt: skip

# Running totals. Without a row id, SQLite finds a row in one tree instead of two.
member_tallies = Table(
    "member_tallies", derived, _key("member"), _key("programme"), _key("status"),
    *_numbers("contributions", "units"),
    sqlite_with_rowid=False,
)  # fmt: skip
month_tallies = Table(
    "month_tallies", derived, _key("programme"), _key("month"), _key("status"),
    *_numbers("contributions", "units"),
    sqlite_with_rowid=False,
)  # fmt: skip
service_months = Table(
    "service_months", derived, _key("service"), _key("month"), _key("status"), *_numbers("orders"),
    *_amounts("price", "refunded", "paid", "burnt"),
)  # fmt: skip
member_spending = Table("member_spending", derived, _key("member"), *_amounts("spent"))
token_months = Table(
    "token_months", derived, _key("month"), *_numbers("transfers"), *_amounts("issued", "burnt", "moved")
)

cursor = Table(
    "cursor", own, _key("id"), *_numbers("block", "finalized", "time"),
    Column("genesis", LargeBinary, nullable=False), Column("contracts", LargeBinary, nullable=False),
)  # fmt: skip
headers = Table(
    "headers", own, _key("block"), Column("hash", LargeBinary, nullable=False),
    Column("parent", LargeBinary, nullable=False),
)  # fmt: skip
lists = Table("lists", own, _key("round", LargeBinary), Column("file", LargeBinary, nullable=False))
entries = Table("entries", own, _key("round", LargeBinary), _key("member"), *_amounts("amount"))
Index("entries_of_member", entries.c.member)
# Of pending contributions whose evidence was read: how many confirmed it, and who is still asked to.
papers = Table("papers", own, _key("contribution", LargeBinary), *_numbers("confirmed"))
asked = Table("asked", own, _key("beneficiary"), _key("contribution", LargeBinary))
Index("asked_of_contribution", asked.c.contribution)
