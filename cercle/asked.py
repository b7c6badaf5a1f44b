"""Whose word is waited for: what the evidence of pending contributions says, kept beside the index.

The chain holds a document's hash only; whom it names is in the document. Each is read once, when it is new.
"""

from __future__ import annotations

from cercle import duties
from cercle.community import Community
from cercle.index.queries_review import EvidenceRead
from cercle.papers import read_paper
from cercle.records import ContributionRecord

AT_ONCE = 200


def read_new_evidence(community: Community) -> bool:
    """Reads the evidence of pending contributions that was not read yet, the newest first; returns whether there may
    be more. ``community.past`` is the index, up to date. A document that is missing now is not looked for again until
    the index is rebuilt."""
    new = community.index.with_unread_evidence(AT_ONCE)
    if new:
        community.index.keep_evidence_read([_read(community, one) for one in new])
    return len(new) == AT_ONCE


def read_again(community: Community, contribution: ContributionRecord) -> None:
    """Somebody has just confirmed a contribution: notes it at once."""
    community.index.keep_evidence_read([_read(community, contribution)])


def _read(community: Community, contribution: ContributionRecord) -> EvidenceRead:
    paper = read_paper(community, contribution.evidence)
    asked = duties.confirmers(contribution, paper)
    return EvidenceRead(contribution.id, frozenset(asked), len(paper.confirmed_by))
