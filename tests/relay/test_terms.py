"""The `relay:` section of a community's YAML."""

import pytest

from cercle.config import BrokenConfig, parse_config
from cercle.contracts import ROOT

ALUMNI = (ROOT / "communities" / "alumni.yaml").read_text().split("\nrelay:")[0]


def with_relay(section):
    return parse_config(f"{ALUMNI}\nrelay: {section}\n", "alumni.yaml")


def test_terms__that_fit_together__are_taken():
    terms = with_relay("{account: TEST::9, actions_per_member: 5, floor: 0.25, highest_fee: 300}").relay
    assert (terms.account, terms.actions_per_member, str(terms.floor)) == ("TEST::9", 5, "0.25")
    assert terms.embedded and terms.queue is None


def test_terms__left_out__have_sensible_limits():
    terms = with_relay("{}").relay
    assert terms.account is None and terms.gas_per_action <= terms.gas_per_member <= terms.gas_a_day


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("{account: TEST::1}", "TEST::1 has another task"),
        ("{account: TEST::3}", "TEST::3 has another task"),
        ("{actions_per_member: 10, actions_a_day: 9}", "more than all together"),
        ("{gas_per_member: 3_000_000, gas_per_action: 3_000_001}", "more than a member has in a day"),
        ("{floor: -1}", "is negative"),
        ("{highest_fee: 0}", "at least 1"),
        ("{acount: TEST::9}", "did you mean account"),
    ],
)
def test_terms__that_make_no_sense__are_refused_with_their_line(section, words):
    with pytest.raises(BrokenConfig, match=words):
        with_relay(section)
