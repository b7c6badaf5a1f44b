"""A rehearsal follows the contracts' rules: rate, cap, budget. Figures by hand."""

from datetime import date
from decimal import Decimal

import pytest

from cercle.config import load_config
from cercle.contracts import ROOT
from cercle.rehearsal import Activity, Deed, Rehearsal, Why, rehearse

ALUMNI = load_config(ROOT / "communities" / "alumni.yaml")
# Mentoring: 10 tokens a unit, at most 40 units in 30 days, quorum 2, 3 seats, budget 60,000.
FIRST_OF_A_PERIOD = date.fromordinal(date(1970, 1, 1).toordinal() + 30 * 680)


def deed(
    units: str, day: date = FIRST_OF_A_PERIOD, member: str = "ann", programme: str = "mentoring"
) -> Deed:
    return Deed(day, member, programme, Decimal(units))


def of(*deeds: Deed, before: dict[str, Decimal] | None = None, endless: bool = False) -> Rehearsal:
    return rehearse(Activity("a test", deeds, before), ALUMNI, endless=endless)


def test_earned__is_units_times_rate():
    found = of(deed("1.5"), deed("0.25", member="ben"), deed("1", programme="jury"))
    assert {one.member: one.earned for one in found.members} == {"ann": Decimal("55"), "ben": Decimal("2.5")}
    assert found.earned == Decimal("57.5")
    assert dict(found.months) == {f"{FIRST_OF_A_PERIOD:%Y-%m}": Decimal("57.5")}


@pytest.mark.parametrize(("second", "refused"), [("10", 0), ("10.01", 1)])
def test_cap__at_it_is_taken_and_beyond_it_refused_whole(second, refused):
    found = of(deed("30"), deed(second))
    assert len(found.refused) == refused
    assert found.earned == Decimal(400 - 100 * refused)
    if refused:
        assert (found.refused[0].why, found.refused[0].left) == (Why.Cap, Decimal(10))


def test_cap__counts_anew_in_the_next_period_and_not_a_day_before():
    last = date.fromordinal(FIRST_OF_A_PERIOD.toordinal() + 29)
    following = date.fromordinal(FIRST_OF_A_PERIOD.toordinal() + 30)
    assert len(of(deed("40"), deed("1", last)).refused) == 1
    assert len(of(deed("40"), deed("1", following)).refused) == 0
    assert len(of(deed("40"), deed("1", member="ben")).refused) == 0


def test_budget__what_is_beyond_it__is_refused_unless_endless():
    deeds = [deed("40", member=f"m{number}") for number in range(151)]  # 400 tokens each, of 60,000
    found = of(*deeds)
    (programme,) = found.programmes
    assert (programme.rewarded, programme.earned, programme.needed) == (150, 60_000, 60_400)
    assert (programme.missing, programme.short_on) == (400, FIRST_OF_A_PERIOD)
    assert [(one.why, one.left) for one in found.refused] == [(Why.Budget, 0)]
    endless = of(*deeds, endless=True)
    assert (endless.earned, endless.budget_needed, endless.refused) == (60_400, 60_400, ())


def test_votes_a_seat__is_deeds_times_quorum_by_seats():
    (programme,) = of(*[deed("1", member=str(one)) for one in range(6)]).programmes
    assert programme.votes_per_seat == 4  # 6 × 2 / 3


def test_compared__with_what_was_earned_before():
    found = of(
        deed("2"), deed("1", member="ben"), before={"ann": Decimal(5), "cleo": Decimal(7), "ben": Decimal(10)}
    )
    assert [(one.member, one.change) for one in found.winners] == [("ann", 15)]
    assert [(one.member, one.change) for one in found.losers] == [("cleo", -7)]
    assert found.gini_before is not None and of(deed("1")).gini_before is None
