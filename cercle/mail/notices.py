"""Who is written to, and why: warnings about wallets, what waits for people who asked to be told, the digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date

from cercle.documents import Bilingual
from cercle.errors import InputProblem
from cercle.history import History
from cercle.mail.cadence import is_due
from cercle.mail.delivery import Draft
from cercle.mail.digest import Figures, figures, last_month
from cercle.mail.kinds import DUTIES, Kind
from cercle.mail.letters import Part
from cercle.mail.log import Item, Telling
from cercle.mail.post import PostOffice
from cercle.mail.waiting import Waiting, waiting
from cercle.privacy.purposes import Purpose
from cercle.states import MemberFlag, WalletChangeKind
from cercle.texts import Text

SHOWN = 5
"""How many things a letter lists; the rest is a number."""


def warnings(office: PostOffice) -> list[Draft]:
    """Letters to members whose wallet is being moved, or whose account is being recovered: to everybody who has an
    e-mail address, asked for or not, once for each such change."""
    recipients, told, now = office.recipients(), office.log.told(), office.community.node.time()
    drafts = []
    for member, item, facts, ends_at in _changes(office.community.history.refresh()):
        if member in recipients and now < ends_at and item not in told.get(member, {}):
            drafts.append(Draft(recipients[member], (Part(Kind.Recovery, facts),), (item,)))
    return drafts


def _changes(history: History) -> Iterator[tuple[int, Item, dict[str, Any], datetime]]:
    """Wallets being moved and passkey accounts being recovered: whose, what the log knows it by, facts, its end."""
    for change in list(history.wallet_changes.values()):
        facts = {"mine": change.kind is WalletChangeKind.Rotation, "ready": change.ready_at}
        item = Kind.Recovery, f"{change.kind.name} {change.started_at.isoformat()}"
        yield change.member, item, facts, change.ends_at
    members = {one.wallet: one.id for one in list(history.members.values())}
    for recovery in list(history.account_recoveries.values()):
        if recovery.account in members:
            item = Kind.Recovery, f"account {recovery.started_at.isoformat()}"
            facts = {"mine": False, "ready": recovery.ready_at}
            yield members[recovery.account], item, facts, recovery.ends_at


def notices(office: PostOffice, now: datetime) -> list[Draft]:
    """Letters about what waits, for members who agreed to be told, who may act, and who were not told just now."""
    community = office.community
    community.history.refresh()
    agreed, recipients = community.consents.members(Purpose.Notices), office.recipients()
    told, names = office.log.told(), _names(office)
    found: dict[int, list[Waiting]] = defaultdict(list)
    for one in waiting(community, community.node.time()):
        if one.member in agreed and one.member in recipients and one.member in community.history.members:
            found[one.member].append(one)
    drafts = []
    for member, things in sorted(found.items()):
        before = {item: one for item, one in told.get(member, {}).items() if item[0] in DUTIES}
        if not is_due([one.item for one in things], before, now):
            continue
        theirs = _still_theirs(office, member, things, before, now)
        if theirs:
            parts = tuple(_part(kind, [one for one in theirs if one.kind is kind], names) for kind in DUTIES)
            parts = tuple(part for part in parts if part.facts["count"])
            drafts.append(Draft(recipients[member], parts, tuple(one.item for one in theirs)))
    return drafts


def digests(office: PostOffice) -> list[Draft]:
    """Last month's letter, for members who agreed to it; none where nothing happened at all."""
    community = office.community
    community.history.refresh()
    now = community.node.time()
    month = last_month(now, office.zone)
    found, told = figures(community, month), office.log.told()
    item = (Kind.Digest, month.key)
    agreed, recipients = community.consents.members(Purpose.Digest), office.recipients()
    ready: dict[int, Decimal] = defaultdict(Decimal)
    for one in waiting(community, now):
        if one.kind is Kind.Collect:
            ready[one.member] += one.amount
    readers = [] if found.is_empty else sorted(agreed & recipients.keys())
    return [
        Draft(recipients[member], (Part(Kind.Digest, _digest(found, member, ready[member])),), (item,))
        for member in readers
        if item not in told.get(member, {}) and _may_act(office, member)
    ]


def _still_theirs(
    office: PostOffice, member: int, things: list[Waiting], told: Mapping[Item, Telling], now: datetime
) -> list[Waiting]:
    """What the member can do something about: nothing if they left or are suspended; with auto-collect, tokens come
    by themselves."""
    flags = office.community.members.get(member).flags
    if flags & (MemberFlag.Suspended | MemberFlag.Left):
        return []
    if not flags & MemberFlag.AutoCollect:
        return things
    rest = [one for one in things if one.kind is not Kind.Collect]
    return rest if is_due([one.item for one in rest], told, now) else []


def _may_act(office: PostOffice, member: int) -> bool:
    try:
        return office.community.members.get(member).may_act
    except InputProblem:  # in the directory, and not enrolled on this chain
        return False


def _names(office: PostOffice) -> Mapping[int, str]:
    """The names of those who agreed that other members see them."""
    shown = office.community.consents.members(Purpose.NameShown)
    return {member: name for member, name in office.community.directory.names().items() if member in shown}


def _part(kind: Kind, things: list[Waiting], names: Mapping[int, str]) -> Part:
    rows: list[dict[str, Any]] = [
        {
            "title": one.title,
            "amount": one.amount,
            "who": names.get(one.other or 0) or Text("member {number}", {"number": one.other}),
            "until": one.until,
        }
        for one in things[:SHOWN]
    ]
    return Part(
        kind,
        {
            "count": len(things),
            "amount": _total(one.amount for one in things),
            "things": rows,
            "more": max(0, len(things) - SHOWN),
        },
    )


def _digest(found: Figures, member: int, ready: Decimal) -> dict[str, Any]:
    month = found.month.first
    services = [{"title": title, "price": price} for title, price in found.new_services]
    return {
        "month": Bilingual(
            fr=format_date(month, "MMMM y", locale="fr"), en=format_date(month, "MMMM y", locale="en")
        ),
        "given": found.given[member],
        "received": found.received[member],
        "collected": found.collected.get(member, Decimal(0)),
        "to_collect": ready,
        "members": len(found.given),
        "contributions": found.given.total(),
        "tokens": _total(found.collected.values()),
        "orders": found.orders,
        "joined": found.joined,
        "services": services[:SHOWN],
        "more": max(0, len(services) - SHOWN),
    }


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
