"""What a wallet or a browser answers instead of a signature, in words with the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.words import t
from cercle.errors import SignatureProblem
from cercle.texts import Text

_AGAIN = Text("Nothing was done. Press the button again when you are ready.")
_OPEN = Text("Open your wallet, unlock it, and answer what it asks there.")
_CHAIN = Text("Press again and allow the change of network; or choose {network} in your wallet yourself.")
ASIDE = SignatureProblem(
    Text("What is asked had changed before your answer came, so your answer was put aside."), _AGAIN
)
"""An answer to a question that is not asked any more."""
_BY_CODE: Mapping[str, tuple[Text, Text]] = {
    "4001": (Text("You refused in your wallet."), _AGAIN),
    "ACTION_REJECTED": (Text("You refused in your wallet."), _AGAIN),
    "4100": (Text("Your wallet is locked, or does not know this page yet."), _OPEN),
    "-32002": (Text("Your wallet is waiting for your answer to an earlier question."), _OPEN),
    "4900": (
        Text("Your wallet is not connected to any network."),
        Text("Check its connection, then press again."),
    ),
    "4901": (
        Text("Your wallet is not connected to any network."),
        Text("Check its connection, then press again."),
    ),
    "NO_WALLET": (
        Text("There is no wallet in this browser."),
        Text("Open this page in your wallet's own browser, or install a wallet, or use a passkey."),
    ),
    "NO_ACCOUNT": (Text("Your wallet shows no account."), _OPEN),
    "NO_PASSKEYS": (
        Text("This browser knows no passkeys, or this page was not opened over a secure connection."),
        Text("Use an up-to-date browser, and open the page by its https:// address."),
    ),
    "NotAllowedError": (
        Text("It was cancelled, took too long, or this device has no passkey for this site."),
        _AGAIN,
    ),
    "AbortError": (Text("It was cancelled."), _AGAIN),
    "InvalidStateError": (
        Text("This device has a passkey for this account already."),
        Text("Log in with it."),
    ),
    "NotSupportedError": (
        Text("This device makes keys of another kind than passkey accounts need."),
        Text("Use another device, or a wallet."),
    ),
    "SecurityError": (
        Text("Passkeys do not work at this address."),
        Text("Open the dashboard by the address that its community gave you."),
    ),
    "LATE": (
        Text("The network has not taken in what you sent before, so the rest was not sent."),
        Text("Look in your wallet whether it went through, then press again."),
    ),
}


def problem_of(reply: Mapping[str, Any]) -> SignatureProblem:
    """What a refusal of the browser means."""
    code, facts = str(reply.get("code")), _facts(reply)
    if code == "WRONG_ACCOUNT":
        return SignatureProblem(
            Text("Your wallet shows the account {shown}, and yours here is {expected}.", facts),
            Text("Choose {expected} in your wallet, then press again.", facts),
        )
    if code in ("WRONG_CHAIN", "4902"):
        return SignatureProblem(
            Text("Your wallet is on another network than {network}.", facts), Text(_CHAIN.message, facts)
        )
    if code in _BY_CODE:
        return SignatureProblem(*_BY_CODE[code])
    return SignatureProblem(Text("Your wallet says: {message}", facts), _AGAIN)


def _facts(reply: Mapping[str, Any]) -> dict[str, str]:
    facts = reply.get("facts")
    given = facts if isinstance(facts, dict) else {}
    told = {name: str(given.get(name, "?"))[:80] for name in ("shown", "expected", "network")}
    return {**told, "message": str(reply.get("message", ""))[:200]}


def texts() -> dict[str, str]:
    """What the component itself says."""
    return {
        "waiting": t("Waiting for you to answer…"),
        "choose": t("Which wallet?"),
        "another": t("Use another wallet"),
        "browserWallet": t("Wallet of this browser"),
        "next": t("Next"),
        "sending": t("Passing it on…"),
    }
