"""What becomes of the links that `ape run members invite` made: list, show again, take back, give anew, close a wave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import click

from cercle.community import Community
from cercle.errors import InputProblem
from cercle.names import member_names
from cercle.standing import LinkState, Standing, invitation_of, reissue, revoke, standing_of, standings
from cercle.texts import Text
from scripts._letters import letter_options, write_letters
from scripts._options import console
from scripts._verbs import desk, progress, reads, sends, table


@click.group()
def invitation_commands() -> None:
    """Added to `ape run members`."""


@reads(invitation_commands, "invitations")
@click.option("--state", type=click.Choice([one.value for one in LinkState]), help="Only these.")
@click.option("--limit", default=200, show_default=True, help="How many to show; 0 for all.")
def invitations_command(community: Community, state: str | None, limit: int) -> None:
    """List the invitations whose links were made here, and how they stand."""
    found = standings(community)
    shown = [one for one in found if state is None or one.state.value == state]
    names = community.directory.names()
    rows = table(f"Invitations of {community.name}", "number#", "name", "wave#", "state", "from", "until")
    for one in shown[: limit or None]:
        wave = str(one.cohort.number) if one.cohort.number else "again"
        since = f"{one.since:%Y-%m-%d %H:%M}" if one.since else ""
        until = f"{one.until:%Y-%m-%d %H:%M}" if one.until else ""
        rows.add_row(str(one.member), names.get(one.member, ""), wave, one.state.value, since, until)
    console.print(rows)
    if limit and len(shown) > limit:
        console.print(f"… and {len(shown) - limit} more: --limit 0 shows all.")
    say_states(found)


@reads(invitation_commands, "link")
@click.argument("members", nargs=-1, required=True)
@letter_options
def link_command(
    community: Community,
    members: tuple[str, ...],
    letters: Path | None,
    cards: Path | None,
    font: Path | None,
    email: bool,
) -> None:
    """Show the links of members again, by number or directory key. Whoever sees a link can join with it."""
    names = member_names(community)
    found = [standing_of(community, names.require(one)) for one in members]
    write_letters(community, found, letters, cards, font, email)
    for one in found:
        if one.state not in (LinkState.INVITED, LinkState.WAITING):
            console.print(f"Member {one.member}: {one.state.value}.")


@reads(invitation_commands, "revoke")
@click.argument("members", nargs=-1, required=True)
def revoke_command(community: Community, members: tuple[str, ...]) -> None:
    """Take links back: the dashboard and the relay refuse them at once.

    Nothing is sent. Whoever holds a link can still use the contract directly until its wave ends: `close-wave` ends it
    on chain for the whole wave.
    """
    names = member_names(community)
    for number in [names.require(one) for one in members]:
        standing = revoke(community, number)
        console.print(f"The link of member {number} is refused by the dashboard and the relay from now on.")
        if standing.until is None:
            console.print(
                "On chain its key goes on working for whoever holds it and uses the contract directly, until "
                f"`ape run members reissue {number}` puts another one in its place.",
                highlight=False,
            )
        elif standing.state is LinkState.REVOKED and community.node.time() < standing.until:
            wave = standing.cohort.number
            console.print(
                "On chain it goes on working for whoever holds it and uses the contract directly, until "
                f"{standing.until:%Y-%m-%d %H:%M} UTC. `ape run members close-wave {wave}` ends the whole wave at once; "
                f"`ape run members reissue {number}` gives this member a new link.",
                highlight=False,
            )


@sends(invitation_commands, "reissue")
@click.argument("members", nargs=-1, required=True)
@letter_options
def reissue_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    members: tuple[str, ...],
    letters: Path | None,
    cards: Path | None,
    font: Path | None,
    email: bool,
) -> None:
    """Give members who have not joined a new link, and take the old one back. It works after the recovery delay.

    The old link still works for whoever uses the contract directly, until its wave ends or the member joins.
    """
    names = member_names(community)
    numbers = [names.require(one) for one in members]
    for number in numbers:
        invitation_of(community, number)
        console.print(f"A new link for member {number}.", highlight=False)
    office = desk(community, account, dry_run, yes, role="membership")
    if not office.agreed(f"Give {len(numbers)} members new links?"):
        return
    with progress() as tell:
        found = []
        for done, number in enumerate(numbers):
            tell("Giving new links", done, len(numbers))
            found.append(reissue(community, office.signer, number))
    office.tell_found()
    write_letters(community, found, letters, cards, font, email)


@sends(invitation_commands, "close-wave")
@click.argument("wave", type=int)
def close_wave_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, wave: int
) -> None:
    """End the unused invitations of a wave on chain, for ever. Their members keep their numbers, and what waits for
    them; `reissue` invites them again."""
    info = community.members.contract.cohortInfo(wave)
    if not info.size:
        raise InputProblem(
            Text("There is no wave {wave}.", {"wave": wave}),
            Text("ape run members invitations shows the waves."),
        )
    if info.closed:
        console.print(f"Wave {wave} is closed already.")
        return
    joined = community.history.refresh().members
    unused = sum(number not in joined for number in range(info.first, info.first + info.size))
    console.print(f"{unused} of the {info.size} members of wave {wave} have not joined: their links end.")
    desk(community, account, dry_run, yes, role="membership").order(community.members.close_cohort(wave))


def say_states(found: Collection[Standing]) -> None:
    """How many invitations are in which state."""
    counts = Counter(one.state for one in found)
    console.print(", ".join(f"{counts[state]} {state.value}" for state in LinkState if counts[state]) + ".")
