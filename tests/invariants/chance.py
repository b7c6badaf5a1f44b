"""How a walk chooses its next step.

Hypothesis draws one seed for each walk, and the rest follows from it: in a few walks of a few dozen steps its own
choices repeat themselves, being made to be simple and to shrink, and neither is wanted here.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

# How often a step is taken that can only be refused, against one that may go through.
TRIED_ANYWAY = 0.1

Draw = Callable[[Random], Any]
Method = Callable[..., None]


def one_of(options: Sequence[Any]) -> Draw:
    return lambda random: random.choice(options)


def PICK(random: Random) -> int:
    """A number to choose with among as many as there are."""
    return random.randrange(2**16)


def PICKS(random: Random) -> list[int]:
    """A batch, often of one."""
    return [PICK(random) for _ in range(random.choice([1, 1, 2, 3, 4]))]


def SELDOM(random: Random) -> bool:
    return random.random() < 0.08


def MAYBE(random: Random) -> bool:
    return random.random() < 0.5


def always(walk: Any) -> bool:
    return True


def step(weight: int = 1, when: Callable[[Any], bool] = always, **draws: Draw) -> Callable[[Method], Method]:
    """Makes a method a step of a walk, taken `weight` times as often as others, with arguments drawn. Where `when`
    does not hold of the walk it would be refused, and is tried only now and then."""

    def mark(method: Method) -> Method:
        method.chance = (weight, when, draws)  # type: ignore[attr-defined]
        return method

    return mark


def choose_step(walk: Any, random: Random) -> tuple[Method, dict[str, Any]]:
    """A step of the walk, and its arguments."""
    methods = [
        getattr(walk, name) for name in dir(type(walk)) if hasattr(getattr(type(walk), name), "chance")
    ]
    weights = []
    for method in methods:
        weight, when, _ = method.chance
        weights.append(weight if when(walk) else weight * TRIED_ANYWAY)
    (method,) = random.choices(methods, weights)
    return method, {name: draw(random) for name, draw in method.chance[2].items()}
