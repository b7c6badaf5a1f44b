"""What a community's figures say: pure functions over the index, each documented with its formula.

Each takes a connection to the index (``index.engine.connect()``) and a ``Period`` of whole months, and gives frozen
records. All formulas in one place: docs/measures.md.
"""

from cercle.measures.budgets import Runway, runways
from cercle.measures.circle import Flow, Liability, flows, liability, velocity
from cercle.measures.data_quality import Quality, quality
from cercle.measures.fairness import Spread, gini, spread
from cercle.measures.people import (
    Engagement,
    Enrolment,
    MonthlyPeople,
    Wave,
    engagement,
    enrolment,
    monthly_people,
    retention,
)
from cercle.measures.period import Month, Period
from cercle.measures.programmes import (
    MoneyCost,
    ProgrammeFigures,
    ProgrammeMonth,
    by_month,
    profit_and_loss,
)
from cercle.measures.purses import Spending, spending
from cercle.measures.review_times import Review, reviews
from cercle.measures.services import Demand, ServiceFigures, demand
from cercle.measures.validators import Load, Ring, concentration, loads, rings

__all__ = [
    "Demand",
    "Engagement",
    "Enrolment",
    "Flow",
    "Liability",
    "Load",
    "MoneyCost",
    "Month",
    "MonthlyPeople",
    "Period",
    "ProgrammeFigures",
    "ProgrammeMonth",
    "Quality",
    "Review",
    "Ring",
    "Runway",
    "ServiceFigures",
    "Spending",
    "Spread",
    "Wave",
    "by_month",
    "concentration",
    "demand",
    "engagement",
    "enrolment",
    "flows",
    "gini",
    "liability",
    "loads",
    "monthly_people",
    "profit_and_loss",
    "quality",
    "retention",
    "reviews",
    "rings",
    "runways",
    "spending",
    "spread",
    "velocity",
]
