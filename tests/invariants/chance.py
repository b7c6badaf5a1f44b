"""How a walk chooses its next step.

Hypothesis draws one seed for each walk, and the rest follows from it: in a few walks of a few dozen steps its own
choices repeat themselves, being made to be simple and to shrink, and neither is wanted here.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

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


def step(weight: int = 1, **draws: Draw) -> Callable[[Method], Method]:
    """Makes a method a step of a walk, taken `weight` times as often as others, with arguments drawn."""

    def mark(method: Method) -> Method:
        method.chances = (weight, draws)  # type: ignore[attr-defined]
        return method

    return mark


def steps_of(walk: type) -> list[str]:
    """The names of a walk's steps, each as often as its weight says."""
    methods = {name: getattr(walk, name) for name in dir(walk)}
    chances = {name: method.chances[0] for name, method in methods.items() if hasattr(method, "chances")}
    return [name for name, weight in sorted(chances.items()) for _ in range(weight)]
