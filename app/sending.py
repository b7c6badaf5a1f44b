"""Sending what a member decided, and saying what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cercle.calls import Call
from cercle.errors import CercleError
from cercle.refusals import Skipped
from cercle.signers import Signer
from cercle.texts import Text

Build = Callable[[], Sequence[Call]]


def carry_out(signer: Signer, build: Build, done: Text) -> Text:
    """Sends calls one after the other and returns ``done``, with what a batch left out and why.

    Raises what the signer raises, and ``CercleError`` when a call had no effect at all.
    """
    left_out: list[Skipped] = []
    for call in build():
        receipt = signer.send(call)
        left_out += receipt.skipped
        if receipt.skipped and len(receipt.skipped) == len(receipt.events):
            raise CercleError(receipt.skipped[0].text)
    if not left_out:
        return done
    facts = {"done": done, "count": len(left_out), "reason": left_out[0].text}
    return Text("{done} Left out: {count}. {reason}", facts)
