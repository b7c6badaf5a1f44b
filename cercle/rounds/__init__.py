"""Rounds: lists of members and amounts, published as a file and paid from one Merkle root on chain."""

from cercle.rounds.currency import Currency
from cercle.rounds.entitlement import Share
from cercle.rounds.noun import Round, Rounds
from cercle.rounds.published import PublishedRound, RoundTerms
from cercle.rounds.shares import Shares, in_proportion, rounded_down

__all__ = [
    "Currency", "PublishedRound", "Round", "RoundTerms", "Rounds", "Share", "Shares", "in_proportion", "rounded_down",
]  # fmt: skip
