"""How the tokens of a round are shared, and what each member gets."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from cercle.importers.praise.parameters import Shares
from cercle.importers.praise.round import PraiseEntry, PraiseRound, ShareName, SharePer, ShareProgramme
from cercle.units import DECIMALS, to_tokens

UNIT = 100  # units count in hundredths
MAX_RATE = 2**80 - 1


def allocation(praise_round: PraiseRound) -> dict[str, Decimal]:
    """Returns what each member will be paid on chain, in tokens, exactly: the sum of rate × units."""
    paid = {member.key: 0 for member in praise_round.members}
    for programme in praise_round.programmes:
        for name, units in programme.units.items():
            key = praise_round.receiver_of[name] if programme.per == "entry" else name
            paid[key] += programme.rate * units
    return {key: to_tokens(base_units) for key, base_units in paid.items()}


def share_out(
    tokens: Decimal, shares: Shares, entries: Iterable[PraiseEntry], board: Iterable[str]
) -> tuple[ShareProgramme, ShareProgramme, ShareProgramme]:
    """Returns the parts of contributors, validators and reward board (member keys); rates may exceed MAX_RATE."""
    entries = tuple(entries)
    contributed = {entry.id: entry.units_hundredths for entry in entries if entry.units_hundredths}
    on_board = dict.fromkeys(board, UNIT)
    return (
        _share("contributors", tokens * shares.contributor_rewards, "entry", contributed),
        _share("validators", tokens * shares.quantifier_rewards, "member", _validated(entries)),
        _share("reward board", tokens * shares.rewardboard_rewards, "member", on_board),
    )


def _share(name: ShareName, pool: Decimal, per: SharePer, units: dict[str, int]) -> ShareProgramme:
    total = sum(units.values())
    # Not to_base_units: a part may have more decimals than a token has, and is rounded down.
    rate = int(pool.scaleb(DECIMALS)) // total if total else 0
    return ShareProgramme(name, pool, rate, per, units)


def _validated(entries: Iterable[PraiseEntry]) -> dict[str, int]:
    """Returns the units of each validator: assigned entries not marked as duplicate, if any score is above 0."""
    units: dict[str, int] = defaultdict(int)
    active: set[str] = set()
    for entry in entries:
        for score in entry.scores:
            units[score.scorer] += 0 if score.duplicate_of else UNIT
            if score.score:
                active.add(score.scorer)
    return {scorer: count for scorer, count in units.items() if scorer in active and count}
