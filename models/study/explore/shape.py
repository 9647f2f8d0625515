"""What a graph of states amounts to in numbers, and how deep each state lies."""

from typing import NamedTuple

from .explore import OVER, START, Graph
from .verdict import At, schedules


class Shape(NamedTuple):
    """The size of what was explored.

    states, steps: how many there are; OVER is no state, and a step to it is a step. depth: how many
    steps the farthest state, or OVER, is away from the first by its shortest way. ends: states in which
    every thread has ended. dead_ends: states in which threads are left and none can go on. schedules: the
    whole ones.
    """

    states: int
    steps: int
    depth: int
    ends: int
    dead_ends: int
    schedules: int | float


def shape(graph: Graph) -> Shape:
    """Count."""
    ats = [At(graph, state) for state in range(START, len(graph.states))]
    return Shape(len(ats), sum(map(len, graph.edges)), max(depths(graph).values()),
                 sum(at.ended for at in ats), sum(at.stuck for at in ats), schedules(graph))


def depths(graph: Graph) -> dict[int, int]:
    """For each state, and for OVER if a step leads there: the fewest steps from the first to it."""
    found = {START: 0}
    for state in range(START, len(graph.states)):
        for _, to in graph.edges[state]:
            found.setdefault(to, found[state] + 1)
    return found


def widest(graph: Graph) -> int:
    """The most states that lie equally deep."""
    rows = list(depths(graph).values())
    return max(map(rows.count, set(rows)))


def kind(graph: Graph, state: int) -> str:
    """What a state is: "over", "ended", "stuck", the "first", or one "between"."""
    at = At(graph, state)
    if state == OVER:
        return "over"
    if at.ended or at.stuck:
        return "ended" if at.ended else "stuck"
    return "first" if state == START else "between"
