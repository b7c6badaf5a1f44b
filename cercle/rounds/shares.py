"""Who gets how much of a round, in whole base units. Pure arithmetic.

One rounding rule: every share is rounded down to the token's smallest unit. So a round never pays out more than what
it was made from; what is lost by rounding, less than one unit for each member, stays with the funder.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from math import lcm

from cercle.errors import InputProblem
from cercle.texts import Text

Shares = dict[int, int]
"""Base units by member number; nobody has zero."""


def rounded_down(amounts: Mapping[int, Decimal], decimals: int) -> Shares:
    """Amounts in tokens as base units. ``InputProblem`` for one below zero."""
    with localcontext() as context:
        context.prec = 100
        shares = {
            member: int(amount.scaleb(decimals).to_integral_value(ROUND_DOWN))
            for member, amount in amounts.items()
        }
    for member, share in shares.items():
        if share < 0:
            raise InputProblem(
                Text("The share of member {member} is below zero.", {"member": member}),
                Text("Correct the list."),
            )
    return {member: share for member, share in sorted(shares.items()) if share}


def in_proportion(pot: int, weights: Mapping[int, Decimal]) -> Shares:
    """A pot of base units, divided by weight. ``InputProblem`` where nothing weighs anything."""
    if any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
        raise InputProblem(
            Text("There is nothing to divide the round by."),
            Text("Choose a period in which something was accepted."),
        )
    fractions = {member: Fraction(weight) for member, weight in weights.items()}
    common = lcm(*(fraction.denominator for fraction in fractions.values()))
    whole = {member: int(fraction * common) for member, fraction in fractions.items()}
    total = sum(whole.values())
    shares = {member: pot * weight // total for member, weight in sorted(whole.items())}
    return {member: share for member, share in shares.items() if share}
