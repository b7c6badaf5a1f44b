"""mint, mintToBudget

├── caller has no role → refused (members/test_restricted.py)
├── more than is left of the period's limit, or than the cap leaves room for → refused (test_limits.py)
└── otherwise → issued to the treasury, or into a programme's budget, and to nobody else
"""

from eth_utils import keccak

from ..circle import DAY, ISSUANCE_LIMIT, ISSUANCE_PERIOD, at, open_programme
from ..refusal import refused

MINT = keccak(text="mint(uint256)")[:4]


def test_mint__goes_to_the_treasury(circle, treasury):
    receipt = circle.token.mint(500, sender=circle.admin)
    left = ISSUANCE_LIMIT - 500
    assert circle.token.Issued(500, left) in receipt.events
    assert circle.token.balanceOf(treasury.account) == 500
    assert circle.token.totalSupply() == 500
    assert circle.token.issuanceLeft() == left


def test_mint__nothing__issues_nothing(circle):
    circle.token.mint(0, sender=circle.admin)
    assert circle.token.totalSupply() == 0
    assert circle.token.issuanceLeft() == ISSUANCE_LIMIT


def test_mint_to_budget__goes_to_the_programme(circle, vera, victor):
    open_programme(circle, 1, validators=[vera, victor])
    receipt = circle.token.mintToBudget(1, 500, sender=circle.admin)
    assert circle.token.Issued(500, ISSUANCE_LIMIT - 500) in receipt.events
    assert circle.escrow.budgetOf(1).available == 500
    assert circle.token.balanceOf(circle.escrow) == 500
    assert circle.token.balanceOf(circle.token) == 0
    assert circle.token.allowance(circle.token, circle.escrow) == 0


def test_mint_to_budget__of_a_programme_never_opened__is_refused_and_issues_nothing(circle):
    with refused(circle.escrow.Escrow_UnknownProgramme, programmeId=9):
        circle.token.mintToBudget(9, 500, sender=circle.admin)
    assert circle.token.totalSupply() == 0


def test_mint_to_budget__nothing__is_refused(circle, vera, victor):
    open_programme(circle, 1, validators=[vera, victor])
    with refused(circle.escrow.Escrow_ZeroAmount):
        circle.token.mintToBudget(1, 0, sender=circle.admin)


def test_limit_of_the_whole_circle__is_the_default(circle):
    assert circle.token.issuanceLeft() == circle.token.ISSUANCE_LIMIT() == ISSUANCE_LIMIT
    assert circle.token.ISSUANCE_PERIOD() == ISSUANCE_PERIOD


def test_minter__role_taken_away__can_issue_no_more(circle, stranger):
    """T3: the admin stops a minter whose key was stolen."""
    minter, role = stranger.account, 7
    circle.manager.setTargetFunctionRole(circle.token, [MINT], role, sender=circle.admin)
    circle.manager.grantRole(role, minter, 0, sender=circle.admin)
    circle.token.mint(1, sender=minter)
    circle.manager.revokeRole(role, minter, sender=circle.admin)
    with refused(circle.token.AccessManagedUnauthorized, caller=minter.address):
        circle.token.mint(1, sender=minter)


def test_minter__with_an_execution_delay__must_announce_it_first(circle, stranger):
    minter, role = stranger.account, 7
    circle.manager.setTargetFunctionRole(circle.token, [MINT], role, sender=circle.admin)
    circle.manager.grantRole(role, minter, DAY, sender=circle.admin)
    mint = circle.token.mint.encode_input(1)
    operation = circle.manager.hashOperation(minter, circle.token, mint)
    with refused(circle.manager.AccessManagerNotScheduled, operationId=operation):
        circle.token.mint(1, sender=minter)
    scheduled = circle.manager.schedule(circle.token, mint, 0, sender=minter)
    at(scheduled.timestamp + DAY)
    circle.manager.execute(circle.token, mint, sender=minter)
    assert circle.token.totalSupply() == 1
