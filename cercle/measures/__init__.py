"""What a community's figures say: pure functions, each documented with its formula."""

from cercle.measures.fairness import gini

__all__ = ["gini"]
