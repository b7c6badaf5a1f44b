"""What a job does: sending what a member decided, and saying what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cercle import Community
from cercle.calls import Call
from cercle.documents import Confirmation, confirmation_typed_data, hash_text
from cercle.errors import CercleError, SignatureProblem
from cercle.refusals import Skipped
from cercle.signers import Signer
from cercle.texts import Text

Work = Callable[[Signer], Text]
"""What a signer is to do; returns what to say when it is done."""


def calls(build: Callable[[], Sequence[Call]], done: Text) -> Work:
    """Builds calls and sends them one after the other; says ``done``, and what a batch left out and why.

    The work raises what building and sending raise, and ``CercleError`` when a call had no effect at all.
    """

    def work(signer: Signer) -> Text:
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

    return work


def confirmation(community: Community, beneficiary: int, evidence: bytes) -> Work:
    """A beneficiary signs, below a piece of evidence, that it happened."""

    def work(signer: Signer) -> Text:
        chain, registry = community.node.chain_id, str(community.contributions.contract.address)
        signature = signer.sign(confirmation_typed_data(chain, registry, beneficiary, evidence))
        confirmed = Confirmation(
            beneficiary=beneficiary,
            evidence=hash_text(evidence),
            wallet=signer.address,
            signature="0x" + signature.hex(),
            at=community.node.time(),
        )
        if not confirmed.verify(chain, registry):
            raise SignatureProblem(
                Text("This signature is not yours."), Text("Log in again and confirm once more.")
            )
        community.documents.add_confirmation(evidence, confirmed)
        return Text("Thank you: you have confirmed that this happened.")

    return work
