"""What is asked of the index: the same records as ``cercle.history`` gives, and nothing read that is not shown."""

from __future__ import annotations

from cercle.index.queries_members import MemberQueries
from cercle.index.queries_programmes import ProgrammeQueries
from cercle.index.queries_record import RecordQueries
from cercle.index.queries_review import ReviewQueries


class Queries(ProgrammeQueries, ReviewQueries, MemberQueries, RecordQueries):
    """The questions. Lists are newest first unless they say otherwise, and come in pages: ``before`` and
    ``after`` are what the last one shown is known by."""
