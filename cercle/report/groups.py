"""Small groups are not shown: a figure about very few people is about each of them.

* A line of a table (a programme, a service) behind which there are one to four people is put together with the other
  such lines, as “Others”. While fewer than five people can be said to be behind those together, the smallest line that
  is left joins them, so that no line can be found by taking the others from the total. Of lines put together, only the
  people of the largest one are sure to be different ones, and only they are counted.
* A chart over time has months as steps, or quarters, or one step only: the finest for which there is nobody or at least
  five people behind each step, counted in the same careful way.
* A number of people from one to four is written “fewer than 5”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from cercle.measures import Month, Period
from cercle.privacy.small_groups import FEWEST, small

Line = TypeVar("Line")


@dataclass(frozen=True)
class Step:
    """Some months of a period that a chart shows as one."""

    months: tuple[Month, ...]

    @property
    def first(self) -> Month:
        """Its first month."""
        return self.months[0]


def parted(lines: Iterable[Line], people: Callable[[Line], int]) -> tuple[list[Line], list[Line]]:
    """Lines that can be shown, and those to be shown together only, or not at all where they are still too few."""
    rising = sorted(lines, key=people)
    together = [line for line in rising if small(people(line))]
    shown = [line for line in rising if not small(people(line))]
    behind = [line for line in shown if people(line)]
    while together and behind and max(map(people, together)) < FEWEST:
        joined = behind.pop(0)
        shown.remove(joined)
        together.append(joined)
    return shown, together


def steps(period: Period, *behind: Mapping[Month, int]) -> tuple[Step, ...]:
    """The finest steps behind none of which there are very few people, by each of the countings."""
    for key in (_month, _quarter):
        found = tuple(Step(tuple(months)) for _, months in groupby(period.months, key=key))
        if not any(small(_surely(one, counts)) for one in found for counts in behind):
            return found
    return (Step(period.months),)


def too_few(step: Step, *behind: Mapping[Month, int]) -> bool:
    """Even these months together have very few people behind them."""
    return any(small(_surely(step, counts)) for counts in behind)


def _surely(step: Step, counts: Mapping[Month, int]) -> int:
    return max(counts.get(month, 0) for month in step.months)


def _month(month: Month) -> int:
    return month.number


def _quarter(month: Month) -> tuple[int, int]:
    return month.year, (month.month - 1) // 3
