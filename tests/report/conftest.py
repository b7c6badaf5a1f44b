"""A report on the little year, where everybody is among very few, and on a community twenty times as large."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cercle.documents import Bilingual
from cercle.measures import MoneyCost
from cercle.report.figures import Figures, Names, measure
from tests.measures.conftest import half_year, year_index
from tests.measures.little_year import CARD, COACHING, JURIES, MENTORING, TALKS

__all__ = ["half_year", "year_index"]

TIMES = 20
NAMES = Names(
    community=Bilingual(fr="Les voisins & <amis>", en="Neighbours & <friends>"),
    symbol="MRC",
    currency="EUR",
    programmes={
        MENTORING: Bilingual(fr="Mentorat", en="Mentoring"),
        TALKS: Bilingual(fr="Conférences", en="Talks"),
        JURIES: Bilingual(fr="Jurys", en="Juries"),
    },
    units={MENTORING: Bilingual(fr="heure", en="hour")},
    services={COACHING: "Coaching", CARD: Bilingual(fr="Carte", en="Card")},
)


@pytest.fixture
def few(year_index, half_year) -> Figures:
    """The little year's figures: seven people."""
    costs = {MENTORING: MoneyCost(a_year=Decimal(120), a_unit=Decimal(2))}
    return measure(year_index, half_year, NAMES, costs)


@pytest.fixture
def many(few) -> Figures:
    """The same, had twenty people done what each of them did."""
    people, services = few.engagement, few.demand.services

    def more(counts):
        return {month: count * TIMES for month, count in counts.items()}

    return replace(
        few,
        enrolment=replace(few.enrolment, enrolled=few.enrolment.enrolled * TIMES),
        engagement=replace(
            people,
            engaged=people.engaged * TIMES,
            by_month=more(people.by_month),
            gave=people.gave * TIMES,
            received=people.received * TIMES,
            both=people.both * TIMES,
        ),
        waves=tuple(
            replace(one, enrolled=one.enrolled * TIMES, active=tuple(count * TIMES for count in one.active))
            for one in few.waves
        ),
        programmes=tuple(
            replace(one, people=one.people * TIMES, rewarded=one.rewarded * TIMES, earned=one.earned * TIMES)
            for one in few.programmes
        ),
        demand=replace(
            few.demand,
            services=tuple(
                replace(one, people=one.people * TIMES, orders=one.orders * TIMES) for one in services
            ),
            together=replace(few.demand.together, people=40, orders=100, redeemed=Decimal(180)),
        ),
        spread=replace(few.spread, people=few.spread.people * TIMES),
        behind=replace(few.behind, rewarded=more(few.behind.rewarded), ordered=more(few.behind.ordered)),
    )
