"""The tables of the open data, column by column: the data dictionary is made from this, and so are the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from cercle.texts import Text

Kind = Literal[
    "integer", "number", "string", "boolean", "yearmonth", "datetime"
]  # Frictionless' Table Schema

Line = tuple[Any, ...]  # the cells of a table's line


@dataclass(frozen=True)
class Column:
    """A column. ``numbered``: only in an export with members' numbers, which is not for publication."""

    name: str
    kind: Kind
    means: Text
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table, which is one file."""

    name: str
    means: Text
    columns: tuple[Column, ...]

    def shown(self, numbers: bool) -> tuple[Column, ...]:
        """The columns of an export with members' numbers, or without."""
        return tuple(one for one in self.columns if numbers or not one.numbered)


_MEMBER = Column("member", "integer", Text("The member’s number."), numbered=True)
_PROGRAMME = Column("programme", "integer", Text("The programme’s number."))
_SERVICE = Column("service", "integer", Text("The service’s number. Empty for members’ services where members are not named."))  # fmt: skip
_OFFERED_BY = Column("offered_by", "string", Text("“institution” or “member”."))
_TITLES = (
    Column("title_fr", "string", Text("The title in French. Empty where its text is missing here.")),
    Column("title_en", "string", Text("The title in English.")),
)
_OUTCOME = Column(
    "outcome",
    "string",
    Text("“waiting” (for votes or a decision), “earned” (accepted, collected, upheld after a challenge) or “not earned” (rejected, withdrawn, revoked, lapsed)."),
)  # fmt: skip
_ORDER_OUTCOME = Column(
    "outcome",
    "string",
    Text("“waiting” (ordered, rendered but not confirmed, or in dispute), “settled” (by the member, after its time, or by an arbiter) or “given back” (cancelled, refused, or not rendered in time)."),
)  # fmt: skip
_MONTH = Column(
    "month", "yearmonth", Text("The month in UTC, such as 2026-10. Empty in the totals of all months.")
)
_HIDDEN = Column("left_out", "boolean", Text("“true” where the figures are left out, to protect a small group."))  # fmt: skip
_REFUNDED = Column("refunded", "number", Text("What went back to who ordered, in tokens."))
_PAID = Column("paid", "number", Text("What the provider got, in tokens."))
_BURNT = Column("burnt", "number", Text("What was destroyed, in tokens."))

