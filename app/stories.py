"""How things stand, told in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cercle.records import ContributionRecord, OrderRecord
from cercle.states import ContributionStatus as Contributed
from cercle.states import OrderStatus as Ordered
from cercle.texts import Text

Colour = Literal["green", "orange", "gray", "red", "blue"]


COLLECT = Text("Collect it on the home page.")


@dataclass(frozen=True)
class Story:
    """A state in two or three words with its colour, and what happens next."""

    state: Text
    colour: Colour
    next: Text | None = None


def of_contribution(
    one: ContributionRecord, *, quorum: int, claim_from: datetime | None, now: datetime
) -> Story:
    """How a contribution stands for its member."""
    match one.status:
        case Contributed.Pending:
            counts = {"given": len(one.approvals), "needed": quorum}
            return Story(
                Text("waiting for approval"), "orange", Text("{given} of {needed} approvals.", counts)
            )
        case Contributed.Accepted | Contributed.Upheld if claim_from and claim_from <= now:
            return Story(Text("accepted"), "green", COLLECT)
        case Contributed.Accepted | Contributed.Upheld:
            return Story(Text("accepted"), "green", Text("To collect from {from} on.", {"from": claim_from}))
        case Contributed.Challenged:
            until = {"until": claim_from}
            return Story(Text("challenged"), "orange", Text("Somebody looks into it until {until}.", until))
        case Contributed.Paid:
            return Story(Text("collected"), "blue")
        case Contributed.Rejected:
            return Story(Text("rejected"), "red", Text("You can describe it better and submit it again."))
        case Contributed.Revoked:
            return Story(Text("revoked after a challenge"), "red")
        case Contributed.Lapsed:
            return Story(Text("lapsed"), "gray", Text("Nobody collected it in time."))
        case _:
            return Story(Text("withdrawn"), "gray")


def of_share() -> Story:
    """How a share of a round stands that its member collected."""
    return Story(Text("collected"), "blue")


def of_order(one: OrderRecord, *, deadline: datetime | None, now: datetime) -> Story:
    """How an order stands, for both sides."""
    late, until = deadline is not None and deadline <= now, {"until": deadline}
    match one.status:
        case Ordered.Open if late:
            return Story(Text("late"), "red", Text("It was not rendered in time: the tokens can go back."))
        case Ordered.Open:
            return Story(Text("ordered"), "orange", Text("To be rendered before {until}.", until))
        case Ordered.Fulfilled if late:
            return Story(Text("rendered"), "green", Text("Nobody reported a problem: it can be settled."))
        case Ordered.Fulfilled:
            return Story(
                Text("rendered, to be confirmed"), "orange", Text("To be confirmed before {until}.", until)
            )
        case Ordered.Disputed if late:
            return Story(Text("in dispute"), "red", Text("Nobody decided in time: the tokens can go back."))
        case Ordered.Disputed:
            return Story(Text("in dispute"), "red", Text("An arbiter decides before {until}.", until))
        case Ordered.Settled:
            return Story(Text("settled"), "green")
        case Ordered.Cancelled:
            return Story(Text("cancelled"), "gray", Text("The tokens came back."))
        case Ordered.Refused:
            return Story(Text("refused by the provider"), "gray", Text("The tokens came back."))
        case Ordered.Expired:
            return Story(Text("refunded after its time"), "gray", Text("The tokens came back."))
        case _:
            back = {"refunded": one.refunded, "price": one.price}
            return Story(
                Text("decided by an arbiter"),
                "blue",
                Text("Tokens that came back: {refunded} of {price}.", back),
            )
