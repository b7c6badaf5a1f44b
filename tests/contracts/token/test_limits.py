"""How much can be issued: in a period, and altogether

├── more than is left of the period's limit → refused
├── more than the cap leaves room for → refused
└── otherwise → issued

Periods are those of the clock, counted from 1970: what is left at a period's end cannot be saved up, and what is
issued on both sides of an edge is at most twice the limit.
"""

import pytest

from ..circle import DAY, admit, at, deploy_circle, mine_at, now, open_programme
from ..refusal import refused

LIMIT = 1000
PERIOD = 10 * DAY


@pytest.fixture(scope="module", autouse=True)
def small(accounts):
    """A circle that issues 1,000 base units in ten days and 2,500 altogether."""
    return deploy_circle(
        accounts[0], treasury=accounts[8], cap=2500, issuance_limit=LIMIT, issuance_period=PERIOD
    )


def next_edge(period: int = PERIOD) -> int:
    """When the next period begins."""
    return (now() // period + 1) * period


# -- the period's limit (T3) ------------------------------------------------------------------------------------


@pytest.mark.parametrize("amounts", [[LIMIT], [LIMIT - 1, 1], [400, 400, 200]])
def test_limit__used_up_in_any_steps__one_more_is_refused(small, amounts):
    for amount in amounts:
        small.token.mint(amount, sender=small.admin)
    with refused(small.token.Token_IssuanceLimit, amount=1, left=0, nextPeriodAt=next_edge()):
        small.token.mint(1, sender=small.admin)


@pytest.mark.parametrize("amount", [LIMIT + 1, 2**128, 2**256 - 1])
def test_limit__more_than_all_of_it_at_once__is_refused(small, amount):
    with refused(small.token.Token_IssuanceLimit, amount=amount, left=LIMIT, nextPeriodAt=next_edge()):
        small.token.mint(amount, sender=small.admin)


def test_limit__budgets_count_too(small, accounts):
    validators = admit(small, accounts[9])
    open_programme(small, 1, quorum=1, validators=validators, budget=LIMIT - 10)
    for mint in (
        lambda: small.token.mint(11, sender=small.admin),
        lambda: small.token.mintToBudget(1, 11, sender=small.admin),
    ):
        with refused(small.token.Token_IssuanceLimit, amount=11, left=10, nextPeriodAt=next_edge()):
            mint()


def test_limit__a_burn__gives_nothing_back(small, treasury):
    small.token.mint(LIMIT, sender=small.admin)
    small.token.burn(LIMIT, sender=treasury.account)
    with refused(small.token.Token_IssuanceLimit, amount=1, left=0, nextPeriodAt=next_edge()):
        small.token.mint(1, sender=small.admin)


def test_limit__last_second_of_the_period__still_binds(small):
    edge = next_edge()
    small.token.mint(LIMIT, sender=small.admin)
    at(edge - 1)
    with refused(small.token.Token_IssuanceLimit, amount=1, left=0, nextPeriodAt=edge):
        small.token.mint(1, sender=small.admin)


@pytest.mark.parametrize("after", [0, 1])
def test_limit__from_the_next_period_on__is_whole_again_and_no_more(small, after):
    edge = next_edge()
    small.token.mint(LIMIT, sender=small.admin)
    mine_at(edge + after)
    assert small.token.issuanceLeft() == LIMIT
    with refused(small.token.Token_IssuanceLimit, amount=LIMIT + 1, left=LIMIT, nextPeriodAt=edge + PERIOD):
        small.token.mint(LIMIT + 1, sender=small.admin)
    small.token.mint(LIMIT, sender=small.admin)
    assert small.token.issuanceLeft() == 0


def test_limit__periods_left_unused__are_not_saved_up(small):
    mine_at(next_edge() + 5 * PERIOD)
    assert small.token.issuanceLeft() == LIMIT


# -- the cap (T2): on the present supply, so a burn makes room ---------------------------------------------------


@pytest.fixture
def nearly_full(small):
    """2,000 of 2,500 issued, in the two periods before."""
    small.token.mint(LIMIT, sender=small.admin)
    at(next_edge())
    small.token.mint(LIMIT, sender=small.admin)
    at(next_edge())
    small.token.mint(0, sender=small.admin)
    return small


def test_cap__reached_exactly__is_possible(nearly_full):
    nearly_full.token.mint(500, sender=nearly_full.admin)
    assert nearly_full.token.totalSupply() == nearly_full.token.cap() == 2500


def test_cap__one_more__is_refused(nearly_full):
    with refused(nearly_full.token.ERC20ExceededCap, increasedSupply=2501, cap=2500):
        nearly_full.token.mint(501, sender=nearly_full.admin)
    nearly_full.token.mint(499, sender=nearly_full.admin)
    with refused(nearly_full.token.ERC20ExceededCap, increasedSupply=2501, cap=2500):
        nearly_full.token.mint(2, sender=nearly_full.admin)


def test_cap__budgets_count_too(nearly_full, accounts):
    validators = admit(nearly_full, accounts[9])
    open_programme(nearly_full, 1, quorum=1, validators=validators)
    with refused(nearly_full.token.ERC20ExceededCap, increasedSupply=2501, cap=2500):
        nearly_full.token.mintToBudget(1, 501, sender=nearly_full.admin)


def test_cap__a_burn__makes_room_within_the_limit(nearly_full, treasury):
    nearly_full.token.mint(500, sender=nearly_full.admin)
    nearly_full.token.burn(300, sender=treasury.account)
    nearly_full.token.mint(300, sender=nearly_full.admin)
    with refused(nearly_full.token.ERC20ExceededCap, increasedSupply=2501, cap=2500):
        nearly_full.token.mint(1, sender=nearly_full.admin)
