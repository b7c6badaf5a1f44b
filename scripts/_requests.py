"""`ape run members requests`, `approve` and `decline`: people who ask to join."""

from __future__ import annotations

from pathlib import Path

import click

from cercle.approvals import approve
from cercle.community import Community
from cercle.join_requests import JoinRequests
from scripts._letters import letter_options, write_letters
from scripts._options import console, yes_option
from scripts._verbs import desk, reads, sends, table


@click.group()
def request_commands() -> None:
    """Added to `ape run members`."""


@reads(request_commands, "requests")
def requests_command(community: Community) -> None:
    """List the people who ask to join."""
    waiting = JoinRequests.in_folder(community.record.folder).waiting()
    known = community.directory.emails()
    names = community.directory.names()
    rows = table(f"Requests to join {community.name}", "number#", "name", "e-mail", "since", "remarks")
    for one in waiting:
        remarks = [one.message]
        if one.email in known:
            remarks.insert(0, f"has the e-mail of member {known[one.email]}.")
        if one.referrer:
            remarks.insert(0, f"came by the link of member {one.referrer} {names.get(one.referrer, '')}.")
        cells = (str(one.number), one.name, one.email, f"{one.at:%Y-%m-%d}", " ".join(remarks))
        rows.add_row(*(cell.replace("[", "\\[") for cell in cells))
    console.print(rows)
    console.print(f"{len(waiting)} people ask to join: approve or decline them by number.")


@sends(request_commands, "approve")
@click.argument("requests", type=int, nargs=-1, required=True)
@letter_options
def approve_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    requests: tuple[int, ...],
    letters: Path | None,
    cards: Path | None,
    font: Path | None,
    email: bool,
) -> None:
    """Invite people who asked to join: they get numbers, and their links are shown, written or e-mailed.

    Who has the e-mail of a member gets that member's link again, or none where the member has joined.
    """
    store = JoinRequests.in_folder(community.record.folder)
    for one in store.find(requests):
        console.print(f"Invite {one.name}, {one.email}.", markup=False, highlight=False)
    office = desk(community, account, dry_run, yes, role="membership")
    if not office.agreed(f"Invite {len(requests)} people?"):
        return
    approved = approve(community, office.signer, store, requests)
    office.tell_found()
    write_letters(community, approved.standings, letters, cards, font, email, approved.referrers)
    for member in approved.joined_before:
        console.print(f"Member {member} has this e-mail and has joined before: no link is needed.")


@reads(request_commands, "decline")
@click.argument("requests", type=int, nargs=-1, required=True)
@yes_option
def decline_command(community: Community, requests: tuple[int, ...], yes: bool) -> None:
    """Decline requests: what these people wrote is deleted, and nobody is told."""
    store = JoinRequests.in_folder(community.record.folder)
    found = store.find(requests)
    if not (yes or community.node.is_local):
        click.confirm(f"Forget what {len(found)} people wrote?", abort=True)
    store.forget([one.number for one in found])
    console.print(f"{len(found)} requests were declined and deleted.")
