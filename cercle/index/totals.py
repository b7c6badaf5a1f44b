"""What members earned and spent, out of the running totals: nobody waits for sums of amounts while events come in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Double, Select, cast, func, literal, select, union

from cercle.index.amounts import Amount
from cercle.index.tables import member_spending, member_tallies, programmes
from cercle.states import ContributionStatus

REWARDED = (
    ContributionStatus.Accepted,
    ContributionStatus.Paid,
    ContributionStatus.Challenged,
    ContributionStatus.Upheld,
)  # what is reserved or paid
_CLOSE = 1 - 1e-9  # how far floating-point sums of positive numbers can be trusted, with a wide margin


def totals_of(member: ColumnElement[int]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """What a member earned (collected or not) and spent (less what was refunded), in base units."""
    t, s, nothing = member_tallies.c, member_spending.c, literal(0, Amount())
    earned = (
        select(func.exact_dot(programmes.c.rate, t.units, type_=Amount()))
        .where(programmes.c.programme == t.programme, t.member == member, t.status.in_(REWARDED))
        .scalar_subquery()
    )
    spent = select(s.spent).where(s.member == member).scalar_subquery()
    return func.coalesce(earned, nothing).label("earned"), func.coalesce(spent, nothing).label("spent")


_anyone = union(select(member_tallies.c.member), select(member_spending.c.member)).subquery("anyone")
member_totals = select(_anyone.c.member, *totals_of(_anyone.c.member)).subquery("member_totals")


def among_the_first(most: int) -> Select[Any]:
    """The members who may be among the ``most`` who earned most. Engines add floating-point numbers faster than exact
    amounts; nobody who belongs there is missed, and the few who do not are for the exact sums to tell."""
    t = member_tallies.c
    about = (
        select(t.member, func.sum(cast(programmes.c.rate, Double) * t.units).label("earned"))
        .where(programmes.c.programme == t.programme, t.status.in_(REWARDED))
        .group_by(t.member)
        .cte("about")
    )
    last = select(about.c.earned).order_by(about.c.earned.desc()).offset(most - 1).limit(1).scalar_subquery()
    return select(about.c.member).where(about.c.earned >= func.coalesce(last, 0) * _CLOSE)