TABLES = (
    Table(
        "programmes",
        Text("What is rewarded, and on which terms."),
        (
            _PROGRAMME,
            *_TITLES,
            Column("reward", "number", Text("Tokens for one unit.")),
            Column("quorum", "integer", Text("Approvals that a contribution needs.")),
            Column("challenge_window", "integer", Text("Seconds in which an accepted contribution can be challenged.")),
            Column("cap", "number", Text("The most units a member can contribute in a period. Empty without a cap.")),
            Column("cap_period", "integer", Text("Days of a period; 0 without a cap.")),
            Column("claim_within", "integer", Text("Days in which rewards have to be collected.")),
            Column("opened", "yearmonth", Text("The month in which it was opened.")),
            Column("state", "string", Text("“open”, “paused” or “closed”.")),
        ),
    ),
    Table(
        "services",
        Text("What tokens are redeemed for."),
        (
            Column("service", "integer", Text("The service’s number.")),
            *(
                Column(one.name, "string", Text("The title; empty for members’ services where members are not named."))
                for one in _TITLES
            ),
            _OFFERED_BY,
            Column("provider", "integer", Text("The provider’s member number."), numbered=True),
            Column("price", "number", Text("Tokens for one order.")),
            Column("order_limit", "integer", Text("The most orders of a member. Empty without a limit.")),
            Column("fulfil_window", "integer", Text("Seconds in which an order has to be fulfilled.")),
            Column("confirm_window", "integer", Text("Seconds in which the member can report a problem.")),
            Column("burn_share", "number", Text("The part of the price that is destroyed, from 0 to 1.")),
            Column("stock", "integer", Text("How many are left; empty for members’ services where members are not named.")),
            Column("offered", "yearmonth", Text("The month in which it was offered.")),
            Column("state", "string", Text("“open”, “paused”, “closed” or “stopped” (by the community).")),
        ),
    ),
    Table(
        "members",
        Text("Members who have joined, one line each. Without numbers, whoever has fewer than four others like them is described more coarsely: without the month, then without the year, then without anything."),
        (
            _MEMBER,
            Column("joined_year", "integer", Text("The year in which they joined (UTC).")),
            Column("joined_month", "yearmonth", Text("The month in which they joined (UTC).")),
            Column("gave", "string", Text("How many contributions earned them tokens: “none”, “1”, “2 to 4”, “5 to 9” or “10 or more”.")),
            Column("received", "string", Text("How many of their orders were settled, in the same words.")),
            Column("earned", "number", Text("Tokens earned, collected or not."), numbered=True),
            Column("spent", "number", Text("Tokens spent on orders that were not given back."), numbered=True),
        ),
    ),
    Table(
        "contributions",
        Text("Contributions, one line each. Without numbers, those of a month, programme and outcome that is left out of contribution_months are left out here too."),
        (
            Column("contribution", "string", Text("The contribution’s id on the chain."), numbered=True),
            _MEMBER,
            Column("month", "yearmonth", Text("The month (UTC) in which it was submitted.")),
            _PROGRAMME,
            _OUTCOME,
            Column("units", "number", Text("How much was contributed, in the programme’s unit.")),
            Column("reward", "number", Text("What it earns, or would have earned, in tokens.")),
            Column("state", "string", Text("The state on the chain."), numbered=True),
            Column("submitted_at", "datetime", Text("When it was submitted (UTC)."), numbered=True),
            Column("decided_at", "datetime", Text("When its state changed last (UTC). Empty while it waits for votes."), numbered=True),
        ),
    ),
    Table(
        "orders",
        Text("Orders of services, one line each. Without numbers, those of a month, service and outcome that is left out of order_months are left out here too, and members’ services are not told apart."),
        (
            Column("order", "string", Text("The order’s id on the chain."), numbered=True),
            _MEMBER,
            Column("provider", "integer", Text("The provider’s member number."), numbered=True),
            Column("month", "yearmonth", Text("The month (UTC) in which it was ordered.")),
            _OFFERED_BY,
            _SERVICE,
            _ORDER_OUTCOME,
            Column("price", "number", Text("Tokens paid for it; this and what became of it is empty for members’ services where members are not named.")),
            _REFUNDED,
            _PAID,
            _BURNT,
            Column("state", "string", Text("The state on the chain."), numbered=True),
            Column("ordered_at", "datetime", Text("When it was ordered (UTC)."), numbered=True),
            Column("changed_at", "datetime", Text("When its state changed last (UTC)."), numbered=True),
        ),
    ),
    Table(
        "contribution_months",
        Text("Contributions counted by outcome, by month of submission and programme, with totals."),
        (
            _OUTCOME,
            _MONTH,
            Column("programme", "integer", Text("The programme’s number. Empty in the totals of all programmes.")),
            _HIDDEN,
            Column("members", "integer", Text("How many members made them; a member of several months or programmes counts once in a total.")),
            Column("contributions", "integer", Text("How many there are.")),
            Column("units", "number", Text("How much was contributed, in the programme’s unit. Empty in the totals of all programmes, whose units differ.")),
            Column("reward", "number", Text("What they earn, or would have earned, in tokens.")),
        ),
    ),
    Table(
        "order_months",
        Text("Orders counted by outcome, by month of order and service, with totals. Services of members are one line together."),
        (
            _ORDER_OUTCOME,
            _MONTH,
            Column("offered_by", "string", Text("“institution” or “member”; “all” in the totals of all services.")),
            Column("service", "integer", Text("The service’s number, for the services of institutions.")),
            _HIDDEN,
            Column("members", "integer", Text("How many members ordered; for members’ services, how many ordered or how many provided, whichever is less.")),
            Column("orders", "integer", Text("How many there are.")),
            Column("price", "number", Text("Tokens paid for them.")),
            _REFUNDED,
            _PAID,
            _BURNT,
        ),
    ),
)  # fmt: skip
