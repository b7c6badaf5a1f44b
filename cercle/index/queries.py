"""What is asked of the index: the same records as ``cercle.history`` gives, and nothing read that is not shown."""

from __future__ import annotations

from cercle.index.queries_members import MemberQueries
from cercle.index.queries_programmes import ProgrammeQueries
from cercle.index.queries_review import ReviewQueries
from cercle.index.queries_rounds import RoundQueries
from cercle.index.queries_services import ServiceQueries


class Queries(ProgrammeQueries, ReviewQueries, MemberQueries, ServiceQueries, RoundQueries):
    """The questions. Lists are newest first unless they say otherwise, and come in pages: ``before`` and
    ``after`` are what the last one shown is known by."""
