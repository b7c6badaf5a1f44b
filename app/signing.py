"""What pages ask of a member's own wallet or passkey: connect, create, sign.

Each function shows ONE button (no ``st.button`` around it) and returns its answer once, checked; None until then. What
went wrong is said below the button in the reader's language, and the button asks anew.

    wallet = signing.connect_wallet("my-wallet", t("Connect my wallet"))
    passkey = signing.passkey_create("my-passkey", t("Create my passkey"), name="Alice Martin")
    signed = signing.sign("join", t("Join"), wallet_or_passkey, lambda: [community.members.join_data(…)])
    if signed: signed[0].signature, signed[0].typed_data["message"]["deadline"]

``sign`` takes a function, because what is signed (a deadline, a nonce) must not change while somebody looks at it: it
is called once for a question, and what it gave comes back with the signatures. A passkey that was created is kept at
once (``cercle/credentials.py``), so that it can log in later. Members' actions need none of this: they go through
``actions.button``.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.messages import SignableMessage, encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.address import is_address, is_same_address, to_checksum_address
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from app import data, site, wallet
from app.wallet import Prepared, Step
from app.wallet.exact_json import to_json
from cercle import passkeys
from cercle.contract_wallets import accepted_on
from cercle.credentials import Passkey
from cercle.errors import SignatureProblem
from cercle.passkeys import Assertion, Registration
from cercle.texts import Text

TypedData = dict[str, Any]
Signatory = str | Passkey
"""Who signs: the address of a wallet, or a passkey with its account."""
# What reading 65 bytes that are no signature may raise.
_NO_SIGNATURE = (BadSignature, ValidationError, ValueError)


@dataclass(frozen=True)
class Signed:
    """What was signed, as it was prepared, and the signature as contracts take it."""

    typed_data: TypedData
    signature: bytes


def connect_wallet(key: str, label: str, *, primary: bool = True) -> str | None:
    """A button that connects a wallet of the browser; its address with checksum. Proves nothing: see ``sign``."""

    def check(results: list[Any], _: None) -> str:
        (address,) = _texts(results, 1)
        if not is_address(address):
            raise broken()
        return str(to_checksum_address(address))

    return wallet.ask(key, label, lambda: Prepared([{"do": "connect"}], None), check, primary=primary)


def passkey_create(
    key: str, label: str, *, name: str, account: str | None = None, primary: bool = True
) -> Passkey | None:
    """A button that creates a passkey on this device, for a new account of its own or, as a further one, for
    ``account``. ``name`` is what the device calls it, for instance the member's name."""

    def prepare() -> Prepared[bytes]:
        challenge, party = secrets.token_bytes(32), site.party()
        known = data.credentials().of(account) if account else []
        step = {
            "do": "create", "challenge": _base64(challenge), "user": _base64(secrets.token_bytes(32)), "name": name,
            "rpId": party.id, "rpName": party.id, "exclude": [_base64(one.credential_id) for one in known],
        }  # fmt: skip
        return Prepared([step], challenge)

    def check(results: list[Any], challenge: bytes) -> Passkey:
        registration = Registration(*_bytes(results, 0, "id", "clientData", "attestationObject"))
        public = passkeys.registered_key(registration, challenge, site.party())
        address = account or data.community().accounts.address_of(public)
        made = Passkey(registration.credential_id, public, address)
        data.credentials().remember(made)
        return made

    return wallet.ask(key, label, prepare, check, about=(name, account), primary=primary)


def sign(
    key: str,
    label: str,
    who: Signatory,
    typed_data: Callable[[], Sequence[TypedData]],
    *,
    about: Hashable = None,
    primary: bool = True,
) -> list[Signed] | None:
    """A button that has typed data signed, one prompt for each; ``about`` changes when the page asks for something
    else under the same key."""

    def prepare() -> Prepared[Sequence[TypedData]]:
        asked = list(typed_data())
        return Prepared([signature_step(who, one) for one in asked], asked)

    def check(results: list[Any], asked: Sequence[TypedData]) -> list[Signed]:
        if len(results) != len(asked):
            raise broken()
        return [Signed(one, signature(who, one, result)) for one, result in zip(asked, results, strict=True)]

    return wallet.ask(key, label, prepare, check, about=(who, about), primary=primary)


