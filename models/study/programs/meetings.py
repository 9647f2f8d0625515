"""Data races of a program of the format, over all schedules: which accesses can be made at the same moment.

If some schedule has two accesses that conflict and that nothing orders, then another has them side by side.
So it is enough to look for a state in which one goroutine is about to write a variable, another to touch it.

    meetings(program)    # each pair of places, with a shortest way there

A Cond's Signal orders here whoever it wakes, as the memory model has it and the race detector does not.
Leaves out: what the detector reports of channels and WaitGroups.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from models.program.format import Program

from ..explore.explore import MAX_STATES, START, Graph, Step, explore
from ..explore.memory import PRIVATE
from ..explore.verdict import shortest
from ..race.history import Place
from ..steps.body import DOES, RULES, Text, goroutine

MAX_STEPS = 1_000_000


class Touch(NamedTuple):
    """Goroutine g is about to read or write variable v."""

    v: int
    g: int
    write: bool
    at: Place


class Meeting(NamedTuple):
    """Two accesses that can be made at the same moment. after: what is logged on a shortest way there."""

    one: Touch
    other: Touch
    after: str


class Located(Text):
    """A program in memory, in which an access to a variable knows its place."""

    def __init__(self, program: Program):
        super().__init__(program, MAX_STEPS, DOES | {"read": reads, "write": writes})
        self.bodies = tuple(tuple((*op, Place(f"body{k}", pc)) if op[0] in ("read", "write") else laid
                                  for pc, (op, laid) in enumerate(zip(*both, strict=True)))
                            for k, both in enumerate(zip(program.bodies, self.bodies, strict=True)))


def reads(g: int, v: int, at: Place):
    """A read, which others may meet."""
    yield "touch", v, g, False, at


def writes(g: int, v: int, at: Place):
    """A write, which others may meet."""
    yield "touch", v, g, True, at


def _touch(memory, *touch):
    """Nobody sees when it is done."""
    return [Step(memory)]


def meetings(program: Program, limit: int = MAX_STATES) -> list[Meeting]:
    """Every pair of places that can meet, each once, the one that can be reached soonest first.

    TooMany where the program has more than `limit` states.
    """
    text = Located(program)
    graph = explore(text.memory, [(goroutine, text, 0, 0)], RULES | {"touch": _touch}, (*PRIVATE, "note"),
                    limit)
    found: dict[tuple, Meeting] = {}
    for state in range(START, len(graph.states)):
        for one, other in conflicts(graph, state):
            key = one.v, *sorted([(one.at, one.write), (other.at, other.write)])
            if key not in found:
                found[key] = Meeting(one, other, logged(graph, state))
    return [*found.values()]


def conflicts(graph: Graph, state: int) -> Iterator[tuple[Touch, Touch]]:
    """The pairs that meet in a state, the goroutine that was started first in front."""
    touches = sorted(Touch(*request[1:]) for request in graph.requests(state) if request[0] == "touch")
    for one, other in combinations(touches, 2):
        if one.v == other.v and (one.write or other.write):
            yield one, other


def logged(graph: Graph, state: int) -> str:
    """What is logged on a shortest way to a state."""
    labels = [graph.edges[at][i][0] for at, i in shortest(graph, state)]
    return " ".join(label for label in labels if label)
