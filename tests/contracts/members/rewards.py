"""A reward that waits to be collected."""

from ..circle import Circle, Person, open_programme

EVIDENCE = b"\6" * 32
UNITS = 100
RATE = 10**16
REWARD = UNITS * RATE


def claimable(circle: Circle, person: Person, validator: Person) -> bytes:
    """A contribution of the person's, worth `REWARD`, that can be claimed at once; its id."""
    open_programme(circle, 1, rate=RATE, quorum=1, challenge_window=0, validators=[validator], budget=REWARD)
    circle.registry.record(validator.id, 1, [(person.id, UNITS, EVIDENCE)], sender=validator.account)
    return circle.registry.contributionId(person.id, 1, EVIDENCE)
