"""What rounds are tied to."""

import ape

from ..circle import OPENING_DELAY
from ..refusal import refused


def test_construction__is_what_the_views_show(circle):
    rounds = circle.rounds
    assert (rounds.members(), rounds.registry()) == (circle.members.address, circle.registry.address)
    assert (rounds.OPENING_DELAY(), rounds.isAllowed(circle.token)) == (OPENING_DELAY, True)
    assert rounds.authority() == circle.manager.address
    assert circle.token.rounds() == rounds.address


def test_construction__for_a_token_made_for_other_rounds__is_refused(circle):
    with refused(circle.rounds.Rounds_NotTheTokens, rounds=circle.rounds.address):
        circle.admin.deploy(
            ape.project.RewardRounds, circle.manager, circle.members, circle.registry, circle.token, 0
        )
