"""What a member decided: what it takes to have it done, and what to say when it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cercle import Community
from cercle.asked import read_again
from cercle.calls import Call
from cercle.contract_wallets import accepted_on
from cercle.documents import Confirmation, confirmation_typed_data, hash_text
from cercle.errors import CercleError, Refused, SignatureProblem
from cercle.records import ContributionRecord
from cercle.refusals import Skipped
from cercle.signers import Signer
from cercle.texts import Text


@dataclass(frozen=True)
class Statement:
    """Typed data that is signed and kept, and never sent; the sentence says to a person what it states."""

    typed_data: dict[str, Any]
    sentence: Text


Step = Call | Statement


class Work(Protocol):
    """Steps that are built first, because a browser signs all of them before the first is sent."""

    def steps(self) -> Sequence[Step]:
        """What is to be sent and signed, in this order. Raises ``CercleError`` where it cannot be done."""
        ...

    def run(self, signer: Signer, steps: Sequence[Step]) -> Text:
        """Has the steps done; what to say then. Raises what sending raises."""
        ...


@dataclass(frozen=True)
class _Sending:
    build: Callable[[], Sequence[Call]]
    done: Text
    is_done: Callable[[Call], bool]

    def steps(self) -> Sequence[Step]:
        return list(self.build())

    def run(self, signer: Signer, steps: Sequence[Step]) -> Text:
        left_out: list[Skipped] = []
        for call in steps:
            assert isinstance(call, Call)
            try:
                receipt = signer.send(call)
            except Refused:
                if not self.is_done(call):
                    raise
                continue
            left_out += receipt.skipped
            if receipt.skipped and len(receipt.skipped) == len(receipt.events):
                raise CercleError(receipt.skipped[0].text)
        if not left_out:
            return self.done
        facts = {"done": self.done, "count": len(left_out), "reason": left_out[0].text}
        return Text("{done} Left out: {count}. {reason}", facts)


@dataclass(frozen=True)
class _Stating:
    build: Callable[[], Statement]
    keep: Callable[[str, bytes], Text]

    def steps(self) -> Sequence[Step]:
        return [self.build()]

    def run(self, signer: Signer, steps: Sequence[Step]) -> Text:
        (statement,) = steps
        assert isinstance(statement, Statement)
        return self.keep(signer.address, signer.sign(statement.typed_data))


def calls(
    build: Callable[[], Sequence[Call]], done: Text, is_done: Callable[[Call], bool] = lambda _: False
) -> Work:
    """Sends calls one after the other; says ``done``, and what a batch left out and why. ``is_done`` tells whether a
    call that was refused has had its effect by somebody else's doing, so that the rest goes on.

    The work raises what building and sending raise, and ``CercleError`` when a call had no effect at all.
    """
    return _Sending(build, done, is_done)


def statement(build: Callable[[], Statement], keep: Callable[[str, bytes], Text]) -> Work:
    """Signs a statement; ``keep`` gets the wallet and its signature, and says what came of it."""
    return _Stating(build, keep)


def confirmation(community: Community, beneficiary: int, contribution: ContributionRecord) -> Work:
    """A beneficiary signs, below the evidence of a contribution, that it happened."""
    evidence, chain, registry = (
        contribution.evidence,
        community.record.chain_id,
        str(community.contributions.contract.address),
    )

    def build() -> Statement:
        typed_data = confirmation_typed_data(chain, registry, beneficiary, evidence)
        return Statement(typed_data, Text("Say that this happened."))

    def keep(wallet: str, signature: bytes) -> Text:
        confirmed = Confirmation(
            beneficiary=beneficiary,
            evidence=hash_text(evidence),
            wallet=wallet,
            signature="0x" + signature.hex(),
            at=community.node.time(),
        )
        if not confirmed.verify(chain, registry, accepted_on(community.node)):
            raise SignatureProblem(
                Text("This signature is not yours."), Text("Log in again and confirm once more.")
            )
        community.documents.add_confirmation(evidence, confirmed)
        read_again(community, contribution)
        return Text("Thank you: you have confirmed that this happened.")

    return statement(build, keep)
