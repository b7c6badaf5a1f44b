"""What changed last for a member: contributions, orders, and what they collected from rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app import data, lists, stories
from cercle.records import ContributionRecord, OrderRecord, ShareRecord

Row = ContributionRecord | OrderRecord | ShareRecord


@dataclass(frozen=True)
class Happened:
    """Something of a member's that changed; ``amount`` with its token."""

    at: datetime
    title: str
    story: stories.Story
    amount: str


def happened(member: int, most: int) -> list[Happened]:
    """The last changes, newest first."""
    index = data.community().index
    rows: list[Row] = [*index.changed_of(member, most), *index.orders_changed_of(member, most)]
    rows += index.shares_collected(member)[-most:]
    return [_happened(one) for one in sorted(rows, key=_changed, reverse=True)[:most]]


def _happened(one: Row) -> Happened:
    match one:
        case ContributionRecord():
            story = lists.story_of(one)
            if story.next == stories.COLLECT:  # the page that says what happened is the home page
                story = replace(story, next=None)
            what = lists.contribution_title(one), story, data.tokens(one.reward)
        case OrderRecord():
            what = data.service_title(one.service), lists.story_of_order(one), data.tokens(-one.price)
        case _:
            what = lists.share_title(one), stories.of_share(), data.in_token(one.token, one.amount)
    return Happened(_changed(one), *what)


def _changed(one: Row) -> datetime:
    match one:
        case ContributionRecord():
            return one.decided_at or one.submitted_at
        case OrderRecord():
            return one.changed_at or one.ordered_at
        case _:
            return one.collected_at
