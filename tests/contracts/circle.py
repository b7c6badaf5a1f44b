"""One whole circle of contracts for tests: one valid default, a test states only what differs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ape
import rlp
from ape.api import AccountAPI
from ape.contracts import ContractContainer, ContractInstance
from eth_utils import keccak, to_canonical_address, to_checksum_address
from ethpm_types import ContractType

from .typed_data import sign

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

ROTATION_DELAY = 2 * DAY
RECOVERY_DELAY = 7 * DAY
RECOVERY_WINDOW = 14 * DAY
RECOVERY_COOLDOWN = 30 * DAY
FIRST_PAYMENT_DELAY = 0
CAP = 10**27
ISSUANCE_LIMIT = 10**24
ISSUANCE_PERIOD = 30 * DAY
RESOLUTION_PERIOD = 14 * DAY
DECISION_PERIOD = 30 * DAY
ARBITRATION_PERIOD = 14 * DAY
OPENING_DELAY = 3 * DAY
MEMBERS_MAY_OFFER = True

NOBODY = "0x" + 40 * "0"
NOTHING = b"\0" * 32
CHARTER = b"\1" * 32

ACCESS_MANAGER = "node_modules/@openzeppelin/contracts/build/contracts/AccessManager.json"


def address_of_creation(sender: str, nonce: int) -> str:
    """The address of the contract that a sender creates with a nonce."""
    return str(to_checksum_address(keccak(rlp.encode([to_canonical_address(sender), nonce]))[12:]))


@dataclass(frozen=True)
class Person:
    """Somebody with a wallet; `id` is the member id, zero for somebody who is no member."""

    account: AccountAPI
    id: int = 0

    @property
    def address(self) -> str:
        return str(self.account.address)


@dataclass(frozen=True)
class Circle:
    """The contracts of one community. `admin` holds ADMIN, so may call everything that is restricted, at once."""

    manager: ContractInstance
    members: ContractInstance
    token: ContractInstance
    registry: ContractInstance
    escrow: ContractInstance
    catalog: ContractInstance
    rounds: ContractInstance
    accounts: ContractInstance
    account_code: ContractInstance
    treasury: AccountAPI
    admin: AccountAPI


@cache
def access_manager() -> ContractContainer:
    """OpenZeppelin's AccessManager as OpenZeppelin compiled it: the artifact in their npm package."""
    artifact = json.loads((Path(ape.project.path) / ACCESS_MANAGER).read_text())
    return ContractContainer(
        ContractType.model_validate(
            {
                "contractName": artifact["contractName"],
                "abi": artifact["abi"],
                "deploymentBytecode": {"bytecode": artifact["bytecode"]},
                "runtimeBytecode": {"bytecode": artifact["deployedBytecode"]},
            }
        )
    )


