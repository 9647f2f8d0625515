"""Every way in which a program of the format can end, over all schedules."""

from collections import Counter
from typing import NamedTuple

from models.program.format import Program

from ..explore.explore import MAX_STATES, OVER, START, Graph
from ..explore.logset import DONE, Words
from ..explore.verdict import shortest
from .interleave import explored, logs, stuck

MAX_STEPS = 1_000_000


class Ending(NamedTuple):
    """A way to end ("END", "DEADLOCK", …), how many logs end so, and what is logged on a shortest way there."""

    name: str
    logs: int
    after: str


class Outcomes(NamedTuple):
    """All endings, the one that most logs have first; and how many states were looked at."""

    states: int
    endings: list[Ending]


def outcomes(program: Program, limit: int = MAX_STATES) -> Outcomes:
    """Explore a program. TooMany where it has more than `limit` states."""
    graph = explored(program, MAX_STEPS, limit)
    counts = by_ending(logs(graph))
    found = [Ending(name, n, first(graph, name)) for name, n in counts.most_common()]
    return Outcomes(len(graph.states) - 1, found)


def by_ending(words: Words) -> Counter[str]:
    """How many words end with each label."""
    counts = [Counter(), Counter()]
    for node in words.nodes[2:]:  # a node's labels lead to nodes that were made before it
        counts.append(sum((Counter({label: 1}) if after == DONE else counts[after]
                           for label, after in node.items()), Counter()))
    return counts[words.root]


def first(graph: Graph, ending: str) -> str:
    """What is logged on a shortest way to an ending."""
    state = next(state for state in range(START, len(graph.states))
                 if (ending, OVER) in graph.edges[state] or ending == "DEADLOCK" and stuck(graph, state))
    labels = (graph.edges[at][i][0] for at, i in shortest(graph, state))
    return " ".join(label for label in labels if label)
