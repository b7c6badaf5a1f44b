"""Rounds: lists of members and amounts, published as a file and paid from one Merkle root on chain."""

from cercle.rounds.noun import Round, Rounds
from cercle.rounds.published import PublishedRound, RoundTerms
from cercle.rounds.shares import Shares, in_proportion, rounded_down

__all__ = ["PublishedRound", "Round", "RoundTerms", "Rounds", "Shares", "in_proportion", "rounded_down"]
