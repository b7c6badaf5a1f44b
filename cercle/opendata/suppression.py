"""Which figures of a table are left out so that none can be worked out that is about fewer people than allowed.

A table has rows, columns and their totals; a total is a place like any other, whose row or column is None. Left out
are, one after the other until nothing changes:

1. every figure about fewer than ``least`` members;
2. in a line (a row or column) whose total is shown, a figure about at least ``least`` members, unless one is left out
   already: the total less what is shown must not be a figure about fewer;
3. for every figure that can still be calculated from sums and differences, one that prevents it. Seen as a graph
   (rows and columns are nodes, figures left out are edges) these are exactly the bridges: D. Gusfield, "A graph
   theoretic approach to statistical data security", SIAM Journal on Computing 17 (1988).

What is shown about the fewest members goes first, a total last.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

Place = tuple[Hashable, Hashable]  # row, column; None is the total
_Node = tuple[int, Hashable]


def left_out(members: Mapping[Place, int], least: int) -> set[Place]:
    """The places to leave out. ``members``: how many members stand behind each place, totals included; every place
    that is not zero is there."""
    out = {place for place, count in members.items() if count < least}
    while (more := _for_a_line(members, out, least) or _for_a_bridge(members, out)) is not None:
        out.add(more)
    return out


def _first(members: Mapping[Place, int], places: Iterable[Place]) -> Place | None:
    def rank(place: Place) -> Any:
        return place.count(None), members[place], str(place)

    return min(places, key=rank, default=None)


def _for_a_line(members: Mapping[Place, int], out: set[Place], least: int) -> Place | None:
    lines: dict[_Node, list[Place]] = {}
    for place in members:
        for node in _ends(place):
            lines.setdefault(node, []).append(place)
    for (side, key), line in lines.items():
        total = (None, key) if side else (key, None)
        hidden = [place for place in line if place in out]
        if hidden and total not in out and not any(members[place] >= least for place in hidden):
            return _first(members, (place for place in line if place not in out))
    return None


def _for_a_bridge(members: Mapping[Place, int], out: set[Place]) -> Place | None:
    bridge = _first(members, _bridges(out))
    if bridge is None:
        return None
    one_side = _reachable(_ends(bridge)[0], out - {bridge})
    # There is one: were all figures between the two sides but this one left out, or zero, it would be zero itself.
    return _first(
        members,
        (
            place
            for place in members
            if place not in out and sum(end in one_side for end in _ends(place)) == 1
        ),
    )


def _ends(place: Place) -> tuple[_Node, _Node]:
    return (0, place[0]), (1, place[1])


def _neighbours(places: Iterable[Place]) -> dict[_Node, list[_Node]]:
    found: dict[_Node, list[_Node]] = {}
    for row, column in map(_ends, places):
        found.setdefault(row, []).append(column)
        found.setdefault(column, []).append(row)
    return found


def _reachable(start: _Node, places: set[Place]) -> set[_Node]:
    neighbours, found, todo = _neighbours(places), {start}, [start]
    while todo:
        new = set(neighbours.get(todo.pop(), ())) - found
        found |= new
        todo += new
    return found


def _bridges(places: set[Place]) -> Iterator[Place]:
    """R. Tarjan, "A note on finding the bridges of a graph", 1974; without recursion."""
    neighbours = _neighbours(places)
    entered: dict[_Node, int] = {}
    lowest: dict[_Node, int] = {}
    for root in neighbours:
        if root in entered:
            continue
        entered[root] = lowest[root] = len(entered)
        path = [(root, root, iter(neighbours[root]))]
        while path:
            node, parent, rest = path[-1]
            for other in rest:
                if other not in entered:
                    entered[other] = lowest[other] = len(entered)
                    path.append((other, node, iter(neighbours[other])))
                    break
                if other != parent:
                    lowest[node] = min(lowest[node], entered[other])
            else:
                path.pop()
                lowest[parent] = min(lowest[parent], lowest[node])
                if node != root and lowest[node] == entered[node]:
                    row, column = sorted((node, parent), key=lambda end: end[0])
                    yield row[1], column[1]