def deploy_circle(
    deployer: AccountAPI,
    *,
    treasury: AccountAPI | None = None,
    rotation_delay: int = ROTATION_DELAY,
    recovery_delay: int = RECOVERY_DELAY,
    recovery_window: int = RECOVERY_WINDOW,
    recovery_cooldown: int = RECOVERY_COOLDOWN,
    first_payment_delay: int = FIRST_PAYMENT_DELAY,
    name: str = "Merci",
    symbol: str = "MRC",
    cap: int = CAP,
    issuance_limit: int = ISSUANCE_LIMIT,
    issuance_period: int = ISSUANCE_PERIOD,
    predecessor: str = NOBODY,
    resolution_period: int = RESOLUTION_PERIOD,
    decision_period: int = DECISION_PERIOD,
    members_may_offer: bool = MEMBERS_MAY_OFFER,
    arbitration_period: int = ARBITRATION_PERIOD,
    opening_delay: int = OPENING_DELAY,
) -> Circle:
    """Deploys and ties one community; the deployer stays its admin. Without a treasury, the deployer is it too."""
    treasury = treasury or deployer
    project = ape.project
    manager = deployer.deploy(access_manager(), deployer)
    members = deployer.deploy(
        project.MemberRegistry,
        manager,
        (rotation_delay, recovery_delay, recovery_window, recovery_cooldown, first_payment_delay),
    )
    accounts = deployer.deploy(
        project.MemberAccountFactory, manager, recovery_delay, recovery_window, recovery_cooldown
    )
    account_code = project.MemberAccount.at(accounts.implementation())
    # The token is made for an escrow, a catalogue and rounds that come after it: the next three contracts of the
    # deployer, the escrow being the registry's own first one.
    nonce = deployer.nonce
    next_registry = address_of_creation(deployer.address, nonce + 1)
    next_catalog = address_of_creation(deployer.address, nonce + 2)
    token = deployer.deploy(
        project.CommunityToken,
        manager,
        members,
        address_of_creation(next_registry, 1),
        next_catalog,
        address_of_creation(deployer.address, nonce + 3),
        (name, symbol, cap, issuance_limit, issuance_period, treasury),
    )
    registry = deployer.deploy(
        project.ContributionRegistry,
        manager,
        members,
        token,
        predecessor,
        resolution_period,
        decision_period,
    )
    escrow = project.RewardEscrow.at(registry.escrow())
    catalog = deployer.deploy(
        project.ServiceCatalog, manager, members, token, members_may_offer, arbitration_period
    )
    rounds = deployer.deploy(project.RewardRounds, manager, members, registry, token, opening_delay)
    members.publishCharter(CHARTER, sender=deployer)
    return Circle(
        manager, members, token, registry, escrow, catalog, rounds, accounts, account_code, treasury, deployer
    )


def now() -> int:
    """The timestamp of the next block, seconds."""
    return int(ape.chain.pending_timestamp)


def at(timestamp: int) -> None:
    """The next block, so the next transaction, happens exactly then."""
    ape.chain.pending_timestamp = timestamp


def mine_at(timestamp: int) -> None:
    """What views answer from now on is what they answer exactly then."""
    at(timestamp)
    ape.chain.mine()


def in_an_hour() -> int:
    """A deadline that is far enough for any test and near enough for the contracts."""
    return now() + HOUR


def join_message(
    member_id: int,
    wallet: AccountAPI | ContractInstance,
    deadline: int,
    charter: int = 1,
    recovery_key: str = NOBODY,
) -> dict[str, Any]:
    """What a wallet signs to become a member's (`Join`)."""
    return {
        "memberId": member_id,
        "wallet": str(wallet.address),
        "charter": charter,
        "recoveryKey": recovery_key,
        "deadline": deadline,
    }


def admit(circle: Circle, *accounts: AccountAPI, institution: bool = False) -> list[int]:
    """Admits wallets that consent by signature, under the next member ids, which are returned."""
    first = circle.members.enrolled() + 1
    charter = circle.members.charter().version
    deadline = in_an_hour()
    admissions = []
    for offset, account in enumerate(accounts):
        message = join_message(first + offset, account, deadline, charter)
        admissions.append((account, institution, sign(account, circle.members, "Join", message)))
    circle.members.admit(first, admissions, deadline, sender=circle.admin)
    return list(range(first, first + len(accounts)))


def open_programme(
    circle: Circle,
    programme_id: int = 1,
    *,
    rate: int = 10**16,
    quorum: int = 2,
    challenge_window: int = 3 * DAY,
    cap: int = 0,
    cap_period: int = 0,
    claim_within: int = 365,
    validators: Sequence[Person | int],
    budget: int = 0,
) -> int:
    """Opens a programme (rate in base units per 0.01 unit, windows in seconds, cap period and claim-within in
    days), funds it with `budget` base units where given, and returns its id."""
    terms = (rate, quorum, challenge_window, cap, cap_period, claim_within)
    seats = [person.id if isinstance(person, Person) else person for person in validators]
    circle.registry.openProgramme(programme_id, terms, NOTHING, seats, sender=circle.admin)
    if budget:
        fund(circle, programme_id, budget)
    return programme_id


def fund(circle: Circle, programme_id: int, amount: int) -> None:
    """Issues `amount` base units straight into a programme's budget."""
    circle.token.mintToBudget(programme_id, amount, sender=circle.admin)
