"""Praise rounds: what members of a community did for each other, scored by several validators.

The community's own pipeline, found from its published results and the same in every round we have: of the
tokens of a round, contributors share one part by the sum of their AVG SCORE, validators ("quantifiers") one
by the number of entries assigned to them that they did not mark as a duplicate, and the reward board one
equally. A validator all of whose scores are 0 gets none. Own, duplicate and dismissed entries count as scored.
"""

from cercle.importers.praise.reader import (
    BOARD,
    ENTRIES,
    PARAMETERS,
    PAYMENTS,
    published_allocation,
    published_rewards,
    read_praise_round,
)
from cercle.importers.praise.round import (
    PraiseEntry,
    PraiseMember,
    PraiseRound,
    PraiseScore,
    PublishedReward,
    ShareProgramme,
)
from cercle.importers.praise.shares import MAX_RATE, allocation

__all__ = [
    "BOARD",
    "ENTRIES",
    "MAX_RATE",
    "PARAMETERS",
    "PAYMENTS",
    "PraiseEntry",
    "PraiseMember",
    "PraiseRound",
    "PraiseScore",
    "PublishedReward",
    "ShareProgramme",
    "allocation",
    "published_allocation",
    "published_rewards",
    "read_praise_round",
]
