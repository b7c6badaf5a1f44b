"""Personal data: consents, what is kept about a member, requests to be erased, erasing with a receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape

from cercle.access import MANAGER, manager_at
from cercle.community import Community
from cercle.contract_wallets import accepted_on
from cercle.documents import write_durably
from cercle.names import member_names
from cercle.privacy.erasure import erase, receipts_folder
from cercle.privacy.export import export_archive
from cercle.privacy.matters import open_matters
from cercle.privacy.mentions import mentions
from cercle.privacy.purposes import Purpose, wording
from cercle.privacy.receipt import read_receipt
from cercle.roles import BY_NAME
from cercle.texts import LANGUAGES
from scripts._options import console
from scripts._verbs import desk, reads, sends, table

_PURPOSE = click.Choice([one.value for one in Purpose])


@click.group()
def cli() -> None:
    """What is kept about members, and their rights over it."""


@reads(cli, "consents")
@click.argument("member")
def consents_command(community: Community, member: str) -> None:
    """Show what a member agreed to, and until when."""
    number = member_names(community).require(member)
    rows = table(f"Consents of member {number}", "purpose", "given", "withdrawn", "wording#", "source")
    for one in community.consents.of(number):
        ended = f"{one.withdrawn_at:%Y-%m-%d}" if one.withdrawn_at else ""
        rows.add_row(one.purpose, f"{one.given_at:%Y-%m-%d}", ended, str(one.wording), escape(one.source))
    console.print(rows)


@reads(cli, "record")
@click.argument("purpose", type=_PURPOSE)
@click.argument("members", nargs=-1, required=True)
@click.option("--source", required=True, help="Where they agreed, such as “reunion form 2025”.")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="When they agreed; today if left out.")
def record_command(
    community: Community,
    purpose: str,
    members: tuple[str, ...],
    source: str,
    language: str,
    date: datetime | None,
) -> None:
    """Write down that members agreed elsewhere: the community has to be able to prove it.

    PURPOSE is one of notices, digest, name, referrer; they must have agreed to its very words.
    """
    names, wanted = member_names(community), Purpose(purpose)
    numbers = [names.require(one) for one in members]
    at = date.replace(tzinfo=UTC) if date else None
    community.consents.give_many(numbers, wanted, language=language, source=source, at=at)
    console.print(f"{len(numbers)} members agreed to: {wording(wanted)}", markup=False, highlight=False)


@reads(cli, "withdraw")
@click.argument("purpose", type=_PURPOSE)
@click.argument("member")
def withdraw_command(community: Community, purpose: str, member: str) -> None:
    """Take a consent back for a member who asked the office to."""
    number = member_names(community).require(member)
    community.consents.withdraw(number, Purpose(purpose))
    console.print(f"Member {number} no longer agrees to: {wording(Purpose(purpose))}", markup=False)


@reads(cli, "export")
@click.argument("member")
@click.option(
    "--to", "file", type=click.Path(path_type=Path), help="Where to; member-<number>.zip if left out."
)
def export_command(community: Community, member: str, file: Path | None) -> None:
    """Put everything that is kept about a member into one archive, for that member alone."""
    number = member_names(community).require(member)
    file = (file or Path(f"member-{number}.zip")).absolute()
    write_durably(file, export_archive(community, number))
    console.print(f"{file}: give it to the person and delete it here.", markup=False, highlight=False)


@reads(cli, "requests")
def requests_command(community: Community) -> None:
    """List who asked to be erased; the law gives the office one month."""
    rows = table("Requests to be erased", "member#", "asked", "decide before")
    for one in community.erasures.requests():
        rows.add_row(str(one.member), f"{one.asked_at:%Y-%m-%d}", f"{one.decide_before:%Y-%m-%d}")
    console.print(rows)


@reads(cli, "decline")
@click.argument("member")
@click.argument("answer")
def decline_command(community: Community, member: str, answer: str) -> None:
    """Decline a request to be erased; the member reads the ANSWER. Name the reason the law gives, and the appeal."""
    number = member_names(community).require(member)
    community.erasures.decline(number, answer)
    console.print(f"The request of member {number} is declined.")


@sends(cli, "erase")
@click.argument("member")
def erase_command(community: Community, account: str | None, dry_run: bool, yes: bool, member: str) -> None:
    """Destroy everything that can be destroyed about a member, and write a receipt.

    Nothing is sent to the chain: what is there stays for ever. The account signs the receipt.
    """
    number = member_names(community).require(member)
    matters = open_matters(community, number)
    for one in (*matters.waits_for, *matters.to_settle):
        console.print(f"• {one}", markup=False, highlight=False)
    for document in mentions(community, number):
        console.print(
            f"• Another member's document has their name in it; ask its author: {document}", highlight=False
        )
    if dry_run:
        console.print("A dry run: nothing was destroyed.")
        return
    office = desk(community, account, dry_run, yes, role="membership")
    if not yes:
        click.confirm(f"Destroy what is kept about member {number}? It cannot be undone.", abort=True)
    signed = erase(community, office.signer, number)
    for gone in signed.receipt.destroyed:
        console.print(f"{gone.count} × {gone.held.en}", markup=False, highlight=False)
    where = receipts_folder(community) / f"member-{number}.txt"
    console.print(
        f"Member {number} is erased. The receipt to hand out: {where}", markup=False, highlight=False
    )


@reads(cli, "verify")
@click.argument("receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_command(community: Community, receipt: Path) -> None:
    """Check the receipt (.json) of an erasure: unchanged, and signed by this community's office."""
    signed = read_receipt(receipt.read_bytes(), accepted_on(community.node))
    manager = manager_at(community.record.addresses[MANAGER])
    is_office, _ = manager.hasRole(BY_NAME["membership"].id, signed.signer)
    ours = signed.receipt.registry == str(community.members.contract.address)
    if not (is_office and ours):
        raise click.ClickException("It was signed by an account that is not this community's office.")
    console.print(
        f"Unchanged, and signed by the office of {community.name}: {signed.signer}", highlight=False
    )
