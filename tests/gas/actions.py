"""Every action whose gas is measured, each in a transaction of its own, so that its storage is cold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ape
from ape.api import AccountAPI, ReceiptAPI
from ape.contracts import ContractInstance
from eth_abi import encode
from eth_utils import keccak

from ..contracts.circle import (
    DAY,
    NOBODY,
    Circle,
    Person,
    admit,
    at,
    deploy_circle,
    join_message,
    open_programme,
)
from ..contracts.typed_data import sign

# Fixed, so that signatures and deadlines, and with them the price of their zero bytes, are the same every day.
START = 2_000_000_000
DEADLINE = START + 60 * DAY
# Of an invitation among 32,000.
PROOF = [keccak(bytes([level])) for level in range(15)]
INVITED = 40_000
BATCH = 50
PRICE = 10**18

Measurement = tuple[str, int]


def evidence(number: int) -> bytes:
    return keccak(number.to_bytes(4, "big"))


@dataclass
class Scene:
    """A circle at work: budgets with something reserved, people who hold tokens, orders in every state."""

    circle: Circle
    member: Person
    validators: list[Person]
    provider: Person
    _next: int = field(default=0)

    UNCAPPED, CAPPED, QUORUM_ONE, QUORUM_ONE_CAPPED = 1, 2, 3, 4
    UNLIMITED, LIMITED = 1, 2

    def fresh(self) -> bytes:
        """Evidence, or a salt, that was not used before."""
        self._next += 1
        return evidence(self._next)

    def submit(self, programme_id: int = UNCAPPED) -> tuple[bytes, ReceiptAPI]:
        proof = self.fresh()
        registry = self.circle.registry
        receipt = registry.submit(self.member.id, programme_id, 200, proof, sender=self.member.account)
        return registry.contributionId(self.member.id, programme_id, proof), receipt

    def attest(self, validator: Person, *ids: bytes) -> ReceiptAPI:
        votes = [(contribution, 200) for contribution in ids]
        return self.circle.registry.attest(validator.id, self.UNCAPPED, True, votes, sender=validator.account)

    def accepted(self) -> bytes:
        contribution, _ = self.submit()
        for validator in self.validators:
            self.attest(validator, contribution)
        return contribution

    def record(self, programme_id: int) -> ReceiptAPI:
        """Fifty members, who have no wallet yet, in one batch."""
        records = [(100 + offset, 200, self.fresh()) for offset in range(BATCH)]
        validator = self.validators[0]
        return self.circle.registry.record(validator.id, programme_id, records, sender=validator.account)

    def redeem(self, service_id: int = UNLIMITED) -> tuple[bytes, ReceiptAPI]:
        salt = self.fresh()
        catalog = self.circle.catalog
        receipt = catalog.redeem(self.member.id, service_id, PRICE, salt, sender=self.member.account)
        return catalog.orderIdOf(self.member.id, service_id, salt), receipt

    def fulfil(self, order: bytes) -> ReceiptAPI:
        return self.circle.catalog.fulfil(self.provider.id, order, sender=self.provider.account)


def set_scene(accounts: list[AccountAPI]) -> Scene:
    """A circle deployed by an account that never sent anything, so that all addresses are the same every time."""
    deployer, *wallets = accounts
    assert deployer.nonce == 0
    at(START)
    circle = deploy_circle(deployer)
    people = [Person(wallet, number) for wallet, number in zip(wallets, admit(circle, *wallets), strict=True)]
    member, vera, victor, provider = people
    scene = Scene(circle, member, [vera, victor], provider)
    circle.members.openCohort(circle.members.enrolled() + 1, evidence(0), 1_000, DEADLINE, sender=deployer)
    month = {"cap": 100_000, "cap_period": 30}
    budget = 10**22
    open_programme(circle, Scene.UNCAPPED, validators=[vera, victor], budget=budget)
    open_programme(circle, Scene.CAPPED, validators=[vera, victor], budget=budget, **month)
    open_programme(circle, Scene.QUORUM_ONE, quorum=1, validators=[vera], budget=budget)
    open_programme(circle, Scene.QUORUM_ONE_CAPPED, quorum=1, validators=[vera], budget=budget, **month)
    circle.token.mint(10**22, sender=deployer)
    circle.token.setTransferPolicy(1, sender=deployer)
    for holder in people:
        circle.token.transfer(holder.account, 100 * PRICE, sender=deployer)
    circle.token.setTransferPolicy(0, sender=deployer)
    circle.token.approve(circle.catalog, 2**256 - 1, sender=member.account)
    stock, tenth = 50, 1_000
    for limit in (0, 5):
        service = (provider.id, PRICE, stock, limit, DAY, DAY, tenth)
        circle.catalog.list(service, evidence(0), sender=deployer)
    scene.accepted()
    scene.redeem()
    return scene


def contributions(scene: Scene) -> Iterator[Measurement]:
    circle, member, (vera, victor) = scene.circle, scene.member, scene.validators
    registry = circle.registry
    contribution, receipt = scene.submit()
    yield "submit, no cap", receipt.gas_used
    yield "submit, capped, first of a period", scene.submit(Scene.CAPPED)[1].gas_used
    yield "submit, capped", scene.submit(Scene.CAPPED)[1].gas_used
    message = {"memberId": member.id, "programmeId": Scene.UNCAPPED, "units": 200, "evidence": scene.fresh()}
    message["deadline"] = deadline()
    signature = sign(member.account, registry, "Submit", message)
    yield (
        "submit by signature, no cap",
        registry.submitBySig(*message.values(), signature, sender=circle.admin).gas_used,
    )
    bar = registry.withdraw(member.id, Scene.UNCAPPED, scene.fresh(), sender=member.account)
    yield "withdraw, never submitted", bar.gas_used

    yield "attest, below quorum", scene.attest(vera, contribution).gas_used
    yield "attest, at quorum", scene.attest(victor, contribution).gas_used
    batch = [scene.submit()[0] for _ in range(BATCH)]
    yield "attest, below quorum, each of 50", scene.attest(vera, *batch).gas_used // BATCH
    yield "attest, at quorum, each of 50", scene.attest(victor, *batch).gas_used // BATCH
    yield "record and accept, no cap, each of 50", scene.record(Scene.QUORUM_ONE).gas_used // BATCH
    first = scene.record(Scene.QUORUM_ONE_CAPPED).gas_used // BATCH
    yield "record and accept, capped, first of a period, each of 50", first
    yield "record and accept, capped, each of 50", scene.record(Scene.QUORUM_ONE_CAPPED).gas_used // BATCH

    challenged = scene.accepted()
    yield "challenge", registry.challenge(vera.id, challenged, evidence(0), sender=vera.account).gas_used
    at(ape.chain.pending_timestamp + 3 * DAY)
    yield "claim one, holder", registry.claim(member.id, [contribution], sender=member.account).gas_used
    yield (
        "claim, holder, each of ten",
        registry.claim(member.id, batch[:10], sender=member.account).gas_used // 10,
    )
    message = {"memberId": member.id, "ids": batch[10:11], "deadline": deadline()}
    signature = sign(member.account, registry, "Claim", message)
    signed = registry.claimBySig(*message.values(), signature, sender=circle.admin)
    yield "claim one by signature, holder", signed.gas_used


def services(scene: Scene) -> Iterator[Measurement]:
    catalog, member, admin = scene.circle.catalog, scene.member, scene.circle.admin
    order, receipt = scene.redeem()
    yield "redeem, no limit", receipt.gas_used
    yield "redeem, limit, first of a member", scene.redeem(Scene.LIMITED)[1].gas_used
    cancelled, receipt = scene.redeem(Scene.LIMITED)
    yield "redeem, limit", receipt.gas_used
    yield "cancel, limit", catalog.cancel(member.id, cancelled, sender=member.account).gas_used
    message = {
        "memberId": member.id,
        "serviceId": 1,
        "price": PRICE,
        "salt": scene.fresh(),
        "deadline": deadline(),
    }
    signature = sign(member.account, catalog, "Redeem", message)
    yield (
        "redeem by signature, no limit",
        catalog.redeemBySig(*message.values(), signature, sender=admin).gas_used,
    )
    yield "fulfil", scene.fulfil(order).gas_used
    confirmed, _ = scene.redeem()
    scene.fulfil(confirmed)
    yield "confirm", catalog.confirm(member.id, confirmed, sender=member.account).gas_used
    disputed, _ = scene.redeem()
    scene.fulfil(disputed)
    yield "dispute", catalog.dispute(member.id, disputed, evidence(0), sender=member.account).gas_used
    at(ape.chain.pending_timestamp + DAY)
    yield "settle", catalog.settle(order, sender=admin).gas_used


def joining(scene: Scene, invite_key: AccountAPI, wallet: AccountAPI) -> Iterator[Measurement]:
    members = scene.circle.members
    receipt = activate(scene, invite_key, wallet, lambda message: sign(wallet, members, "Join", message))
    yield "activate, two ECDSA signatures", receipt.gas_used


def activate(
    scene: Scene,
    invite_key: AccountAPI,
    wallet: AccountAPI | ContractInstance,
    consent: Callable[[dict[str, Any]], bytes],
) -> ReceiptAPI:
    """Invites 32,000 people, the first of whom joins with the wallet; ``consent`` signs its ``Join``."""
    members, admin = scene.circle.members, scene.circle.admin
    first = members.enrolled() + 1
    cohort = members.cohorts() + 1
    node = keccak(keccak(encode(["uint32", "uint32", "address"], [cohort, first, invite_key.address])))
    for sibling in PROOF:
        node = keccak(min(node, sibling) + max(node, sibling))
    members.openCohort(first, node, 32_000, DEADLINE, sender=admin)
    until = deadline()
    invitation = {"memberId": first, "wallet": str(wallet.address), "referrer": 0, "deadline": until}
    activation: tuple[Any, ...] = (cohort, first, 0, 1, invite_key.address, wallet.address, NOBODY, until)
    signatures = [
        sign(invite_key, members, "Activate", invitation),
        consent(join_message(first, wallet, until)),
    ]
    return members.activate(activation, PROOF, *signatures, sender=admin)


def deadline() -> int:
    return int(ape.chain.pending_timestamp) + 1_000


def tokens(scene: Scene) -> Iterator[Measurement]:
    token, admin, member = scene.circle.token, scene.circle.admin, scene.member
    receipt = token.transfer(scene.provider.account, 1, sender=member.account)
    yield "transfer, members only, holder", receipt.gas_used
    yield "mint", token.mint(PRICE, sender=admin).gas_used
