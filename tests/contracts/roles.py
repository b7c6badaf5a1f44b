"""Rights as the tests give them: one function of one contract, to one person."""

from ape.contracts import ContractInstance
from eth_utils import keccak

from .circle import Circle, Person

ARBITERS = 7
GUARDIANS = 9


def _reserve_for(circle: Circle, role: int, contract: ContractInstance, function: str) -> None:
    """From now on `function` is the role's, and nobody else's."""
    method = contract.contract_type.mutable_methods[function]
    selector = keccak(text=method.selector)[:4]
    circle.manager.setTargetFunctionRole(contract, [selector], role, sender=circle.admin)


def let_arbiters(circle: Circle, contract: ContractInstance, function: str) -> None:
    """From now on `function` is the arbiters', and nobody else's."""
    _reserve_for(circle, ARBITERS, contract, function)


def make_arbiter(circle: Circle, person: Person) -> None:
    """Gives the person the arbiters' role."""
    circle.manager.grantRole(ARBITERS, person.account, 0, sender=circle.admin)


def make_guardian(circle: Circle, person: Person) -> None:
    """Gives the person the guardians' role, which challenges and nothing else."""
    _reserve_for(circle, GUARDIANS, circle.registry, "challengeAsGuardian")
    circle.manager.grantRole(GUARDIANS, person.account, 0, sender=circle.admin)
