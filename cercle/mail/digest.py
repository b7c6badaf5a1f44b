"""The month's figures: what the community did, what each member gave, received and collected, and new services."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from cercle.community import Community
from cercle.documents import Evidence
from cercle.mail.waiting import Title, Titles
from cercle.papers import read_paper
from cercle.states import OrderStatus, Outcome
from cercle.units import to_tokens


@dataclass(frozen=True)
class Month:
    """A calendar month: from ``first`` until just before ``end``."""

    first: datetime
    end: datetime

    @property
    def key(self) -> str:
        """Such as 2026-10."""
        return f"{self.first:%Y-%m}"


@dataclass
class Figures:
    """A month in figures. ``given``, ``received`` and ``collected`` by member."""

    month: Month
    given: Counter[int] = field(default_factory=Counter)  # contributions accepted
    received: Counter[int] = field(default_factory=Counter)  # contributions accepted that they confirmed
    collected: dict[int, Decimal] = field(default_factory=dict)  # tokens
    joined: int = 0
    orders: int = 0  # rendered and settled
    new_services: list[tuple[Title, Decimal]] = field(default_factory=list)  # with their price

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.given or self.collected or self.joined or self.orders or self.new_services)


def last_month(now: datetime, zone: tzinfo) -> Month:
    """The last month that is over, on a clock."""
    end = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = (end - timedelta(days=1)).replace(day=1)
    return Month(first, end)


def figures(community: Community, month: Month) -> Figures:
    """Reads a month's figures from the community's history, which must be fresh."""
    found, titles, history = Figures(month), Titles(community), community.history
    for moment, event in list(history.feed):
        if not month.first <= moment < month.end:
            continue
        match event.name:
            case "MemberActivated":
                found.joined += 1
            case "ContributionAttested" if event["outcome"] == Outcome.Accepted:
                contribution = history.contributions[event["id"]]
                found.given[contribution.member] += 1
                found.received.update(_confirmed_by(community, contribution.evidence))
            case "ContributionPaid":
                member = event["memberId"]
                found.collected[member] = found.collected.get(member, Decimal(0)) + to_tokens(event["amount"])
            case "OrderEnded" if event["status"] == OrderStatus.Settled:
                found.orders += 1
            case "ServiceOffered":
                service = history.services[event["serviceId"]]
                if service.takes_orders:
                    found.new_services.append((titles.service(service.id), service.price))
    return found


def _confirmed_by(community: Community, evidence: bytes) -> tuple[int, ...]:
    paper = read_paper(community, evidence)
    return paper.confirmed_by if isinstance(paper.document, Evidence) else ()
