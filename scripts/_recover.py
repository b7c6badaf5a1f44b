"""`ape run members recover`: a member who lost their wallet moves to a new one; one who lost every passkey of their
account gets a new passkey, and the account stays."""

from __future__ import annotations

import click
from hexbytes import HexBytes

from cercle.accounts import account as find_account
from cercle.accounts import address_of
from cercle.admin import AdminSigner
from cercle.calls import Call
from cercle.community import Community
from cercle.errors import InputProblem
from cercle.names import member_names
from cercle.passkeys import PublicKey
from cercle.recoveries import Consent, forget_consent, sign_consent
from cercle.signers import AccountSigner
from cercle.texts import Text
from scripts._verbs import desk, hex_bytes, sends

_passkey_account = click.option(
    "--passkey", is_flag=True, help="The recovery of the member's passkey account, not that of the wallet."
)


@click.group("recover")
def recover() -> None:
    """Move a member who lost their wallet to a new one, or open their passkey account with a new passkey."""


@sends(recover, "start")
@click.argument("member")
@click.option("--wallet", help="The new wallet: an address, or an account of this computer.")
@click.option("--passkey", help="The new passkey for their account, as the dashboard shows it: x,y.")
@click.option("--consent", callback=hex_bytes, help="The new wallet's signature, where it is not at hand.")
@click.option("--deadline", type=int, help="The one the consent names, seconds since 1970.")
def start(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    member: str,
    wallet: str | None,
    passkey: str | None,
    consent: bytes | None,
    deadline: int | None,
) -> None:
    """Start a recovery. The member's old wallet, or a passkey they still have, may object until its delay is over."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes, role="recovery")
    if (wallet is None) == (passkey is None):
        raise InputProblem(
            Text("Name either a new wallet or a new passkey."), Text("Give --wallet, or --passkey.")
        )
    if passkey is not None:
        office.order(
            community.accounts.start_recovery(_account_of(community, number), PublicKey.read(passkey))
        )
        return
    assert wallet is not None
    if consent is None:
        office.order(_signed_here(community, office.signer, number, wallet))
    elif deadline is None:
        raise InputProblem(Text("A consent names a deadline."), Text("Give it: --deadline SECONDS"))
    else:
        given = Consent(address_of(community.node, wallet), deadline, HexBytes(consent).to_0x_hex())
        office.order(given.start(community, number))
    if not dry_run:
        forget_consent(community, number)


def _account_of(community: Community, number: int) -> str:
    wallet = community.members.get(number).wallet
    if wallet is None:
        raise InputProblem(
            Text("Member {member} has not joined yet.", {"member": number}), Text("Send them a new link.")
        )
    return wallet


def _signed_here(community: Community, admin: AdminSigner, number: int, wallet: str) -> Call:
    new_wallet = AccountSigner(community.node, find_account(community.node, wallet))
    sketch = community.members.start_recovery(number, new_wallet.address, 0, b"")
    return sign_consent(community, number, new_wallet, admin.delay_of(sketch)).start(community, number)


@sends(recover, "cancel")
@click.argument("member")
@_passkey_account
def cancel(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str, passkey: bool
) -> None:
    """Stop a recovery."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes, role="recovery_judge")
    if passkey:
        office.order(community.accounts.cancel_recovery(_account_of(community, number)))
    else:
        office.order(community.members.cancel_recovery(number))


@sends(recover, "finish")
@click.argument("member")
@_passkey_account
def finish(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str, passkey: bool
) -> None:
    """Complete a change of wallet, or of an account's passkeys, whose delay is over; any account may."""
    number = member_names(community).require(member)
    office = desk(community, account, dry_run, yes, role="recovery")
    if passkey:
        office.order(community.accounts.finish_recovery(_account_of(community, number)))
    else:
        office.order(community.members.finish_wallet_change(number))
