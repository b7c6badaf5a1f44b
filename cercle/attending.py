"""From a gathering to the chain: what attendees sign, and what a seat records once it is closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from cercle.community import Community
from cercle.contract_wallets import accepted_on
from cercle.contributions import Entry
from cercle.documents import (
    Attendance,
    Confirmation,
    Evidence,
    Statement,
    attendance_typed_data,
    hash_text,
    is_signed_by,
)
from cercle.errors import InputProblem, SignatureProblem
from cercle.gatherings import Attended, Gathering, Gatherings
from cercle.recording import Item
from cercle.texts import Text


def gatherings(community: Community) -> Gatherings:
    """The community's gatherings."""
    return Gatherings.in_folder(community.record.folder)


def attendance_data(community: Community, member: int, attendance: Attendance) -> dict[str, Any]:
    """The EIP-712 data that an attendee's wallet signs."""
    registry = str(community.contributions.contract.address)
    return attendance_typed_data(community.node.chain_id, registry, member, attendance)


def attend(
    community: Community, code: str, member: int, statement: Statement, signature: bytes, now: datetime
) -> bool:
    """Keeps a member's signed attendance; False if they attended already.

    Raises ``InputProblem`` for a code that does not work (any more) and for the only giver, ``SignatureProblem`` for
    a signature that is not of the member's wallet.
    """
    kept = gatherings(community)
    gathering = kept.get(code)
    gathering.require_open(now)
    if set(gathering.given) == {member}:
        raise InputProblem(Text("You gave this yourself."), Text("Those who received it confirm it."))
    wallet = community.members.get(member).wallet
    data = attendance_data(community, member, gathering.attendance(statement))
    if wallet is None or not is_signed_by(wallet, data, signature, accepted_on(community.node)):
        raise SignatureProblem(
            Text("This signature is not yours."), Text("Log in again and confirm once more.")
        )
    return kept.attend(code, Attended(member, statement, wallet, signature, now))


def close(community: Community, code: str, left_out: Collection[int] = ()) -> list[Item]:
    """Closes a gathering and returns what is to be recorded: all of it again when it was closed before.

    ``left_out`` are members whose attendance the organiser does not count. Raises ``InputProblem`` when nobody
    attended.
    """
    kept = gatherings(community)
    gathering = kept.get(code)
    if not any(one.member not in left_out for one in gathering.attended) and not gathering.evidence:
        raise InputProblem(
            Text("Nobody has confirmed “{title}” yet.", {"title": gathering.title}),
            Text("Show its code to those who were there."),
        )
    gathering = kept.close(code)
    for giver in gathering.given:
        if giver not in gathering.evidence:
            document, confirmations = _evidence(gathering, giver, left_out)
            kept.keep_evidence(code, giver, community.documents.put(document, confirmations))
    evidence = kept.get(code).evidence
    return [
        Item(gathering.title, gathering.programme, Entry(giver, units, evidence[giver]))
        for giver, units in gathering.given.items()
    ]


def unrecorded(community: Community, gathering: Gathering) -> list[int]:
    """The givers of a closed gathering whose gift is not on chain; ``community.past`` is up to date."""
    id_of = community.contributions.id_of
    return [
        giver
        for giver in gathering.given
        if giver not in gathering.evidence
        or not community.past.contribution(id_of(giver, gathering.programme, gathering.evidence[giver]))
    ]


def _evidence(
    gathering: Gathering, giver: int, left_out: Collection[int]
) -> tuple[Evidence, list[Confirmation]]:
    others = [one for one in gathering.attended if one.member not in {giver, *left_out}]
    document = Evidence(
        member=giver,
        programme=gathering.programme,
        date=gathering.day,
        title=gathering.title,
        beneficiaries=tuple(one.member for one in others),
        source={"gathering": gathering.code},
    )
    confirmations = [
        Confirmation(
            beneficiary=one.member,
            evidence=hash_text(document.hash),
            wallet=one.wallet,
            signature="0x" + one.signature.hex(),
            at=one.at,
            attendance=gathering.attendance(one.statement),
        )
        for one in others
    ]
    return document, confirmations
