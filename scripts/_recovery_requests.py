"""`ape run members recover requests` and `accept`: people who lost their phone or wallet, and asked on the dashboard."""

from __future__ import annotations

import click

from cercle.calls import Call
from cercle.community import Community
from cercle.names import member_names
from cercle.recovery_requests import RecoveryRequest, RecoveryRequests
from scripts._options import console
from scripts._recover import recover
from scripts._verbs import desk, reads, sends, table

__all__ = ["recover"]


def _requests(community: Community) -> RecoveryRequests:
    return RecoveryRequests.in_folder(community.record.folder)


@reads(recover, "requests")
def requests_command(community: Community) -> None:
    """List the requests that nobody has accepted yet: make sure who each one is before you do."""
    rows = table(f"Requests of {community.name}", "code", "asked", "who they say they are")
    for one in _requests(community).waiting():
        rows.add_row(one.code, f"{one.asked_at:%Y-%m-%d %H:%M}", one.said)
    console.print(rows)


@sends(recover, "decline")
@click.argument("code")
def decline_command(community: Community, account: str | None, dry_run: bool, yes: bool, code: str) -> None:
    """Forget the request CODE: it was not theirs to ask."""
    request = _requests(community).get(code)
    console.print(f"Request {request.code}: {request.said}", markup=False, highlight=False)
    if not dry_run:
        _requests(community).forget(code)


@sends(recover, "accept")
@click.argument("code")
@click.argument("member")
def accept_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, code: str, member: str
) -> None:
    """Start giving MEMBER's account to the new passkey of the request CODE, once you are sure that it is them.

    Where they had an ordinary wallet, their new device has to say yes first: run this again once it has.
    """
    number, requests = member_names(community).require(member), _requests(community)
    office = desk(community, account, dry_run, yes, role="recovery")
    request = requests.get(code) if dry_run else requests.recognise(code, number)
    calls = _start(community, request, number)
    if calls:
        office.order(*calls)
    else:
        console.print(
            f"Member {number} had an ordinary wallet. Ask them to open their request {request.code} on the dashboard "
            "and to say yes with their new device; then run this again, within a day."
        )


def _start(community: Community, request: RecoveryRequest, member: int) -> list[Call]:
    """What starts it; nothing where the new device has not said yes, or too long ago."""
    accounts, wallet = community.accounts, str(community.members.get(member).wallet)
    if accounts.is_deployed(wallet):
        return [accounts.start_recovery(wallet, request.key)]
    if request.consent is None or request.deadline is None or request.deadline <= community.node.now():
        return []
    target = accounts.address_of(request.key)
    opening = [] if accounts.is_deployed(target) else [accounts.create(request.key)]
    move = community.members.start_recovery(member, target, request.deadline, request.consent)
    return [*opening, move]
