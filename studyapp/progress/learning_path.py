"""In which order to learn what builds on each other."""

from collections.abc import Collection, Hashable, Mapping
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def learning_path(
    needs: Mapping[Node, Collection[Node]], goal: Collection[Node]
) -> tuple[list[Node], list[Node]]:
    """What to learn first, and then the goal, each thing after all that it needs.

    What is free to come early or late keeps the order of ``needs``. Something outside the goal
    that builds on a part of it stands on the way, not before it.

    >>> needs = {"bake": ["rise"], "rise": ["yeast"], "yeast": [], "knead": ["mix"], "mix": []}
    >>> learning_path(needs, {"bake", "knead"})
    (['yeast', 'rise', 'mix'], ['bake', 'knead'])
    >>> learning_path({"a": [], "b": ["a"], "c": ["b"]}, {"a", "c"})
    ([], ['a', 'b', 'c'])
    """
    whole = {node: all_needs(needs, [node]) for node in all_needs(needs, goal).union(goal)}
    order = in_order(needs, whole)
    mine = set(goal)
    first = [node for node in order if node not in mine and not whole[node] & mine]
    return first, [node for node in order if node not in first]


def all_needs(needs: Mapping[Node, Collection[Node]], nodes: Collection[Node]) -> set[Node]:
    """What these need, directly and through others.

    >>> sorted(all_needs({"a": [], "b": ["a"], "c": ["b"]}, ["c"]))
    ['a', 'b']
    """
    found: set[Node] = set()
    ahead = [need for node in nodes for need in needs[node]]
    while ahead:
        if (node := ahead.pop()) not in found:
            found.add(node)
            ahead.extend(needs[node])
    return found


def in_order(needs: Mapping[Node, Collection[Node]], nodes: Collection[Node]) -> list[Node]:
    """These, each after those of them that it needs; else as ``needs`` names them.

    >>> in_order({"a": ["c"], "b": [], "c": []}, ["a", "b", "c"])
    ['b', 'c', 'a']
    """
    places = {node: place for place, node in enumerate(needs)}
    by_place = list(needs)
    among = set(nodes)
    sorter = TopologicalSorter({node: among.intersection(needs[node]) for node in among})
    sorter.prepare()
    ready: list[int] = []
    order: list[Node] = []
    while sorter.is_active():
        for node in sorter.get_ready():
            heappush(ready, places[node])
        order.append(by_place[heappop(ready)])
        sorter.done(order[-1])
    return order
