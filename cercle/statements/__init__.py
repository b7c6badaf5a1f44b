"""What a provider is told about a month: orders, payments, what waits; as a PDF and as a CSV.

statement   the month, and what it comes to
ledger      the same from the index: the provider's events, in order
paper, sheet    as a PDF, as a CSV
post        for every provider of a community
"""

from cercle.statements.post import StatementDesk, Written

__all__ = ["StatementDesk", "Written"]
