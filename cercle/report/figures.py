"""Everything a report tells, measured at one block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cercle.community import Community
from cercle.config import load_config
from cercle.config_models import CommunityConfig
from cercle.documents import Bilingual
from cercle.errors import InputProblem
from cercle.index import Index
from cercle.index.tables import programmes, services
from cercle.measures import (
    Demand,
    Engagement,
    Enrolment,
    Flow,
    Liability,
    Load,
    MoneyCost,
    MonthlyPeople,
    Period,
    ProgrammeFigures,
    Quality,
    Review,
    Ring,
    Runway,
    Spending,
    Spread,
    Wave,
    demand,
    engagement,
    enrolment,
    flows,
    liability,
    loads,
    monthly_people,
    profit_and_loss,
    quality,
    retention,
    reviews,
    rings,
    runways,
    spending,
    spread,
)
from cercle.papers import read_paper
from cercle.texts import Text

Titles = Mapping[int, Bilingual | str]


@dataclass(frozen=True)
class Names:
    """What things are called: the community by its YAML, programmes and services by their documents."""

    community: Bilingual | str
    symbol: str
    currency: str
    programmes: Titles
    units: Titles
    services: Titles


@dataclass(frozen=True)
class Figures:
    """A community's measures for a period; ``as_of`` and ``block`` say how far its index was."""

    names: Names
    period: Period
    as_of: datetime
    block: int
    enrolment: Enrolment
    engagement: Engagement
    waves: tuple[Wave, ...]
    programmes: tuple[ProgrammeFigures, ...]
    runways: tuple[Runway, ...]
    flows: tuple[Flow, ...]
    liability: Liability
    spending: Spending
    demand: Demand
    spread: Spread
    loads: tuple[Load, ...]
    rings: tuple[Ring, ...]
    reviews: tuple[Review, ...]
    quality: Quality
    behind: MonthlyPeople


def gather(community: Community, period: Period) -> Figures:
    """Measures a community's index as it is: ``sync`` it before. ``InputProblem`` where it is empty."""
    config = _config(community)
    costs = {}
    for one in config.programmes.values() if config else ():
        if one.costs is not None:
            costs[one.id] = MoneyCost(one.costs.a_year, one.costs.a_unit)
    return measure(community.index, period, _names(community, config), costs)


def measure(index: Index, period: Period, names: Names, costs: Mapping[int, MoneyCost]) -> Figures:
    """Measures an index as it is; ``costs`` in money are by programme. ``InputProblem`` where it is empty, or
    does not come to the period's beginning."""
    status = index.status()
    now = status.time or period.end
    if period.start > now:
        raise InputProblem(
            Text("The month {month} has not begun on the chain.", {"month": f"{period.start:%Y-%m}"}),
            Text("Choose an earlier one; ape run index status tells how far the index is."),
        )
    token = bytes.fromhex(index.addresses["CommunityToken"].removeprefix("0x"))
    with index.engine.connect() as db:
        spent, budgets = spending(db, period, token), runways(db, period)
        return Figures(
            names=names,
            period=period,
            as_of=now,
            block=status.block,
            enrolment=enrolment(db, period),
            engagement=engagement(db, period),
            waves=retention(db, period),
            programmes=profit_and_loss(db, period, token, spent, costs),
            runways=budgets,
            flows=flows(db, period, token),
            liability=liability(db, token),
            spending=spent,
            demand=demand(db, period),
            spread=spread(db, period),
            loads=loads(db, period),
            rings=rings(db, period),
            reviews=reviews(db, period, now),
            quality=quality(db, period, budgets, now),
            behind=monthly_people(db, period),
        )


def _config(community: Community) -> CommunityConfig | None:
    file = community.record.files.config
    return load_config(file) if file.is_file() else None


def _names(community: Community, config: CommunityConfig | None) -> Names:
    p, s = programmes.c, services.c
    with community.index.engine.connect() as db:
        rewarded = [(row.programme, row.document) for row in db.execute(select(p.programme, p.document))]
        offered = [(row.service, row.document) for row in db.execute(select(s.service, s.document))]
    units = (
        {one.id: Bilingual(fr=one.unit.fr, en=one.unit.en) for one in config.programmes.values()}
        if config
        else {}
    )
    return Names(
        Bilingual(fr=config.name.fr, en=config.name.en) if config else community.name,
        community.token.symbol,
        config.currency if config else "",
        {number: read_paper(community, document).title or f"#{number}" for number, document in rewarded},
        units,
        {number: read_paper(community, document).title or f"#{number}" for number, document in offered},
    )
