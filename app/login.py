"""Logging in: a challenge that a member's wallet or passkey signs, good once and for five minutes.

A wallet signs a text that a person can read (ERC-4361); a passkey signs random bytes, which its device binds to this
site. Whoever can do that is the member whose wallet it is, says the chain.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from eth_account.messages import encode_defunct

from app import data, signing, site
from app.sessions import NONCE_LASTS
from cercle import passkeys
from cercle.credentials import Passkey
from cercle.errors import SignatureProblem
from cercle.passkeys import Assertion
from cercle.recovered_keys import candidates
from cercle.texts import Text

_LATE = SignatureProblem(
    Text("That took too long, or was used already."), Text("Press again and sign at once.")
)


@dataclass(frozen=True)
class Challenge:
    """What is signed to log in: ``message`` by a wallet, ``nonce`` itself by a passkey."""

    nonce: bytes
    message: str = ""


def for_wallet(address: str) -> Challenge:
    """The text that a wallet signs (ERC-4361, "Sign in with Ethereum"); lines a person can read."""
    now = int(time.time())
    nonce, origin = data.sessions().nonce(now), site.party().origin
    lines = [
        f"{origin.partition('://')[2]} wants you to sign in with your Ethereum account:",
        address,
        "",
        "Log in. This costs nothing and sends nothing.",
        "",
        f"URI: {origin}",
        "Version: 1",
        f"Chain ID: {data.community().record.chain_id}",
        f"Nonce: {nonce.hex()}",
        f"Issued At: {_moment(now)}",
        f"Expiration Time: {_moment(now + NONCE_LASTS)}",
    ]
    return Challenge(nonce, "\n".join(lines))


def for_passkey() -> Challenge:
    """The bytes that a passkey signs."""
    return Challenge(data.sessions().nonce(int(time.time())))


def by_wallet(challenge: Challenge, address: str, result: object) -> int:
    """The member who signed. Raises ``SignatureProblem``: too late, signed before, another signature, no member."""
    _use(challenge)
    signing.wallet_signature(address, encode_defunct(text=challenge.message), result)
    number = data.community().members.of(address)
    if number is None:
        raise SignatureProblem(
            Text("The wallet {address} belongs to no member.", {"address": address}),
            Text("Choose another account in your wallet; or open your invitation link to join."),
        )
    return number


def by_passkey(challenge: Challenge, answer: Assertion) -> tuple[int, Passkey]:
    """The member who signed, and their passkey. Raises ``SignatureProblem``: too late, signed before, another site,
    another signature, a passkey that the account does not take, no member."""
    _use(challenge)
    for passkey in _possible(answer):
        number = data.community().members.of(passkey.account)
        if number is not None:
            passkeys.verify(answer, passkey.key, challenge.nonce, site.party())
            _check_accepted(passkey)
            data.credentials().remember(passkey)
            return number, passkey
    raise SignatureProblem(
        Text("This passkey belongs to no member."),
        Text("Choose another passkey; or open your invitation link to join."),
    )


def _possible(answer: Assertion) -> list[Passkey]:
    """The passkey that answered; if it was lost here, those whose signature it may be."""
    known = data.credentials().find(answer.credential_id)
    if known:
        return [known]
    address_of = data.community().accounts.address_of
    return [Passkey(answer.credential_id, key, address_of(key)) for key in candidates(answer)]


def _check_accepted(passkey: Passkey) -> None:
    data.refresh()
    if not data.is_accepted(passkey):
        raise SignatureProblem(
            Text("This passkey was removed from your account."), Text("Log in with another device of yours.")
        )


def _use(challenge: Challenge) -> None:
    if not data.sessions().use(challenge.nonce, int(time.time())):
        raise _LATE


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
