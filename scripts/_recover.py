"""`ape run members recover`: a member who lost their wallet moves to a new one."""

from __future__ import annotations

import click
from hexbytes import HexBytes

from cercle.accounts import account as find_account
from cercle.admin import AdminSigner
from cercle.calls import Call
from cercle.community import Community
from cercle.errors import InputProblem
from cercle.importers.cells import parse_address
from cercle.names import member_names
from cercle.recoveries import Consent, forget_consent, sign_consent
from cercle.signers import AccountSigner
from cercle.texts import Text
from scripts._verbs import desk, hex_bytes, sends


@click.group("recover")
def recover() -> None:
    """Move a member who lost their wallet to a new one."""


@sends(recover, "start")
@click.argument("member")
@click.option("--wallet", required=True, help="The new wallet: an address, or an account of this computer.")
@click.option("--consent", callback=hex_bytes, help="The new wallet's signature, where it is not at hand.")
@click.option("--deadline", type=int, help="The one the consent names, seconds since 1970.")
def start(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    member: str,
    wallet: str,
    consent: bytes | None,
    deadline: int | None,
) -> None:
    """Start a recovery. The member's old wallet may object until its delay is over."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes, role="recovery")
    if consent is None:
        office.order(_signed_here(community, office.signer, number, wallet))
    elif deadline is None:
        raise InputProblem(Text("A consent names a deadline."), Text("Give it: --deadline SECONDS"))
    else:
        given = Consent(_address(wallet), deadline, HexBytes(consent).to_0x_hex())
        office.order(given.start(community, number))
    if not dry_run:
        forget_consent(community, number)


def _address(text: str) -> str:
    try:
        found = parse_address(text)
    except ValueError as problem:
        raise InputProblem(Text("{problem}", {"problem": problem})) from None
    if found is None:
        raise InputProblem(Text("No wallet was named."), Text("Give an address."))
    return found


def _signed_here(community: Community, admin: AdminSigner, number: int, wallet: str) -> Call:
    new_wallet = AccountSigner(community.node, find_account(community.node, wallet))
    sketch = community.members.start_recovery(number, new_wallet.address, 0, b"")
    return sign_consent(community, number, new_wallet, admin.delay_of(sketch)).start(community, number)


@sends(recover, "cancel")
@click.argument("member")
def cancel(community: Community, account: str | None, dry_run: bool, yes: bool, member: str) -> None:
    """Stop a recovery."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes, role="recovery_judge")
    office.order(community.members.cancel_recovery(number))


@sends(recover, "finish")
@click.argument("member")
def finish(community: Community, account: str | None, dry_run: bool, yes: bool, member: str) -> None:
    """Complete a change of wallet whose delay is over; any account may."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes, role="recovery")
    office.order(community.members.finish_wallet_change(number))