def signature_step(who: Signatory, typed_data: TypedData) -> Step:
    """What the browser does to have some typed data signed."""
    if isinstance(who, Passkey):
        return assertion_step(challenge_of(who, typed_data), [who])
    return {"do": "sign", "account": who, "chain": site.chain(), "typedData": to_json(typed_data)}


def assertion_step(challenge: bytes, allowed: Sequence[Passkey]) -> Step:
    """What the browser does to have a challenge signed by one of some passkeys, or by any it has for this site."""
    ids = [_base64(one.credential_id) for one in allowed]
    return {"do": "get", "challenge": _base64(challenge), "rpId": site.party().id, "allow": ids}


def assertion(result: Any) -> Assertion:
    """A passkey's answer, unchecked."""
    return Assertion(*_bytes([result], 0, "id", "authenticatorData", "clientData", "signature"))


def challenge_of(passkey: Passkey, typed_data: TypedData) -> bytes:
    """What a passkey signs for some typed data."""
    return passkeys.challenge_for(typed_data, passkey.account, data.community().record.chain_id)


def signature(who: Signatory, typed_data: TypedData, result: Any) -> bytes:
    """Checks the browser's answer over what was asked, and nothing else; the signature as contracts take it.

    Raises ``SignatureProblem`` for one of somebody else, over something else, or from another site.
    """
    if isinstance(who, Passkey):
        answer = assertion(result)
        passkeys.verify(answer, who.key, challenge_of(who, typed_data), site.party())
        chain_id = data.community().record.chain_id
        return passkeys.account_signature(typed_data, who.account, chain_id, answer, who.key)
    return wallet_signature(who, encode_typed_data(full_message=typed_data), result)


def wallet_signature(wallet_address: str, message: SignableMessage, result: Any) -> bytes:
    """A wallet's signature of a message (EIP-191), checked: ECDSA first, then the wallet's contract (ERC-1271)."""
    (written,) = _texts([result], 1)
    try:
        given = bytes.fromhex(written.removeprefix("0x"))
    except ValueError:
        raise broken() from None
    if len(given) == 65:
        # Some wallets number the two possible keys 0 and 1; contracts take 27 and 28.
        given = given[:64] + bytes([given[64] % 27 + 27])
        with suppress(*_NO_SIGNATURE):
            if is_same_address(Account.recover_message(message, signature=given), wallet_address):
                return given
    node, digest = data.community().node, keccak(b"\x19" + message.version + message.header + message.body)
    if node.code(wallet_address) and accepted_on(node)(wallet_address, digest, given):
        return given
    raise SignatureProblem(
        Text("This was signed by somebody else, or something else was signed than what was shown here."),
        Text("Choose the account {wallet} in your wallet, and sign what it shows without changes.", {"wallet": wallet_address}),
    )  # fmt: skip


def transaction_hash(result: Any) -> bytes:
    """The hash of what the wallet says it has sent; whether it did, the chain says."""
    (written,) = _texts([result], 1)
    if not re.fullmatch("0x[0-9a-fA-F]{64}", written):
        raise broken()
    return bytes.fromhex(written[2:])


def broken() -> SignatureProblem:
    """The browser answered something that is no answer."""
    return SignatureProblem(
        Text("The answer of your wallet cannot be read."), Text("Try again, or use another wallet.")
    )


def _texts(results: list[Any], count: int) -> list[str]:
    if len(results) != count or not all(isinstance(one, str) and len(one) < 20_000 for one in results):
        raise broken()
    return results


def _bytes(results: list[Any], place: int, *names: str) -> list[bytes]:
    try:
        return [base64.b64decode(str(results[place][name]), validate=True) for name in names]
    except (IndexError, KeyError, TypeError, ValueError):
        raise broken() from None


def _base64(given: bytes) -> str:
    return base64.b64encode(given).decode()
