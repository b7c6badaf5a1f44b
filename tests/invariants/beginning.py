"""The circle in which every walk begins: who is there, what is open, what is funded; and the model of it."""

import copy

from ape.api import AccountAPI
from eth_utils import keccak

from tests.contracts.circle import (
    ARBITRATION_PERIOD,
    DAY,
    DECISION_PERIOD,
    HOUR,
    RECOVERY_COOLDOWN,
    RECOVERY_DELAY,
    RECOVERY_WINDOW,
    RESOLUTION_PERIOD,
    ROTATION_DELAY,
    Circle,
    admit,
    deploy_circle,
    now,
)
from tests.contracts.members.invitations import invite

from .model_contributions import ContributionsModel, Programme
from .model_members import Member, MembersModel, Policy
from .model_services import Service, ServicesModel
from .views import deploy_multicall
from .walk import Start

ISSUANCE_LIMIT = 200_000
ISSUANCE_PERIOD = 30 * DAY
PUBLIC_ROLE = 2**64 - 1
UNLIMITED = 2**256 - 1
PURSE = 4_000
BUDGET = 6_000
NOTHING = b"\0" * 32

# Members 1 to 6 have wallets, 7 was invited; 3, 4 and 5 are the first validators, and 1, who validates what is
# also their own.
PROGRAMMES = [
    Programme(1, 10, 2, 2 * DAY, 0, 0, 30, [3, 4, 1], {3, 4, 1}),
    Programme(2, 3, 1, 0, 500, 7, 31, [3, 5], {3, 5}),
    Programme(3, 7, 3, DAY, 600, 30, 30, [3, 4, 5, 1], {3, 4, 5, 1}),
]
SERVICES = [
    Service(1, 6, 1_000, 3, 0, 3 * DAY, 2 * DAY, 5_000),
    Service(2, 2, 7, 2**32 - 1, 2, 6 * HOUR, DAY, 3_333),
    Service(3, 7, 300, 1, 1, 5 * DAY, DAY, 10_000),
    Service(4, 6, 999, 2, 1, DAY, DAY, 0),
]


def begin(accounts: list[AccountAPI]) -> Start:
    """Deploys the circle and everything walks need; cheap enough to be done once."""
    circle = deploy_circle(
        accounts[0], treasury=accounts[8], issuance_limit=ISSUANCE_LIMIT, issuance_period=ISSUANCE_PERIOD
    )
    wallets = list(accounts[1:7])
    ids = admit(circle, *wallets)
    people = MembersModel(
        ROTATION_DELAY, RECOVERY_DELAY, RECOVERY_WINDOW, RECOVERY_COOLDOWN, ISSUANCE_LIMIT, ISSUANCE_PERIOD
    )
    for member_id, wallet in zip(ids, wallets, strict=True):
        people.members[member_id] = Member(member_id, wallet)
        people.member_of[wallet.address] = member_id
    (invitation,) = invite(circle, accounts[9], deadline=now() + 3650 * DAY)
    people.members[invitation.member_id] = Member(invitation.member_id)
    people.balances.update({str(each.address): 0 for each in (circle.escrow, circle.catalog)})
    contributions = ContributionsModel(people, str(circle.escrow.address), RESOLUTION_PERIOD, DECISION_PERIOD)
    services = ServicesModel(people, str(circle.catalog.address), ARBITRATION_PERIOD)
    fill_purses(circle, people)
    open_programmes(circle, contributions)
    list_services(circle, services)
    let_everybody_decide(circle)
    return Start(
        circle=circle,
        multicall=deploy_multicall(accounts[0]),
        invitations={invitation.member_id: invitation},
        strangers=[accounts[7], accounts[10]],
        spare=list(accounts[11:20]),
        moment=now() + HOUR,
        people=people,
        contributions=contributions,
        services=services,
    )


def fill_purses(circle: Circle, people: MembersModel) -> None:
    treasury = str(circle.treasury.address)
    amount = 6 * PURSE + 10 * BUDGET
    assert not people.issue(treasury, amount, now())
    circle.token.mint(amount, sender=circle.admin)
    circle.token.approve(circle.escrow, UNLIMITED, sender=circle.treasury)
    circle.token.setTransferPolicy(Policy.OPEN, sender=circle.admin)
    for member in people.members.values():
        if member.wallet is not None:
            circle.token.transfer(member.wallet, PURSE, sender=circle.treasury)
            people.move(treasury, member.wallet.address, PURSE)
            circle.token.approve(circle.catalog, UNLIMITED, sender=member.wallet)
    circle.token.setTransferPolicy(people.policy, sender=circle.admin)


def open_programmes(circle: Circle, model: ContributionsModel) -> None:
    for programme in copy.deepcopy(PROGRAMMES):
        terms = (
            *(programme.rate, programme.quorum, programme.window),
            *(programme.cap, programme.cap_period, programme.claim_within),
        )
        circle.registry.openProgramme(programme.id, terms, NOTHING, programme.numbers, sender=circle.admin)
        model.programmes[programme.id] = programme
        assert not model.fund(set(), str(circle.treasury.address), programme, BUDGET)
        circle.escrow.fund(programme.id, BUDGET, sender=circle.treasury)


def list_services(circle: Circle, model: ServicesModel) -> None:
    for service in copy.deepcopy(SERVICES):
        terms = (
            *(service.provider, service.price, service.stock, service.limit),
            *(service.fulfil_window, service.confirm_window, service.burn_share),
        )
        circle.catalog.list(terms, NOTHING, sender=circle.admin)
        model.services[service.id] = service


def let_everybody_decide(circle: Circle) -> None:
    """Whoever is a member and no side may arbitrate, resolve and guard, so that a walk finds who may not."""
    decisions = (
        (circle.catalog, "arbitrate"),
        (circle.registry, "resolve"),
        (circle.registry, "challengeAsGuardian"),
    )
    for contract, name in decisions:
        selector = contract.contract_type.methods[name].selector
        roles = circle.manager.setTargetFunctionRole
        roles(contract, [keccak(text=selector)[:4]], PUBLIC_ROLE, sender=circle.admin)
