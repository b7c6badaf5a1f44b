"""The community's members: invite, approve requests, enrol, admit, list, show, suspend, recover, activate."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from cercle.community import Community
from cercle.enrolment import Newcomer, activate, enrol, newcomers
from cercle.importers.people import read_people_csv
from cercle.members import Member
from cercle.names import member_names
from cercle.reasons import keep_reason
from cercle.states import CHANGE_NAMES, MemberFlag
from scripts._admit import admit_people
from scripts._invite import invitation_commands
from scripts._options import VALID_DAYS, console, words
from scripts._recovery_requests import recover
from scripts._requests import request_commands
from scripts._verbs import desk, progress, reads, said, sends, table

FLAG_NAMES = {
    MemberFlag.Suspended: "suspended",
    MemberFlag.Left: "has left",
    MemberFlag.Institution: "institution",
    MemberFlag.AutoCollect: "auto-collect",
    MemberFlag.Recovery: "recovery running",
}


@click.group()
def cli() -> None:
    """The community's members: numbers first, wallets later."""


@sends(cli, "enrol")
@click.argument("people", type=click.Path(path_type=Path))
@click.option(
    "--valid-days",
    type=VALID_DAYS,
    default=365,
    show_default=True,
    help="How long the invitations can be used.",
)
def enrol_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, people: Path, valid_days: int
) -> None:
    """Give the people of a CSV file (key, name and, where known, wallet) numbers and invitations.

    Numbers are random within the wave. Who is in the directory already is left out.
    """
    rows = [Newcomer(row.key, row.name, row.wallet) for row in read_people_csv(people)]
    new = newcomers(community, rows)
    console.print(f"{len(rows)} people in the file, {len(rows) - len(new)} in the directory, {len(new)} new.")
    office = desk(community, account, dry_run, yes, role="membership")
    if not office.agreed(f"Enrol {len(new)} members?"):
        return
    with progress() as tell:
        tell("Enrolling", 0, 1)
        ids = enrol(community, office.signer, rows, community.node.time() + timedelta(days=valid_days))
        tell("Enrolling", 1, 1)
    office.tell_found()
    where = community.record.files.invitations
    console.print(f"{len(ids)} members enrolled; their invitations are in {where}. Keep that folder secret.")


@sends(cli, "admit")
@click.argument("people", type=click.Path(path_type=Path))
@click.option("--deadline", type=int, help="The one the consents name, seconds since 1970.")
@click.option(
    "--to-sign", type=click.Path(path_type=Path), help="Write what each wallet has to sign, and stop."
)
def admit_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    people: Path,
    deadline: int | None,
    to_sign: Path | None,
) -> None:
    """Admit known wallets that consent: a CSV file with key, name, wallet, consent (a signature in hexadecimal).

    A consent may be empty where the wallet is an account of this computer: it is signed here.
    """
    office = desk(community, account, dry_run, yes, role="membership")
    admit_people(office, read_people_csv(people, ("CONSENT",)), deadline, to_sign)


@reads(cli, "list")
@click.option("--all", "everybody", is_flag=True, help="Also those who have not joined yet.")
def list_command(community: Community, everybody: bool) -> None:
    """List the members: number, name, wallet, since when."""
    joined = community.history.refresh().members
    rows = table(f"Members of {community.name}", "number#", "key", "name", "wallet", "joined")
    known = {person.member: person for person in community.directory.people()}
    for number in sorted({*joined, *(known if everybody else ())}):
        person, record = known.get(number), joined.get(number)
        rows.add_row(
            str(number),
            person.key if person else "",
            person.name if person else "",
            record.wallet if record else "",
            f"{record.joined_at:%Y-%m-%d}" if record else "not yet",
        )
    console.print(rows)
    console.print(f"{community.members.enrolled} numbers were given out, {len(joined)} members have joined.")


@reads(cli, "show")
@click.argument("member")
def show_command(community: Community, member: str) -> None:
    """Show a member, by number or directory key."""
    number = member_names(community).require(member)
    info = community.members.get(number)
    person = next((one for one in community.directory.people() if one.member == number), None)
    history = community.history.refresh()
    facts = {
        "number": str(number),
        "name": f"{person.name} ({person.key})" if person else "not in the directory",
        "wallet": info.wallet or "none yet",
        "joined": f"{info.since:%Y-%m-%d}" if info.since else "not yet",
        "flags": _flags(info) or "none",
        "contributions": str(sum(one.member == number for one in history.contributions.values())),
        "to collect now": str(
            sum(one.reward for one in community.rewards.claimable(number, community.node.time()))
        ),
    }
    if info.wallet:
        facts["balance"] = f"{community.token.balance(info.wallet)} {community.token.symbol}"
    change = community.members.change(number)
    if change:
        facts["change of wallet"] = (
            f"{CHANGE_NAMES[change.kind]} to {change.wallet}, possible from {change.ready_at:%Y-%m-%d %H:%M} UTC"
        )
    for name, value in facts.items():
        console.print(f"{name:>18}  {value}", markup=False, highlight=False, soft_wrap=True)


def _flags(info: Member) -> str:
    return ", ".join(name for flag, name in FLAG_NAMES.items() if info.flags & flag)


@sends(cli, "suspend")
@click.argument("member")
@click.option(
    "--reason", required=True, callback=words, help="Kept in the documents; its hash goes on chain."
)
def suspend_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str, reason: str
) -> None:
    """Stop a member from acting. What is owed to them is still paid."""
    _set_suspended(community, account, dry_run, yes, member, reason, suspended=True)


@sends(cli, "reinstate")
@click.argument("member")
@click.option(
    "--reason", required=True, callback=words, help="Kept in the documents; its hash goes on chain."
)
def reinstate_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str, reason: str
) -> None:
    """Let a suspended member act again."""
    _set_suspended(community, account, dry_run, yes, member, reason, suspended=False)


def _set_suspended(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    member: str,
    reason: str,
    *,
    suspended: bool,
) -> None:
    number = member_names(community).require(member)
    if bool(community.members.get(number).flags & MemberFlag.Suspended) == suspended:
        console.print(f"Member {number} is {'suspended' if suspended else 'not suspended'} already.")
        return
    office = desk(community, account, dry_run, yes, role="moderator")
    action = community.members.suspend if suspended else community.members.reinstate
    office.order(action(number, keep_reason(community, number, reason)))


for group in (invitation_commands, request_commands):
    for command in group.commands.values():
        cli.add_command(command)
cli.add_command(recover)


@sends(cli, "activate")
@click.argument("member")
def activate_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str
) -> None:
    """Bind the wallet of --account to a member, with the invitation stored here."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes)
    console.print(f"Bind the wallet {office.signer.address} to member {number}.", highlight=False)
    if office.agreed("Send it?"):
        said(activate(community, office.signer, number))
