"""Making the code of a member's record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hexbytes import HexBytes

from cercle.certificates.certificate import BLOCK_HASH, SPAN, Certificate, Sum, digest_of
from cercle.errors import InputProblem
from cercle.lifeline import EVERYTHING, Lifeline, Period
from cercle.records import ContributionRecord
from cercle.texts import Text
from cercle.units import to_time

if TYPE_CHECKING:
    from cercle.community import Community


def issue(
    community: Community, submissions: Sequence[ContributionRecord], period: Period = EVERYTHING
) -> Certificate:
    """The certificate of what counts of a member's ``submissions`` (all of them, in the chain's order) in a period.

    It names the last block that cannot be taken back. Raises ``InputProblem`` when nothing counts, or too much for one
    code.
    """
    node = community.node
    # A chain of this computer has no finality worth waiting for.
    block = node.request("eth_getBlockByNumber", "latest" if node.is_local else "finalized", False)
    made_at = to_time(int(block["timestamp"], 16))
    known = [one for one in submissions if one.submitted_at in period and one.submitted_at <= made_at]
    counted = Lifeline(known[0].member if known else 0, tuple(known), ())
    ids = [one.id for one in counted.accepted]
    named = set(ids)
    places = tuple(place for place, one in enumerate(submissions) if one.id in named)
    if not places:
        raise InputProblem(
            Text("Nothing was accepted in this period yet."),
            Text("Choose another period, or come back later."),
        )
    if places[-1] - places[0] >= SPAN:
        raise InputProblem(
            Text("These are more contributions than fit on one record."), Text("Choose a shorter period.")
        )
    return Certificate(
        chain_id=community.record.chain_id,
        registry=str(community.contributions.contract.address),
        member=counted.member,
        block=int(block["number"], 16),
        block_hash=bytes(HexBytes(block["hash"]))[:BLOCK_HASH],
        period=period,
        sums=tuple(Sum(one.programme, one.count, one.units) for one in counted.totals()),
        places=places,
        digest=digest_of(ids),
    )
