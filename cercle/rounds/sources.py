"""What a round is made from: a spreadsheet, a praise round, or what was accepted in a period."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path

from cercle.community import Community
from cercle.errors import InputProblem
from cercle.importers.praise import published_allocation, read_praise_round
from cercle.importers.problems import Problems, read_table
from cercle.names import member_names
from cercle.states import ContributionStatus
from cercle.texts import Text

_PLAIN_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,60})?")
COUNTED = (
    ContributionStatus.Accepted,
    ContributionStatus.Upheld,
    ContributionStatus.Paid,
    ContributionStatus.Lapsed,
)


def amounts_of_csv(community: Community, file: str | PathLike[str]) -> dict[int, Decimal]:
    """Tokens by member, from columns ``member`` and ``amount``; a member's rows are added up.

    Raises ``ImportRefused`` with every line that is wrong.
    """
    path, problems, names = Path(file), Problems(), member_names(community)
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    for row in read_table(path, ("MEMBER", "AMOUNT"), problems):
        with problems.at(path, row.line):
            amounts[names.require(row["MEMBER"].strip())] += _amount(row["AMOUNT"])
    problems.refuse_if_any()
    return dict(amounts)


def amounts_of_praise(community: Community, folder: str | PathLike[str]) -> dict[int, Decimal]:
    """Tokens by member, as the round's own published table has them. ``InputProblem`` for people who are not enrolled."""
    numbers = community.directory.keys()
    published = published_allocation(folder)
    missing = [one.key for one in read_praise_round(folder).members if one.key not in numbers]
    if missing:
        raise InputProblem(
            Text(
                "People of the round who are not members yet: {count}, such as {key}.",
                {"count": len(missing), "key": missing[0]},
            ),
            Text("Enrol them first: ape run members enrol, or import the round."),
        )
    return {numbers[key]: amount for key, amount in published.items()}


def weights_of_period(
    community: Community, programme: int | None, start: datetime, end: datetime
) -> dict[int, Decimal]:
    """What was accepted from ``start`` until before ``end``, in tokens by member; of all programmes, or of one."""
    weights: dict[int, Decimal] = defaultdict(Decimal)
    for one in community.history.refresh().contributions.values():
        counts = one.status in COUNTED and programme in (None, one.programme)
        if counts and start <= one.submitted_at < end:
            weights[one.member] += one.reward
    return dict(weights)


def _amount(text: str) -> Decimal:
    # Not whatever Decimal takes: 1e3, 1_000 and NaN are not what a person means to pay.
    amount = Decimal(text.strip()) if _PLAIN_NUMBER.fullmatch(text.strip()) else Decimal(0)
    if amount <= 0:
        sentence = "“{text}” is not an amount above zero: write it with digits and a point, such as 12.5."
        raise InputProblem(Text(sentence, {"text": text[:40]}))
    return amount
