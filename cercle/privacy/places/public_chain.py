"""What the public chain says about a number. Anybody can read it; nobody can change or destroy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cercle.privacy.places.base import Place, Record, nothing
from cercle.states import CONTRIBUTION_NAMES, ORDER_NAMES
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community

_FOR_EVER = Text(
    "Everything on chain, for ever and for everybody to read: your number, your wallets, what you contributed, voted, "
    "ordered and were paid. It never held your name; who knows that a number or a wallet is yours can still read it."
)


def _member(community: Community, member: int) -> list[Record]:
    if not 0 < member <= community.members.enrolled:
        return []
    found = community.members.get(member)
    return [
        {
            "member": member,
            "wallet": found.wallet,
            "since": found.since.isoformat() if found.since else None,
            "referrer": found.referrer,
            "charter": found.charter,
            "flags": found.flags.name or "",
            "balance": str(community.token.balance(found.wallet)) if found.wallet else None,
        }
    ]


def _contributions(community: Community, member: int) -> list[Record]:
    index = community.index.sync()
    own = {one.id: one for one in index.submissions(member)}
    voted = {one.id: one for one in index.voted_on(member)}
    return [
        {
            "contribution": "0x" + one.id.hex(),
            "programme": one.programme,
            "units": str(one.units),
            "tokens": str(one.reward),
            "state": CONTRIBUTION_NAMES[one.status],
            "submitted_at": one.submitted_at.isoformat(),
            "document": "0x" + one.evidence.hex(),
            "your_part": "contributor" if one.member == member else "validator",
        }
        for one in (own | voted).values()
    ]


def _orders(community: Community, member: int) -> list[Record]:
    return [
        {
            "order": "0x" + one.id.hex(),
            "service": one.service,
            "price": str(one.price),
            "state": ORDER_NAMES[one.status],
            "ordered_at": one.ordered_at.isoformat(),
            "your_part": "redeemer" if one.member == member else "provider",
        }
        for one in community.index.sync().orders_with(member)
    ]


MEMBERSHIP = Place(
    name="chain: membership",
    holds=Text("Your number on the public chain."),
    fields={
        "member": Text("Your number."),
        "wallet": Text("The address of your wallet; its whole history is public, here and elsewhere."),
        "since": Text("When you joined."),
        "referrer": Text("The number of who brought you, if you agreed that it is remembered."),
        "charter": Text("The version of the charter you accepted."),
        "flags": Text("Whether you are suspended, have left, or let others collect for you."),
        "balance": Text("Your tokens."),
    },
    export=_member,
    erase=nothing,
    stays=_FOR_EVER,
    tables=frozenset({"members", "member_spending", "balances", "owed", "entries"}),
)
CONTRIBUTIONS = Place(
    name="chain: contributions",
    holds=Text("What you contributed or voted on, by numbers."),
    fields={
        "contribution": Text("Its number on chain."),
        "programme": Text("The programme's number."),
        "units": Text("How much."),
        "tokens": Text("What it is worth."),
        "state": Text("How it stands."),
        "submitted_at": Text("When it was submitted."),
        "document": Text("The hash of its evidence."),
        "your_part": Text("Whether you contributed it, or voted on it."),
    },
    export=_contributions,
    erase=nothing,
    stays=_FOR_EVER,
    tables=frozenset({"contributions", "member_tallies"}),
)
ORDERS = Place(
    name="chain: orders",
    holds=Text("What you ordered or rendered, by numbers."),
    fields={
        "order": Text("Its number on chain."),
        "service": Text("The service's number."),
        "price": Text("Its price in tokens."),
        "state": Text("How it stands."),
        "ordered_at": Text("When it was ordered."),
        "your_part": Text("Whether you ordered it, or rendered it."),
    },
    export=_orders,
    erase=nothing,
    stays=_FOR_EVER,
    tables=frozenset({"orders"}),
)
