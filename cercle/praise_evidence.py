"""The evidence documents of a praise round: everything the community knew, kept off chain."""

from __future__ import annotations

from datetime import date

from pydantic import JsonValue

from cercle.documents import Evidence
from cercle.importers.praise import PraiseEntry, PraiseRound, PraiseScore, ShareProgramme
from cercle.ledger import digest_of
from cercle.units import to_units

LONGEST_TITLE = 200


def entry_evidence(round_name: str, entry: PraiseEntry, member: int, programme: int) -> Evidence:
    """What one praise says, and what each validator made of it."""
    return Evidence(
        member=member,
        programme=programme,
        date=entry.date,
        title=entry.reason.splitlines()[0][:LONGEST_TITLE],
        text=entry.reason,
        source={
            "format": "praise",
            "round": round_name,
            "id": entry.id,
            "at": entry.at.isoformat(),
            "giver": entry.giver,
            "receiver": entry.receiver,
            "own": entry.is_own,
            "duplicate": entry.is_duplicate,
            "dismissed": entry.is_dismissed,
            "average": str(entry.units),
            "scores": [_score(entry, score) for score in entry.scores],
        },
    )


def _score(entry: PraiseEntry, score: PraiseScore) -> JsonValue:
    return {
        "scorer": score.scorer,
        "score": str(score.score),
        "duplicate_of": score.duplicate_of,
        "dismissed": score.dismissed,
        "scored_own": score.scorer == entry.receiver,
    }


def share_evidence(
    praise_round: PraiseRound, share: ShareProgramme, key: str, member: int, programme: int, day: date
) -> Evidence:
    """Why a validator, or a member of the reward board, has a part of the round's tokens."""
    scored = [entry.id for entry in praise_round.entries if key in entry.scorers]
    titles = {"validators": "Scored the entries of {}", "reward board": "Reward board of {}"}
    return Evidence(
        member=member,
        programme=programme,
        date=day,
        title=titles[share.name].format(praise_round.name),
        source={
            "format": "praise",
            "round": praise_round.name,
            "part": share.name,
            "key": key,
            "units": str(to_units(share.units[key])),
            **({"scored": list(scored)} if share.name == "validators" else {}),
        },
    )


def share_digest(round_name: str, share: ShareProgramme, key: str) -> str:
    """Changes whenever this part of the round does."""
    return digest_of({"round": round_name, "part": share.name, "key": key, "units": share.units[key]})
