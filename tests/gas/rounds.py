"""The gas of a round of 32,000 entries."""

from collections.abc import Iterator

import ape

from ..contracts.circle import DAY, Person, admit, at, open_programme
from ..contracts.rounds.rounds import Round, announce
from .actions import PRICE, Measurement, Scene

ENTRIES = 32_000


def rounds(scene: Scene, new_wallets: list) -> Iterator[Measurement]:
    """Announced, funded, approved; collected by a holder, by somebody new, and by the first of 256 neighbours."""
    circle, admin = scene.circle, scene.circle.admin
    contract = circle.rounds
    open_programme(circle, 9, validators=scene.validators)
    new = [
        Person(wallet, number)
        for wallet, number in zip(new_wallets, admit(circle, *new_wallets), strict=True)
    ]
    opens = int(ape.chain.pending_timestamp) + 10 * DAY
    listed = [*range(1, ENTRIES - len(new) + 1), *(person.id for person in new)]
    shares = dict.fromkeys(listed, PRICE)
    one = Round(
        contract, shares, circle.token, str(admin.address), opens, opens + 90 * DAY, ENTRIES * PRICE, 9
    )
    circle.token.mint(one.total, sender=admin)
    circle.token.approve(contract, 2**256 - 1, sender=admin)
    announced = announce(circle, one).gas_used
    funded = contract.fund(one.terms, sender=admin).gas_used
    yield "round of 32,000: announce and fund", announced + funded
    for validator, when in zip(scene.validators, ("below quorum", "at quorum"), strict=True):
        receipt = contract.attest(validator.id, one.terms, sender=validator.account)
        yield f"round of 32,000: attest, {when}", receipt.gas_used
    at(opens)
    names = ["claim, new holder, first of 256", "claim, new holder"]
    for person, name in zip(
        [*new, scene.provider, scene.member], [*names, None, "claim, holder"], strict=True
    ):
        receipt = contract.claim(person.id, [one.entry(person.id)], sender=person.account)
        if name:
            yield f"round of 32,000: {name}", receipt.gas_used
