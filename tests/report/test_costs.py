"""What a programme costs in money: in the YAML, and only there."""

from decimal import Decimal

import pytest

from cercle.config import BrokenConfig, parse_config
from cercle.config_models import Costs
from cercle.contracts import ROOT

ALUMNI = (ROOT / "communities" / "alumni.yaml").read_text()
UNIT = "    tokens_per_unit: 10\n"


def test_costs__are_read_exactly_and_are_optional():
    with_costs = ALUMNI.replace(UNIT, f"{UNIT}    costs: {{a_year: 4_000, a_unit: 2.50}}\n")
    config = parse_config(f"currency: CHF\n{with_costs}", "alumni.yaml")
    assert config.currency == "CHF"
    assert config.programmes["mentoring"].costs == Costs(a_year=Decimal(4000), a_unit=Decimal("2.5"))
    assert config.programmes["jury"].costs is None


@pytest.mark.parametrize("costs", ["{a_unit: 2.555}", "{a_year: -1}", "{a_month: 3}"])
def test_costs__in_fractions_of_a_cent_negative_or_unknown__are_refused(costs):
    with pytest.raises(BrokenConfig) as caught:
        parse_config(ALUMNI.replace(UNIT, f"{UNIT}    costs: {costs}\n"), "alumni.yaml")
    (found,) = caught.value.problems
    assert found.line == ALUMNI[: ALUMNI.index(UNIT)].count("\n") + 2
