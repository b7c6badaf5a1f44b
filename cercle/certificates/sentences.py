"""What a check found, in words."""

from __future__ import annotations

from cercle.certificates.check import Verdict
from cercle.texts import Text


def proved(verdict: Verdict, community: str) -> Text:
    """The one sentence that the chain proves."""
    facts = {
        "moment": verdict.checked_at,
        "member": str(verdict.certificate.member),
        "community": community,
        "what": _what(len(verdict.accepted)),
    }
    if not verdict.accepted:
        return Text("On {moment}, member number {member} of {community} has {what}.", facts)
    return Text(
        "On {moment}, member number {member} of {community} has {what}, {approved}.",
        {**facts, "approved": _approved(len(verdict.accepted), verdict.quorum)},
    )


def _what(count: int) -> Text:
    match count:
        case 0:
            return Text("no accepted contribution of this record any more")
        case 1:
            return Text("1 accepted contribution")
        case _:
            return Text("{count} accepted contributions", {"count": count})


def _approved(count: int, quorum: int) -> Text:
    if count == 1 and quorum == 1:
        return Text("approved by a validator other than the member")
    if count == 1:
        return Text("approved by at least {quorum} validators other than the member", {"quorum": quorum})
    if quorum == 1:
        return Text("each approved by a validator other than the member")
    return Text("each approved by at least {quorum} validators other than the member", {"quorum": quorum})
